/** @module Delimited text to cells, each record with its place in the source. */
import { parse } from "csv-parse/sync";
import { z } from "zod";
import type { Span } from "../../../domain/document.ts";
import { isPlausibleHeader } from "../table-header.ts";
import { trimSpan } from "./lines.ts";

export interface DelimitedRow {
  readonly cells: readonly string[];
  /** In the text given; without the line end. */
  readonly span: Span;
}

export interface DelimitedText {
  readonly delimiter: string;
  /** The first record, when it reads like names of columns. */
  readonly header?: DelimitedRow;
  /** The other records in order; blank lines are left out, and no length is enforced. */
  readonly rows: readonly DelimitedRow[];
}

const DELIMITERS = [",", ";", "\t", "|"] as const;
const SAMPLE_LINES = 50;

/** How often a delimiter stands outside of quotes on each of the first lines. */
function countPerLine(text: string, delimiter: string): readonly number[] {
  const counts: number[] = [];
  let count = 0;
  let quoted = false;
  for (const character of text.slice(0, 100_000)) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) count += 1;
    else if (character === "\n" && !quoted) {
      counts.push(count);
      count = 0;
      if (counts.length === SAMPLE_LINES) return counts;
    }
  }
  return count > 0 ? [...counts, count] : counts;
}

/**
 * The delimiter that stands on most lines, and equally often on them; a comma when none does.
 */
export function sniffDelimiter(text: string): string {
  let best = { delimiter: ",", score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = countPerLine(text, delimiter).filter((count) => count > 0);
    const most = Math.max(0, ...counts.map((count) => counts.filter((c) => c === count).length));
    const score = counts.length + most;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

const Records = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ bytes: z.number() }) }),
);

/**
 * Quotes are as in RFC 4180, and forgiven where they are not. Records may differ in length.
 *
 * @param text with line ends `\n`; no text gives no rows.
 * @throws the library's error for a quote that is never closed.
 */
export function parseDelimited(text: string): DelimitedText {
  const delimiter = sniffDelimiter(text);
  const source = Buffer.from(text, "utf8");
  const options = { delimiter, relax_column_count: true, relax_quotes: true, info: true } as const;
  const records = Records.parse(parse(source, { ...options, skip_empty_lines: true }));
  const rows: DelimitedRow[] = [];
  let bytes = 0;
  let start = 0;
  for (const { record, info } of records) {
    const end = start + source.toString("utf8", bytes, info.bytes).length;
    const span = trimSpan(text, { start, end });
    if (span) rows.push({ cells: record, span });
    bytes = info.bytes;
    start = end;
  }
  const [header] = rows;
  if (!header || !isPlausibleHeader(rows.slice(0, SAMPLE_LINES).map(({ cells }) => cells)))
    return { delimiter, rows };
  return { delimiter, header, rows: rows.slice(1) };
}
