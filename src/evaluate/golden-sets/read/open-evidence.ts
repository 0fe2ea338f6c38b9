/** @module Places of answers as open sets give them, as evidence in the documents of their corpus. */
import { z } from "zod";
import type { EvidenceSpan } from "../../../domain/golden-set.ts";
import { parseJsonLines } from "../../../foundation/jsonl.ts";
import { CORPUS_FILES, toText, type GoldenFiles } from "../files.ts";
import { toUnits } from "../evidence/code-points.ts";
import type { OpenMetadata } from "./queries.ts";

const Row = z.object({
  _id: z.coerce.string().optional(),
  id: z.coerce.string().optional(),
  text: z.string(),
  meta: z.object({ doc: z.coerce.string(), n: z.number() }).optional().catch(undefined),
});

/** A passage of a whole text that was cut without overlap. */
interface Tile {
  readonly key: string;
  readonly text: string;
  readonly order: number;
}

/** Whole texts by name: of one tile each, or of many in order. */
export type OpenCorpus = ReadonlyMap<string, readonly Tile[]>;

/** Lines that hold no document are left out: a corpus is not what a reader of cases checks. */
export function readOpenCorpus(files: GoldenFiles): OpenCorpus {
  const documents = new Map<string, Tile[]>();
  for (const path of CORPUS_FILES)
    for (const { value } of parseJsonLines(toText(files.get(path)))) {
      const row = Row.safeParse(value);
      if (!row.success) continue;
      const { _id, id, text, meta } = row.data;
      const key = _id ?? id ?? "";
      add(documents, key, { key, text, order: 0 });
      if (meta) add(documents, meta.doc, { key, text, order: meta.n });
    }
  for (const tiles of documents.values()) tiles.sort((a, b) => a.order - b.order);
  return documents;
}

function add(documents: Map<string, Tile[]>, name: string, tile: Tile): void {
  const tiles = documents.get(name);
  if (tiles) tiles.push(tile);
  else documents.set(name, [tile]);
}

/** Texts by id, where the set brings its documents along. */
export function readCorpusTexts(files: GoldenFiles): ReadonlyMap<string, string> | undefined {
  if (!CORPUS_FILES.some((path) => files.has(path))) return undefined;
  const rows = [...readOpenCorpus(files).values()].flat();
  return new Map(rows.map(({ key, text }) => [key, text]));
}

/**
 * Every place that the question names, as one set of evidence; none where the set names no place or
 * its text is not there. Sets that count code points are counted again in UTF-16 units, as far as
 * the answers show which of the two they count.
 */
export function toOpenEvidence(
  meta: OpenMetadata,
  answers: readonly string[],
  corpus: OpenCorpus,
): readonly (readonly EvidenceSpan[])[] {
  const name = meta.doc ?? meta.passage;
  const tiles = name === undefined ? undefined : corpus.get(name);
  const spans = meta.spans ?? toAnswerSpan(meta, answers);
  if (!tiles || !spans) return [];
  const text = tiles.map((tile) => tile.text).join("");
  const places = countsCodePoints(text, spans, answers)
    ? spans.map(([start, end]) => [toUnits(text, start), toUnits(text, end)] as const)
    : spans;
  const evidence = places.flatMap(([start, end]) => cutByTile(tiles, start, end));
  return evidence.length > 0 ? [evidence] : [];
}

function toAnswerSpan(
  { passage, start }: OpenMetadata,
  [answer]: readonly string[],
): readonly (readonly [number, number])[] | undefined {
  if (passage === undefined || start === undefined || answer === undefined) return undefined;
  return [[start, start + answer.length]];
}

const HIGH_SURROGATE = /[\ud800-\udbff]/;

/** True when the answers stand where code points say, and not where UTF-16 units do. */
function countsCodePoints(
  text: string,
  spans: readonly (readonly [number, number])[],
  answers: readonly string[],
): boolean {
  if (!HIGH_SURROGATE.test(text)) return false;
  const holds = (at: (offset: number) => number): number =>
    spans.filter(([start, end], index) => {
      const found = text.slice(at(start), at(end)).trim();
      const wanted = answers[index]?.trim() ?? "";
      return wanted !== "" && (found.includes(wanted) || wanted.includes(found));
    }).length;
  return holds((offset) => toUnits(text, offset)) > holds((offset) => offset);
}

/** A place of the whole text, by the passages it lies in. */
function cutByTile(tiles: readonly Tile[], start: number, end: number): readonly EvidenceSpan[] {
  const spans: EvidenceSpan[] = [];
  let at = 0;
  for (const { key, text } of tiles) {
    const [from, to] = [Math.max(start, at) - at, Math.min(end, at + text.length) - at];
    if (from < to) spans.push({ document: key, start: from, end: to, quote: text.slice(from, to) });
    at += text.length;
  }
  return spans;
}
