/** @module Lines of columns, and what is wrong with them, by line. */

export interface ColumnLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/** Mistakes told of one file; more of them are counted. */
const TOLD = 10;

/** Lines that are not blank; any line ending, a byte order mark is not seen. */
export const listLines = (text: string): readonly ColumnLine[] =>
  text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .map((content, index) => ({ line: index + 1, text: content }))
    .filter((line) => /[^ \t\v\f]/.test(line.text));

/** By ASCII blanks, as trec_eval does: a no-break space is part of an id. */
export const splitColumns = (text: string): readonly string[] =>
  text.split(/[ \t\v\f]+/).filter((column) => column !== "");

export function shortenMistakes(mistakes: readonly string[]): readonly string[] {
  if (mistakes.length <= TOLD) return mistakes;
  return [...mistakes.slice(0, TOLD), `and ${mistakes.length - TOLD} more lines`];
}

/** What a message shows of a column, whatever is in it. */
export const quote = (text: string): string =>
  JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
