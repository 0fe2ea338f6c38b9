/** @module Builds a text and the spans of its blocks in one go, so that they cannot disagree. */
import type { Block, BlockKind, Span } from "../../domain/document.ts";

interface BlockTraits {
  readonly level?: number;
  readonly boilerplate?: boolean;
}

export interface TextBuilder {
  /** How many blocks there are so far. */
  readonly count: number;
  /** Length of the text so far. */
  readonly length: number;
  /**
   * Adds a block behind a blank line; list items follow one another line by line. White space
   * around `text` is left out, and nothing is added where nothing remains.
   *
   * @param lead stands before the block and outside of its span, such as a bullet.
   */
  add(kind: BlockKind, text: string, traits?: BlockTraits, lead?: string): Span | undefined;
  /** Adds a table, one row a line. Rows must not hold line ends; empty rows are left out. */
  addTable(rows: readonly string[], headerRows: number, traits?: BlockTraits): Span | undefined;
  /**
   * Adds the text of another document with its blocks behind a blank line.
   *
   * @param deeper is added to the level of each heading, which stays at most 6.
   */
  append(part: { readonly text: string; readonly blocks: readonly Block[] }, deeper: number): void;
  build(): { readonly text: string; readonly blocks: readonly Block[] };
}

/** Rows stand below one another, one a line. */
function toRowSpans(rows: readonly string[], start: number): readonly Span[] {
  let next = start;
  return rows.map((row) => {
    const span = { start: next, end: next + row.length };
    next = span.end + 1;
    return span;
  });
}

function moveBlock({ level, rows, ...block }: Block, offset: number, deeper: number): Block {
  const move = ({ start, end }: Span): Span => ({ start: start + offset, end: end + offset });
  return {
    ...block,
    ...move(block),
    ...(level === undefined ? {} : { level: Math.min(level + deeper, 6) }),
    ...(rows === undefined ? {} : { rows: rows.map(move) }),
  };
}

export function createTextBuilder(): TextBuilder {
  const parts: string[] = [];
  const blocks: Block[] = [];
  let length = 0;

  const write = (text: string): void => {
    parts.push(text);
    length += text.length;
  };
  const place = (kind: BlockKind, text: string, lead = ""): Span => {
    const tight = kind === "list-item" && blocks.at(-1)?.kind === "list-item";
    if (length > 0) write(tight ? "\n" : "\n\n");
    write(lead);
    const start = length;
    write(text);
    return { start, end: length };
  };

  return {
    get count() {
      return blocks.length;
    },
    get length() {
      return length;
    },
    add(kind, text, traits = {}, lead) {
      // Half a surrogate pair would change when it is stored as UTF-8.
      const trimmed = text.toWellFormed().trim();
      if (trimmed === "") return undefined;
      const span = place(kind, trimmed, lead);
      blocks.push({ kind, ...span, ...traits });
      return span;
    },
    addTable(rows, headerRows, traits = {}) {
      const kept: string[] = [];
      let header = 0;
      for (const [index, row] of rows.entries()) {
        const trimmed = row.toWellFormed().trim();
        if (trimmed === "") continue;
        kept.push(trimmed);
        if (index < headerRows) header += 1;
      }
      if (kept.length === 0) return undefined;
      const span = place("table", kept.join("\n"));
      const spans = toRowSpans(kept, span.start);
      blocks.push({ kind: "table", ...span, rows: spans, headerRows: header, ...traits });
      return span;
    },
    append(part, deeper) {
      if (part.blocks.length === 0) return;
      if (length > 0) write("\n\n");
      const lead = part.text.length - part.text.trimStart().length;
      const offset = length - lead;
      write(part.text.trim());
      for (const block of part.blocks) blocks.push(moveBlock(block, offset, deeper));
    },
    build: () => ({ text: parts.join(""), blocks }),
  };
}
