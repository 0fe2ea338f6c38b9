/** @module Runs: what some system ranked, a line a document. */
import type { RankingReply } from "../../domain/evaluation.ts";
import {
  orderByScore,
  type ScoredDocument,
  type ScorePrecision,
} from "../measures/ranking/order.ts";
import { runInvalid } from "./errors.ts";
import { listLines, quote, shortenMistakes, splitColumns, type ColumnLine } from "./read-lines.ts";

export interface RunFile {
  /** Named in errors. */
  readonly path: string;
  readonly precision?: ScorePrecision;
}

const SCORE = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * By query, in the order queries come first; their documents by score, whatever the lines' order
 * and their rank column say. A text without lines is a run without queries.
 *
 * @throws evaluate.run-invalid naming lines: columns missing or too many, a score that is no finite
 *   number, a document twice for one query.
 */
export function parseRun(
  text: string,
  { path, precision = "f64" }: RunFile,
): ReadonlyMap<string, RankingReply> {
  const queries = new Map<string, Map<string, ScoredDocument>>();
  const mistakes: string[] = [];
  for (const line of listLines(text)) {
    const mistake = readLine(line, queries);
    if (mistake !== undefined) mistakes.push(`line ${line.line}: ${mistake}`);
  }
  if (mistakes.length > 0) throw runInvalid({ path, mistakes: shortenMistakes(mistakes) });
  return new Map(
    [...queries].map(([query, scored]) => [query, orderByScore([...scored.values()], precision)]),
  );
}

function readLine(
  { text }: ColumnLine,
  queries: Map<string, Map<string, ScoredDocument>>,
): string | undefined {
  const columns = splitColumns(text);
  const [query, , document, , written] = columns;
  if (query === undefined || document === undefined || written === undefined)
    return `${columns.length} columns where a run has 6`;
  if (columns.length !== 6) return `${columns.length} columns where a run has 6`;
  const score = SCORE.test(written) ? Number(written) : Number.NaN;
  if (!Number.isFinite(score)) return `the score ${quote(written)} is no finite number`;
  const scored = queries.get(query) ?? new Map<string, ScoredDocument>();
  queries.set(query, scored);
  if (scored.has(document)) return `${quote(document)} stands twice for query ${quote(query)}`;
  scored.set(document, { document, score });
  return undefined;
}
