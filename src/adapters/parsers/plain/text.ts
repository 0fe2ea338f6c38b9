/** @module Plain text to blocks over its own source: paragraphs, lists, and headings beyond doubt. */
import type { Block, ParsedDocument, Span } from "../../../domain/document.ts";
import { decodeText } from "../decode.ts";
import { tooLarge } from "../errors.ts";
import type { FormatInput } from "../run-format.ts";
import { findItemStart, listLines, pushBlock } from "./lines.ts";

const MAX_HEADING_LENGTH = 80;

function* listParagraphs(text: string): Generator<readonly Span[]> {
  let lines: Span[] = [];
  for (const line of listLines(text, 0, text.length)) {
    if (text.slice(line.start, line.end).trim() !== "") lines.push(line);
    else if (lines.length > 0) {
      yield lines;
      lines = [];
    }
  }
  if (lines.length > 0) yield lines;
}

/** Capitals only, or a word that names a division and its number: anything less is a guess. */
function isPlainHeading(line: string): boolean {
  const shown = line.trim();
  if (shown.length > MAX_HEADING_LENGTH || /[.,;:!?]$/.test(shown)) return false;
  if (/^(?:chapter|section|article|part|appendix)\s+(?:\d{1,3}|[IVX]{1,6}|[A-Z])\b/i.test(shown))
    return true;
  return !/\p{Ll}/u.test(shown) && /\p{Lu}[^]*\p{Lu}[^]*\p{Lu}[^]*\p{Lu}/u.test(shown);
}

function pushParagraph(blocks: Block[], text: string, lines: readonly Span[]): void {
  const [first, second] = lines;
  const last = lines.at(-1);
  if (!first || !last) return;
  const lineText = (line: Span): string => text.slice(line.start, line.end);
  const underline = second && lines.length === 2 ? lineText(second).trim() : "";
  if (/^(?:={3,}|-{3,})$/.test(underline) && first.end - first.start <= MAX_HEADING_LENGTH) {
    pushBlock(blocks, text, "heading", first, { level: underline.startsWith("=") ? 1 : 2 });
  } else if (lines.length === 1 && isPlainHeading(lineText(first))) {
    pushBlock(blocks, text, "heading", first, { level: 2 });
  } else if (findItemStart(lineText(first)) === undefined) {
    pushBlock(blocks, text, "paragraph", { start: first.start, end: last.end });
  } else pushItems(blocks, text, lines, last.end);
}

function pushItems(blocks: Block[], text: string, lines: readonly Span[], end: number): void {
  let itemStart: number | undefined;
  for (const line of lines) {
    const inLine = findItemStart(text.slice(line.start, line.end));
    if (inLine === undefined) continue;
    if (itemStart !== undefined)
      pushBlock(blocks, text, "list-item", { start: itemStart, end: line.start });
    itemStart = line.start + inLine;
  }
  if (itemStart !== undefined) pushBlock(blocks, text, "list-item", { start: itemStart, end });
}

/** @returns the blocks of a text with line ends `\n`. */
export function toTextBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const lines of listParagraphs(text)) pushParagraph(blocks, text, lines);
  return blocks;
}

/** The text is the decoded source itself. */
export function parseText({ bytes, name, limits }: FormatInput): ParsedDocument {
  const { text, warnings } = decodeText({ bytes, name });
  if (text.length > limits.maxTextLength)
    throw tooLarge({ name, reason: `${text.length} of ${limits.maxTextLength} characters` });
  return { text, blocks: toTextBlocks(text), metadata: {}, warnings };
}
