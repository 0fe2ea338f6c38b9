/** @module A store whose legs find the gold, and which keeps what it is asked to record to itself. */
import type { AnswerRecord } from "../../../domain/answer-record.ts";
import { getAnalyzer } from "../../../engine/analysis/index.ts";
import { computeIdf } from "../../../engine/lexical/index.ts";
import { dot } from "../../../foundation/vectors.ts";
import { embedChunks } from "../../../ingest/index.ts";
import type { Embedder } from "../../../ports/embedder.ts";
import type {
  Candidate,
  LegResults,
  SearchRequest,
  SearchResult,
  Store,
  StoredChunk,
} from "../../../ports/store.ts";
import { holdsGold, type Gold } from "./gold.ts";

/** Deep enough that each leg lists all that it has a score for. */
const ALL = 1_000_000;

/**
 * Gold that the legs ranked below their depth is found with the scores it has. What the store does
 * not hold is scored as a chunk of average length would be. Reads as `store` reads otherwise.
 */
export function createGoldStore(store: Store, gold: Gold, embedder: Embedder): Store {
  const answers = new Map<string, AnswerRecord>();
  const own: Partial<Store> = {
    search: (access, request) => searchWithGold(store, access, request, gold, embedder),
    async readSpans(access, spans) {
      const texts = await store.readSpans(access, spans);
      return spans.map(({ documentId, start, end }, index) => {
        const standIn = gold.standIns.find((chunk) => chunk.documentId === documentId);
        return standIn ? standIn.text.slice(start, end) : texts[index];
      });
    },
    async putAnswer(record) {
      answers.set(record.id, record);
    },
    putTraces: async () => undefined,
    putFeedback: async () => undefined,
    findAnswer: async (_access, id) => answers.get(id),
  };
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(own, name) ?? Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

async function searchWithGold(
  store: Store,
  access: Parameters<Store["search"]>[0],
  request: SearchRequest,
  gold: Gold,
  embedder: Embedder,
): Promise<SearchResult> {
  const added = await scoreStandIns(store, access, request, gold, embedder);
  let legs: LegResults = { lexical: [], dense: [], candidates: [] };
  let wanted: readonly number[] = [];
  let known = 0;
  const result = await store.search(access, {
    ...request,
    depth: ALL,
    identify: true,
    select: (found) => {
      known = found.candidates.length;
      legs = addCandidates(keepReached(found, request.depth, gold), added);
      wanted = request.select(legs);
      return wanted.filter((candidate) => candidate < known);
    },
  });
  const chunks = new Map(result.chunks.map((chunk) => [chunk.candidate, chunk]));
  for (const [index, chunk] of gold.standIns.entries())
    chunks.set(known + index, { ...chunk, candidate: known + index });
  return { ...result, ...legs, chunks: wanted.flatMap((candidate) => chunks.get(candidate) ?? []) };
}

/** What the legs reach, and the gold wherever it is ranked; the rest weighs nothing. */
function keepReached(found: LegResults, depth: number, gold: Gold): LegResults {
  const isGold = found.candidates.map(({ place }) => place !== undefined && holdsGold(gold, place));
  const keep = (leg: LegResults["lexical"]): LegResults["lexical"] =>
    leg.filter(({ candidate }, index) => index < depth || isGold[candidate]);
  const lexical = keep(found.lexical);
  const dense = keep(found.dense);
  const kept = new Set([...lexical, ...dense].map(({ candidate }) => candidate));
  const candidates = found.candidates.map((one, index) => (kept.has(index) ? one : toNothing(one)));
  return { lexical, dense, candidates };
}

/** The least that each leg can give. */
const toNothing = (candidate: Candidate): Candidate => ({ ...candidate, lexical: 0, dense: -1 });

function addCandidates(found: LegResults, added: readonly Candidate[]): LegResults {
  const first = found.candidates.length;
  const insert = (leg: "lexical" | "dense"): LegResults["lexical"] => {
    const hits = added.map((candidate, index) => ({
      candidate: first + index,
      score: candidate[leg],
    }));
    return [...found[leg], ...hits.filter(({ score }) => score > 0)].toSorted(
      (a, b) => b.score - a.score || a.candidate - b.candidate,
    );
  };
  return {
    lexical: insert("lexical"),
    dense: insert("dense"),
    candidates: [...found.candidates, ...added],
  };
}

async function scoreStandIns(
  store: Store,
  access: Parameters<Store["search"]>[0],
  request: SearchRequest,
  { standIns }: Gold,
  embedder: Embedder,
): Promise<readonly Candidate[]> {
  if (standIns.length === 0) return [];
  const { statistics } = await store.search(access, { ...request, depth: 1, select: () => [] });
  const texts = standIns.map(({ headings, text: body }) => ({ headings, body }));
  const vectors = request.vector ? await embedChunks(texts, embedder) : [];
  return standIns.map((chunk, index) => {
    const vector = vectors[index];
    return {
      group: -1 - index,
      lexical: request.legs.lexical ? scoreTerms(chunk, request, statistics) : 0,
      dense: vector && request.vector ? dot(vector, request.vector.values) : 0,
      chunkId: chunk.id,
      place: {
        documentId: chunk.documentId,
        versionHash: chunk.versionHash,
        start: chunk.start,
        end: chunk.end,
      },
    };
  });
}

/** BM25 as Lucene writes it, at average length. */
function scoreTerms(
  { text, analyzer }: StoredChunk,
  { terms, bm25 }: SearchRequest,
  { chunks, terms: known }: SearchResult["statistics"],
): number {
  const { counts } = getAnalyzer(analyzer).count(text);
  const documents = new Map(known.map((each) => [each.term, each.documents]));
  let score = 0;
  for (const { term, weight } of terms(analyzer)) {
    const tf = counts.get(term) ?? 0;
    if (tf === 0) continue;
    // With the text in the store its terms would occur in one chunk more.
    const idf = computeIdf(chunks + 1, (documents.get(term) ?? 0) + 1);
    score += (weight * idf * tf) / (tf + bm25.k1);
  }
  return score;
}
