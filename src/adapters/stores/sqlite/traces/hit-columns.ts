/** @module What was ranked and what was read of it, as columns: four bytes a hit and a few a chunk. */
import type {
  RecordedHit,
  RecordedLegs,
  RecordedPassage,
} from "../../../../domain/answer-record.ts";
import { toChunkId } from "../../../../foundation/ids.ts";
import { readFloats, VarintReader, VarintWriter, writeFloats } from "./columns.ts";
import type { NamedVersion } from "./recorded-versions.ts";

export interface Ranked {
  readonly legs: RecordedLegs;
  readonly passages: readonly RecordedPassage[];
}

/** Turns versions into numbers and back; another one for each way a record goes. */
export interface VersionNumbers {
  toNumber(version: NamedVersion): number;
  toVersion(number: number): NamedVersion;
}

interface Placed extends NamedVersion {
  readonly sequence: number;
  readonly start: number;
  readonly end: number;
}

/** Numbers are stored: append only. */
const CONTEXTS = ["in", "token_limit", "duplicate", "truncated", "access"] as const;

const readSequence = (chunkId: string): number =>
  Number(chunkId.slice(chunkId.lastIndexOf("_") + 1));

/** `undefined` for a hit without its place, or whose id is not made of it. */
function toPlaced(hit: RecordedHit): Placed | undefined {
  const { chunkId, documentId, versionHash, start, end } = hit;
  const sequence = readSequence(chunkId);
  if (documentId === undefined || versionHash === undefined) return undefined;
  if (start === undefined || end === undefined || end < start) return undefined;
  if (toChunkId(documentId, versionHash, sequence) !== chunkId) return undefined;
  return { documentId, versionHash, sequence, start, end };
}

const toSequences = ({ chunkIds, documentId, versionHash }: RecordedPassage) => {
  const sequences = chunkIds.map(readSequence);
  const isWhole = chunkIds.every(
    (id, index) => toChunkId(documentId, versionHash, sequences[index] ?? -1) === id,
  );
  return isWhole ? sequences : undefined;
};

/**
 * Chunks sorted by version and sequence, so that most numbers are small; legs and orders as indexes
 * into them; then passages.
 *
 * @returns `undefined` for rankings that columns cannot hold, such as those without places.
 */
export function encodeRanked(
  { legs, passages }: Ranked,
  versions: Pick<VersionNumbers, "toNumber">,
): readonly Uint8Array[] | undefined {
  const toNumber = (version: NamedVersion): number => versions.toNumber(version);
  const chunks = collectChunks(legs, toNumber);
  const sequences = passages.map(toSequences);
  if (!chunks || sequences.includes(undefined)) return undefined;
  const { sorted, indexes } = chunks;
  const numbers = new VarintWriter();
  numbers.push(sorted.length);
  let [version, sequence, start] = [0, 0, 0];
  for (const { number, placed } of sorted) {
    if (number !== version) [sequence, start] = [0, 0];
    numbers.push(number - version);
    numbers.push(placed.sequence - sequence);
    numbers.push(Math.max(0, placed.start - start));
    numbers.push(Math.max(0, start - placed.start));
    numbers.push(placed.end - placed.start);
    [version, sequence, start] = [number, placed.sequence, placed.end];
  }
  const scores: number[] = [];
  for (const leg of ["lexical", "dense"] as const) {
    numbers.push(legs[leg].length);
    for (const { chunkId, score } of legs[leg]) {
      numbers.push(indexes.get(chunkId) ?? 0);
      scores.push(score);
    }
  }
  for (const order of ["fused", "reranked"] as const) {
    const ids = legs[order];
    if (ids?.some((id) => !indexes.has(id))) return undefined;
    numbers.push(ids ? ids.length + 1 : 0);
    for (const id of ids ?? []) numbers.push(indexes.get(id) ?? 0);
  }
  numbers.push(passages.length);
  for (const [index, passage] of passages.entries()) {
    numbers.push(toNumber(passage));
    numbers.push(passage.start);
    numbers.push(passage.end - passage.start);
    numbers.push(passage.rank);
    numbers.push(CONTEXTS.indexOf(passage.context));
    numbers.push(sequences[index]?.length ?? 0);
    for (const each of sequences[index] ?? []) numbers.push(each);
  }
  const passageScores = Float64Array.from(passages, ({ score }) => score);
  return [numbers.toBytes(), writeFloats(scores), new Uint8Array(passageScores.buffer)];
}

/** Every chunk of both legs once. */
function collectChunks(legs: RecordedLegs, toNumber: VersionNumbers["toNumber"]) {
  const byId = new Map<string, { readonly number: number; readonly placed: Placed }>();
  for (const hit of [...legs.lexical, ...legs.dense]) {
    if (byId.has(hit.chunkId)) continue;
    const placed = toPlaced(hit);
    if (!placed) return undefined;
    byId.set(hit.chunkId, { number: toNumber(placed), placed });
  }
  const ranks = [legs.lexical, legs.dense];
  if (ranks.some((leg) => leg.some(({ rank }, index) => rank !== index + 1))) return undefined;
  const entries = [...byId].toSorted(
    ([, a], [, b]) => a.number - b.number || a.placed.sequence - b.placed.sequence,
  );
  return {
    sorted: entries.map(([, chunk]) => chunk),
    indexes: new Map(entries.map(([chunkId], index) => [chunkId, index])),
  };
}

/** What `encodeRanked` was given; scores of the legs as 32-bit floats. */
export function decodeRanked(
  columns: readonly Uint8Array[],
  { toVersion }: Pick<VersionNumbers, "toVersion">,
  weights: Pick<RecordedLegs, "alpha" | "normalization">,
): Ranked {
  const [numberBytes = new Uint8Array(), scoreBytes = new Uint8Array(), passageBytes] = columns;
  const numbers = new VarintReader(numberBytes);
  const scores = readFloats(scoreBytes);
  const chunks = readChunks(numbers, toVersion);
  let at = 0;
  const readLeg = (): readonly RecordedHit[] =>
    Array.from({ length: numbers.next() }, (_, index) => {
      const chunk = chunks[numbers.next()];
      return { ...chunk, chunkId: chunk?.chunkId ?? "", rank: index + 1, score: scores[at++] ?? 0 };
    });
  const readOrder = (): readonly string[] | undefined => {
    const length = numbers.next();
    if (length === 0) return undefined;
    return Array.from({ length: length - 1 }, () => chunks[numbers.next()]?.chunkId ?? "");
  };
  const [lexical, dense] = [readLeg(), readLeg()];
  const [fused, reranked] = [readOrder(), readOrder()];
  const legs = {
    lexical,
    dense,
    ...(fused ? { fused } : {}),
    ...(reranked ? { reranked } : {}),
    ...weights,
  };
  return { legs, passages: readPassages(numbers, passageBytes ?? new Uint8Array(), toVersion) };
}

function readChunks(
  numbers: VarintReader,
  toVersion: VersionNumbers["toVersion"],
): readonly Omit<RecordedHit, "rank" | "score">[] {
  let [number, sequence, start] = [0, 0, 0];
  return Array.from({ length: numbers.next() }, () => {
    const step = numbers.next();
    if (step > 0) [sequence, start] = [0, 0];
    number += step;
    sequence += numbers.next();
    const ahead = numbers.next();
    const first = start + ahead - numbers.next();
    const end = first + numbers.next();
    start = end;
    const { documentId, versionHash } = toVersion(number);
    const chunkId = toChunkId(documentId, versionHash, sequence);
    return { chunkId, documentId, versionHash, start: first, end };
  });
}

function readPassages(
  numbers: VarintReader,
  scoreBytes: Uint8Array,
  toVersion: VersionNumbers["toVersion"],
): readonly RecordedPassage[] {
  const scores = new Float64Array(Uint8Array.from(scoreBytes).buffer);
  return Array.from({ length: numbers.next() }, (_, index) => {
    const { documentId, versionHash } = toVersion(numbers.next());
    const start = numbers.next();
    const end = start + numbers.next();
    const rank = numbers.next();
    const context = CONTEXTS[numbers.next()] ?? "in";
    const chunkIds = Array.from({ length: numbers.next() }, () =>
      toChunkId(documentId, versionHash, numbers.next()),
    );
    const score = scores[index] ?? 0;
    return { chunkIds, documentId, versionHash, start, end, rank, score, context };
  });
}
