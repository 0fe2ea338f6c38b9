/**
 * Times the lexical engine on 100,000 chunks of 200 words drawn by Zipf's law, in two segments:
 * `node bench/lexical.ts`. On a machine with other work, the least time says more about the code
 * than the percentiles.
 */
import { getAnalyzer, type TermCounts } from "../src/engine/analysis/index.ts";
import {
  collectStatistics,
  countReadable,
  encodeSegment,
  type LexicalBlocks,
  MAX_SEGMENT_CHUNKS,
  mergeSegments,
  openSegment,
  readBlocks,
  type SearchSegment,
  searchBm25,
} from "../src/engine/lexical/index.ts";
import { createRandom } from "../src/foundation/random.ts";

const CHUNKS = 100_000;
const WORDS = 200;
const BATCH = 500;
const VOCABULARY = 60_000;
/** Ranks before this are stop words, which are not in the index. */
const FIRST_RANK = 34;
const QUERIES = 500;

const random = createRandom("bench/lexical");

/** A rank with probability in proportion to 1 / rank. */
const drawTerm = (): string =>
  `t${Math.floor(FIRST_RANK * (VOCABULARY / FIRST_RANK) ** random.uniform()).toString(36)}`;

function drawChunk(): TermCounts {
  const counts = new Map<string, number>();
  for (let i = 0; i < WORDS; i++) {
    const term = drawTerm();
    counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return { counts, length: WORDS };
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

function report(name: string, times: readonly number[], note = ""): void {
  const [least, p50, p95] = [0, 0.5, 0.95].map((share) => percentile(times, share).toFixed(2));
  process.stdout.write(`${name}\tleast ${least} ms\tp50 ${p50} ms\tp95 ${p95} ms\t${note}\n`);
}

const time = <T>(times: number[], run: () => T): T => {
  const start = performance.now();
  const result = run();
  times.push(performance.now() - start);
  return result;
};

function buildSegment(count: number, encodings: number[], merges: number[]): LexicalBlocks {
  const batches: { blocks: LexicalBlocks; count: number }[] = [];
  for (let done = 0; done < count; done += BATCH) {
    const chunks = Array.from({ length: Math.min(BATCH, count - done) }, drawChunk);
    batches.push({ blocks: time(encodings, () => encodeSegment(chunks)), count: chunks.length });
  }
  return time(merges, () =>
    mergeSegments(
      batches.map((batch) => ({
        reader: readBlocks(batch.blocks),
        count: batch.count,
        live: () => true,
      })),
    ),
  );
}

function timeAnalysis(): void {
  const letters = "etaoinshrdlucmfwypvbgkjqxz";
  const word = (): string =>
    Array.from(
      drawTerm(),
      (digit) => letters[(digit.charCodeAt(0) * 7) % letters.length] ?? "",
    ).join("");
  const texts = Array.from({ length: 3000 }, () => Array.from({ length: WORDS }, word).join(" "));
  const { count } = getAnalyzer("en-1");
  const times: number[] = [];
  for (let round = 0; round < 5; round++)
    time(times, () => {
      for (const text of texts) count(text);
    });
  const best = Math.round((texts.length / percentile(times, 0)) * 1000);
  report(`count ${texts.length} passages`, times, `${best} passages/s at best`);
}

const encodings: number[] = [];
const merges: number[] = [];
const segments: SearchSegment[] = [];
let bytes = 0;
for (let first = 0; first < CHUNKS; first += MAX_SEGMENT_CHUNKS) {
  const count = Math.min(MAX_SEGMENT_CHUNKS, CHUNKS - first);
  const blocks = buildSegment(count, encodings, merges);
  bytes += blocks.lengths.length + blocks.directory.length;
  for (const block of blocks.dictionary) bytes += block.length;
  const segment = openSegment(readBlocks(blocks), count);
  const allowed = new Uint8Array(count).fill(1);
  const readable = countReadable(segment, allowed);
  segments.push({ segment, terms: [], allowed, readable, wanted: undefined });
}
timeAnalysis();
report(`encode ${BATCH} chunks`, encodings);
report("merge a segment", merges, `${(bytes / 2 ** 20).toFixed(1)} MiB in all`);

const queries = Array.from({ length: QUERIES }, () =>
  Array.from({ length: 3 + random.below(10) }, () => ({ term: drawTerm(), weight: 1 })),
);
const options = { k1: 0.9, b: 0.75, k: 100 };
const ROUNDS = 7;

/** Each question's time at its best of several rounds, so that other work disturbs less. */
function timeQueries(masked: boolean, rounds: number): readonly number[] {
  const best = queries.map(() => Infinity);
  for (let round = 0; round < rounds; round++)
    for (const [index, terms] of queries.entries()) {
      const parts = segments.map((part) => (masked ? { ...part, terms } : unmask(part, terms)));
      const start = performance.now();
      searchBm25(parts, collectStatistics(parts), options);
      best[index] = Math.min(best[index] ?? Infinity, performance.now() - start);
    }
  return best;
}

const unmask = ({ segment }: SearchSegment, terms: SearchSegment["terms"]): SearchSegment => ({
  segment,
  terms,
  allowed: undefined,
  wanted: undefined,
});

report("first time", timeQueries(true, 1));
const postings = queries.map((terms) => {
  const { documentFrequency } = collectStatistics(segments.map((part) => ({ ...part, terms })));
  return [...documentFrequency.values()].reduce((sum, holding) => sum + holding, 0);
});
report("warm, masked", timeQueries(true, ROUNDS), `postings p50 ${percentile(postings, 0.5)}`);
report("warm, no mask", timeQueries(false, ROUNDS), `postings p95 ${percentile(postings, 0.95)}`);
const cached = segments.reduce((sum, { segment }) => sum + segment.cachedBytes(), 0);
process.stdout.write(`lists kept: ${(cached / 2 ** 20).toFixed(1)} MiB\n`);
