/** @module Lines and trimmed spans of a text: what the parsers of plain formats share. */
import type { Block, BlockKind, Span } from "../../../domain/document.ts";

/** @returns the lines of `[start, end)`, without their line ends; at least one. */
export function* listLines(text: string, start: number, end: number): Generator<Span> {
  let from = start;
  while (from <= end) {
    const found = text.indexOf("\n", from);
    const to = found === -1 || found > end ? end : found;
    yield { start: from, end: to };
    from = to + 1;
  }
}

const isBlank = (character: string | undefined): boolean =>
  character !== undefined && character.trim() === "";

/** @returns the span without white space at its ends, or nothing when it holds nothing else. */
export function trimSpan(text: string, { start, end }: Span): Span | undefined {
  let from = start;
  let to = end;
  while (from < to && isBlank(text[from])) from += 1;
  while (to > from && isBlank(text[to - 1])) to -= 1;
  return from < to ? { start: from, end: to } : undefined;
}

/** A bullet is no part of an item; a number is, because others refer to it. */
const ITEM =
  /^[ \t]*(?:([-*+•‣▪●◦–][ \t]+)|(?:\d{1,9}|[a-zA-Z]|[ivxIVX]{1,5})[.)][ \t]+|\([a-zA-Z0-9]{1,5}\)[ \t]+)\S/;

/** @returns where the item on a line begins, when there is one. */
export function findItemStart(line: string): number | undefined {
  const match = ITEM.exec(line);
  if (!match) return undefined;
  const indent = line.length - line.trimStart().length;
  return indent + (match[1]?.length ?? 0);
}

/** Adds a block of what the span holds beside white space. */
export function pushBlock(
  blocks: Block[],
  text: string,
  kind: BlockKind,
  span: Span,
  traits: Omit<Block, "kind" | "start" | "end"> = {},
): void {
  const trimmed = trimSpan(text, span);
  if (trimmed) blocks.push({ kind, ...trimmed, ...traits });
}
