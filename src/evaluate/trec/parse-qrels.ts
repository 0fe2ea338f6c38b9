/** @module Qrels: who judged what how, as TREC and as BEIR write it. */
import type { Qrels } from "../../domain/retrieval-judgments.ts";
import { qrelsInvalid } from "./errors.ts";
import { toTrecId } from "./ids.ts";
import { listLines, quote, shortenMistakes, splitColumns } from "./read-lines.ts";

export interface QrelsFile {
  /** Named in errors. */
  readonly path: string;
  /** Writes ids as a run has them, so that BEIR's, which may hold blanks, meet them. */
  readonly idsOfRuns?: boolean;
}

interface Row {
  readonly query: string;
  readonly document: string;
  readonly grade: string;
}

const HEADER = /^query-id\t/;

/**
 * By query and document, in the order of the file. Three columns parted by tabs are BEIR's, with a
 * header or without; four parted by blanks are TREC's. Grades are whole numbers, negative ones too.
 *
 * @throws evaluate.qrels-invalid naming lines: a column missing, a grade that is no integer, two
 *   grades for one pair; or a file without a judgment.
 */
export function parseQrels(text: string, { path, idsOfRuns = false }: QrelsFile): Qrels {
  const lines = listLines(text);
  const isBeir = (lines[0]?.text.split("\t").length ?? 0) === 3;
  const toId = idsOfRuns ? toTrecId : (id: string): string => id;
  const qrels = new Map<string, Map<string, number>>();
  const mistakes: string[] = [];
  for (const [index, { line, text: content }] of lines.entries()) {
    if (isBeir && index === 0 && HEADER.test(content)) continue;
    const row = isBeir ? toBeirRow(content) : toTrecRow(content);
    const mistake = typeof row === "string" ? row : addRow(row, toId, qrels);
    if (mistake !== undefined) mistakes.push(`line ${line}: ${mistake}`);
  }
  if (mistakes.length === 0 && qrels.size === 0) mistakes.push("it has no judgment");
  if (mistakes.length > 0) throw qrelsInvalid({ path, mistakes: shortenMistakes(mistakes) });
  return qrels;
}

function toBeirRow(content: string): Row | string {
  const columns = content.split("\t");
  const [query, document, grade] = columns;
  if (columns.length !== 3 || !query || !document || grade === undefined)
    return `${columns.length} columns parted by tabs where query-id, corpus-id and score stand`;
  return { query, document, grade: grade.trim() };
}

function toTrecRow(content: string): Row | string {
  const columns = splitColumns(content);
  const [query, , document, grade] = columns;
  if (columns.length !== 4 || query === undefined || document === undefined || grade === undefined)
    return `${columns.length} columns where query, 0, document and grade stand`;
  return { query, document, grade };
}

function addRow(
  { query, document, grade }: Row,
  toId: (id: string) => string,
  qrels: Map<string, Map<string, number>>,
): string | undefined {
  const value = /^[+-]?\d+$/.test(grade) ? Number(grade) : Number.NaN;
  if (!Number.isSafeInteger(value)) return `the grade ${quote(grade)} is no integer`;
  const grades = qrels.get(toId(query)) ?? new Map<string, number>();
  qrels.set(toId(query), grades);
  if (grades.has(toId(document)))
    return `${quote(document)} has two grades for query ${quote(query)}`;
  // "-0" is a way to write 0.
  grades.set(toId(document), value === 0 ? 0 : value);
  return undefined;
}
