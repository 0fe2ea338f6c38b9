/** @module A release as an evaluation sees it: something that ranks and answers. */
import type { Answer, Citation } from "../../domain/answer.ts";
import type { AnswerRecord } from "../../domain/answer-record.ts";
import type { AnswerReply, EvaluationSubject, ReplyPassage } from "../../domain/evaluation.ts";
import type { Access } from "../../domain/access.ts";
import { hashJson } from "../../foundation/hash.ts";
import type { AskedCase, EvaluatedSystem } from "../../ports/evaluated-system.ts";
import type { Store } from "../../ports/store.ts";
import { rankDocuments, shareSearch, type SharedSearch } from "../../retrieve/index.ts";
import { maintenanceAccess, toAccess } from "../access.ts";
import { ask } from "../ask.ts";
import type { Assembly } from "../assembly.ts";
import { listKnownDocuments, type KnownDocuments } from "../golden/documents.ts";
import { lockStage } from "../rerank-stages.ts";
import { lendRetrieval, OPERATOR } from "../spend/lend-retrieval.ts";

/** Whether any documents have changed since; no text is read. */
export async function readGeneration(store: Store): Promise<number> {
  const { generation } = await store.search(maintenanceAccess("evaluation"), {
    terms: () => [],
    legs: { lexical: false, dense: false },
    depth: 1,
    bm25: { k1: 0, b: 0 },
    filter: [],
    select: () => [],
  });
  return generation;
}

/**
 * Answers leave records and traces of source `evaluation`. A changed document changes the
 * fingerprint as a changed setting does: replies to other documents are other replies.
 */
export async function createAppSystem(
  assembly: Assembly,
  store: Store,
  collections: readonly string[] | undefined,
): Promise<EvaluatedSystem> {
  const names = await listNames(store);
  const generation = await readGeneration(store);
  const subject = toSubject(assembly, [generation, collections, listParts(assembly, names)]);
  const known = new Set(names);
  // Sets from elsewhere name collections of theirs: such a case is asked as all others are.
  const toScope = ({ collection }: AskedCase): readonly string[] | undefined =>
    collection !== undefined && known.has(collection) ? [collection] : collections;
  const toOwn = (asked: AskedCase): Assembly => ({
    ...assembly,
    ...assembly.findOwn(toScope(asked)),
  });
  const toQuestion = async (asked: AskedCase) => ({
    question: asked.text,
    history: asked.history,
    collections: toScope(asked),
    without: await findMasked(asked),
  });
  const findMasked = findDocumentsByKey(store);
  const shared = new WeakMap<AskedCase, SharedSearch<Store>>();
  return {
    subject,
    masks: true,
    async rank(asked, depth) {
      const { signal } = asked;
      const ranked =
        (await shared.get(asked)?.rank(signal)) ??
        (await rankDocuments(
          accessOf(asked),
          { ...(await toQuestion(asked)), filter: [], topK: depth, legs: "both" },
          { ...lendRetrieval(toOwn(asked), store), signal },
        ));
      return {
        documents: ranked.map(({ key }) => key),
        scores: ranked.map(({ score }) => score),
      };
    },
    async answer(asked) {
      const access = accessOf(asked);
      const { signal } = asked;
      const own = toOwn(asked);
      const search = shareIfEqual(lendRetrieval(own, store), store, asked);
      if (search) shared.set(asked, search);
      const parts = search ? { ...own, rerankers: search.rerankers.map(lockStage) } : own;
      const by = search?.store ?? store;
      const answer = await ask(parts, by, access, {
        ...(await toQuestion(asked)),
        signal,
        source: "evaluation",
        spender: OPERATOR,
      });
      const record = await store.findAnswer(access, answer.id);
      const passages = await readPassages(store, access, answer, record);
      return toReply(answer, passages, record?.reason);
    },
  };
}

/** Ids of the documents that a case hides; the documents are listed once a case hides any. */
function findDocumentsByKey(store: Store): (asked: AskedCase) => Promise<readonly string[]> {
  let known: Promise<KnownDocuments> | undefined;
  return async ({ masked = [] }) => {
    if (masked.length === 0) return [];
    const keys = new Set(masked);
    const { records } = await (known ??= listKnownDocuments(store));
    return records.filter(({ key }) => keys.has(key)).map(({ id }) => id);
  };
}

async function listNames(store: Store): Promise<readonly string[]> {
  const listed = await store.listCollections(maintenanceAccess("evaluation"));
  return listed.map(({ name }) => name);
}

const toSubject = (
  { release, generator }: Assembly,
  besides: readonly unknown[],
): EvaluationSubject => ({
  kind: "release",
  name: release,
  fingerprint: hashJson([release, ...besides]),
  ...(generator.render ? { writer: generator.id } : {}),
});

/** A release names adapters; another version of this package may have other ones by these names. */
function listParts(assembly: Assembly, collections: readonly string[]): readonly string[] {
  const { generator, rewriter, verifier } = assembly;
  const own = collections.flatMap((name) => assembly.findOwn([name]) ?? []);
  const retrieving = [assembly, ...own].flatMap(({ embedder, rerankers }) => [
    embedder.fingerprint,
    ...rerankers.map(({ reranker }) => reranker.id),
  ]);
  return [...retrieving, generator.id, rewriter?.id ?? "", verifier.id];
}

/** A conversation, and blanks around a question, are read otherwise for an answer. */
function shareIfEqual(
  { rerankers, settings }: ReturnType<typeof lendRetrieval>,
  store: Store,
  { text, history, rankingDepth }: AskedCase,
): SharedSearch<Store> | undefined {
  if (rankingDepth === undefined || history.length > 0 || text !== text.trim()) return undefined;
  return shareSearch({ store, rerankers, settings }, text, rankingDepth);
}

const accessOf = ({ principals }: AskedCase): Access =>
  toAccess(principals.length > 0 ? principals : undefined);

interface ShownPassage extends ReplyPassage {
  readonly start: number;
  readonly end: number;
  readonly documentId: string;
  readonly versionHash: string;
}

/** What the writer was shown; without a record, what it cites. */
async function readPassages(
  store: Store,
  access: Access,
  { citations }: Answer,
  record: AnswerRecord | undefined,
): Promise<readonly ShownPassage[]> {
  const shown = (record?.passages ?? citations).filter(
    (place) => !("context" in place) || place.context === "in",
  );
  const texts = await store.readSpans(access, shown);
  const keys = new Map(citations.map(({ documentId, key }) => [documentId, key]));
  const passages: ShownPassage[] = [];
  for (const [index, { documentId, versionHash, start, end }] of shown.entries()) {
    const key = keys.get(documentId) ?? (await store.findDocument(access, documentId))?.key;
    keys.set(documentId, key ?? documentId);
    passages.push({
      id: String(index + 1),
      document: key ?? documentId,
      text: texts[index] ?? "",
      start,
      end,
      documentId,
      versionHash,
    });
  }
  return passages;
}

/** Citations as ids of the passages that hold them; what no passage holds is cited as nothing shown. */
function toReply(
  answer: Answer,
  passages: readonly ShownPassage[],
  cutBy: AnswerRecord["reason"],
): AnswerReply {
  const { citations, sentences, abstained, incomplete, confidence, language } = answer;
  const reason = answer.reason ?? (incomplete ? cutBy : undefined);
  const toId = (number: number): string => {
    const citation = citations.find((each) => each.number === number);
    const holding = citation && passages.find((passage) => holds(passage, citation));
    return holding?.id ?? `citation ${number}`;
  };
  return {
    outcome: abstained ? "abstained" : incomplete ? "incomplete" : "answered",
    text: answer.text,
    sentences: sentences
      .filter(({ verdict }) => verdict === "passed")
      .map(({ text, citations: numbers }) => ({
        text: text.trim(),
        factual: true,
        citations: [...new Set(numbers.map(toId))],
      })),
    passages: passages.map(({ id, document, text, start, end }) => ({
      id,
      document,
      text,
      start,
      end,
    })),
    quotes: citations.map(({ key, quote, start, end }) => ({ document: key, quote, start, end })),
    ...(reason === undefined ? {} : { reason }),
    confidence,
    language,
    answerId: answer.id,
    usage: toUsage(answer),
  };
}

const holds = (passage: ShownPassage, citation: Citation): boolean =>
  passage.documentId === citation.documentId &&
  passage.versionHash === citation.versionHash &&
  passage.start < citation.end &&
  citation.start < passage.end;

/** What the provider did not tell is left out; where no model was asked there was nothing to pay. */
function toUsage({ usage }: Answer): NonNullable<AnswerReply["usage"]> {
  if (!usage) return { inputTokens: 0, outputTokens: 0, costUsd: 0 };
  const { model, inputTokens, outputTokens, costUsd } = usage;
  return {
    model,
    ...(inputTokens === "unknown" ? {} : { inputTokens }),
    ...(outputTokens === "unknown" ? {} : { outputTokens }),
    ...(costUsd === "unknown" ? {} : { costUsd }),
  };
}
