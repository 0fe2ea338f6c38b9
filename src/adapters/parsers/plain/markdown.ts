/** @module Markdown to blocks over its own source, so that a citation is what the author wrote. */
import { Lexer, type Token } from "marked";
import type { Block, ParsedDocument, Span } from "../../../domain/document.ts";
import { decodeText } from "../decode.ts";
import { tooDeep, tooLarge } from "../errors.ts";
import type { FormatInput } from "../run-format.ts";
import { readFrontMatter } from "./front-matter.ts";
import { listLines, pushBlock, trimSpan } from "./lines.ts";

/** A marker of CommonMark, which leaves letters and brackets to the text. */
const ITEM = /^[ \t]*(?:>[ \t]?)*[ \t]*(?:([-*+])|\d{1,9}[.)])(?:[ \t]+|$)/;
const FENCE = /^[ \t]*(?:`{3,}|~{3,})/;
const MARKERS = new Set([">", "-", "*", "+", " ", "\t"]);

/** Every marker at the head of a line may open a level, which the lexer enters by recursion. */
function deepestLine(text: string): number {
  let deepest = 0;
  for (const { start, end } of listLines(text, 0, text.length)) {
    let levels = 0;
    for (let at = start; at < end && MARKERS.has(text[at] ?? ""); at += 1)
      if (text[at] !== " " && text[at] !== "\t") levels += 1;
    deepest = Math.max(deepest, levels);
  }
  return deepest;
}

/** One block an item, nested ones too; what follows an item up to the next belongs to it. */
function pushList(blocks: Block[], text: string, { start, end }: Span): void {
  let itemStart = start;
  let fenced = false;
  for (const line of listLines(text, start, end)) {
    const source = text.slice(line.start, line.end);
    if (FENCE.test(source)) fenced = !fenced;
    const match = fenced ? null : ITEM.exec(source);
    if (!match) continue;
    pushBlock(blocks, text, "list-item", { start: itemStart, end: line.start });
    const number = match[0].search(/\d/);
    itemStart = line.start + (match[1] === undefined ? number : match[0].length);
  }
  pushBlock(blocks, text, "list-item", { start: itemStart, end });
}

/** The line of dashes under the header belongs to the table and is no row. */
function pushTable(blocks: Block[], text: string, span: Span): void {
  const rows = [...listLines(text, span.start, span.end)]
    .filter((_, index) => index !== 1)
    .map((line) => trimSpan(text, line))
    .filter((row) => row !== undefined);
  const [header] = rows;
  const hasHeader = header !== undefined && /[^|\s]/.test(text.slice(header.start, header.end));
  pushBlock(blocks, text, "table", span, { rows, headerRows: hasHeader ? 1 : 0 });
}

/**
 * The words of a heading: without the marks before, behind and under it. By hand, as a search for
 * marks behind blanks would be quadratic in the blanks.
 */
function toHeadingSpan(text: string, { start, end }: Span): Span {
  const source = text.slice(start, end).trimEnd();
  const marks = /^[ \t]*#{1,6}(?=[ \t\n]|$)/.exec(source);
  if (!marks) {
    const lastLine = source.lastIndexOf("\n");
    return { start, end: start + (lastLine === -1 ? source.length : lastLine) };
  }
  let close = source.length;
  while (source[close - 1] === "#") close -= 1;
  const closes = close <= marks[0].length || /[ \t]/.test(source[close - 1] ?? "");
  return {
    start: start + marks[0].length,
    end: start + Math.max(marks[0].length, closes ? close : source.length),
  };
}

/** Tags and comments alone say nothing. One pass: a comment that is not closed is no comment. */
function isMarkupOnly(html: string): boolean {
  let from = 0;
  let shown = "";
  for (let open = html.indexOf("<!--"); open !== -1; open = html.indexOf("<!--", from)) {
    const close = html.indexOf("-->", open);
    if (close === -1) break;
    shown += html.slice(from, open);
    from = close + 3;
  }
  return (shown + html.slice(from)).replaceAll(/<[^<>]*>/g, "").trim() === "";
}

function pushToken(blocks: Block[], text: string, token: Token, span: Span): void {
  if (token.type === "heading") {
    const level = typeof token["depth"] === "number" ? token["depth"] : 1;
    pushBlock(blocks, text, "heading", toHeadingSpan(text, span), { level });
  } else if (token.type === "list") pushList(blocks, text, span);
  else if (token.type === "table") pushTable(blocks, text, span);
  else if (token.type === "code") pushBlock(blocks, text, "code", span);
  else if (token.type === "blockquote") pushBlock(blocks, text, "quote", span);
  else if (token.type === "html" ? !isMarkupOnly(token.raw) : !NO_TEXT.has(token.type))
    pushBlock(blocks, text, "paragraph", span);
}

const NO_TEXT = new Set(["space", "hr", "def"]);

/** @throws Error when the lexer's pieces are not the source, which its contract rules out. */
function toBlocks(text: string, contentStart: number): readonly Block[] {
  const blocks: Block[] = [];
  let start = contentStart;
  // Blocks only: inline marks are part of the source, and their rules are the slow ones.
  // White space at the end it would replace by a line end.
  const source = text.slice(contentStart).trimEnd();
  for (const token of new Lexer({ gfm: true }).blockTokens(source, [])) {
    if (!text.startsWith(token.raw.trimEnd(), start)) throw new Error("lexer lost its place");
    const end = Math.min(start + token.raw.length, text.length);
    pushToken(blocks, text, token, { start, end });
    start = end;
  }
  return blocks;
}

/** The text is the decoded source with its front matter; blocks begin behind that. */
export function parseMarkdown({ bytes, name, limits }: FormatInput): ParsedDocument {
  const { text, warnings } = decodeText({ bytes, name });
  if (text.length > limits.maxTextLength)
    throw tooLarge({ name, reason: `${text.length} of ${limits.maxTextLength} characters` });
  if (deepestLine(text) > limits.maxDepth) throw tooDeep({ name });
  const { contentStart, metadata, title, ...said } = readFrontMatter(text, name);
  const blocks = toBlocks(text, contentStart);
  const first = blocks.find(({ kind, level }) => kind === "heading" && level === 1);
  const shownTitle = title ?? (first && text.slice(first.start, first.end));
  return {
    ...(shownTitle === undefined ? {} : { title: shownTitle }),
    ...(said.language === undefined ? {} : { language: said.language }),
    ...(said.modifiedAt === undefined ? {} : { modifiedAt: said.modifiedAt }),
    text,
    blocks,
    metadata,
    warnings: [...warnings, ...said.warnings],
  };
}
