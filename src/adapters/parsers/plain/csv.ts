/** @module Delimited text as one table over its own source. */
import type { Block, ParsedDocument } from "../../../domain/document.ts";
import { decodeText } from "../decode.ts";
import { tooLarge } from "../errors.ts";
import type { FormatInput } from "../run-format.ts";
import { parseDelimited } from "./delimited.ts";

/** @returns the file's name without folders and extension: a table seldom says what it is. */
function toTitle(name: string): string | undefined {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const title = last
    .replace(/\.[^.]*$/, "")
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return title === "" ? undefined : title.toWellFormed();
}

/** The text is the decoded source; each row is a record with its own span. */
export function parseCsv({ bytes, name, limits }: FormatInput): ParsedDocument {
  const { text, warnings } = decodeText({ bytes, name });
  if (text.length > limits.maxTextLength)
    throw tooLarge({ name, reason: `${text.length} of ${limits.maxTextLength} characters` });
  const { header, rows } = parseDelimited(text);
  const spans = [...(header ? [header] : []), ...rows].map(({ span }) => span);
  const [first] = spans;
  const last = spans.at(-1);
  const blocks: Block[] = [];
  if (first && last) {
    const span = { start: first.start, end: last.end };
    blocks.push({ kind: "table", ...span, rows: spans, headerRows: header ? 1 : 0 });
  }
  const title = toTitle(name);
  return { ...(title === undefined ? {} : { title }), text, blocks, metadata: {}, warnings };
}
