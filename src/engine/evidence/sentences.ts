/** @module Verbatim units of a text: sentences, list items, table rows, lines of code. */
import { endsWithAbbreviation } from "./abbreviations.ts";

/** Half-open UTF-16 span of one verbatim unit. */
export interface SentenceSpan {
  readonly start: number;
  readonly end: number;
}

/** List items up to this many UTF-16 units stay whole; longer ones are cut into sentences. */
const WHOLE_ITEM = 240;
/** A run without any sentence mark is cut at line ends beyond this length (PDF debris, logs). */
const LONGEST_RUN = 1200;

const HEADING = /^ {0,3}#{1,6}(?:[ \t]|$)/;
const UNDERLINE = /^ {0,3}(?:={3,}|-{3,})[ \t]*$/;
const FENCE = /^[ \t]*(?:```|~~~)/;
/** A row between pipes, or cells joined by them, as parsers write tables without markup. */
const ROW = /^[ \t]*\|.*\|[ \t]*$|\S \| ?\S/;
const RULE = /^[\s|:+=*_-]+$/;
const ITEM = /^[ \t]*(?:>[ \t]*)*(?:[-*+•‣·]|\d{1,3}[.)]|[a-zA-Z][.)])[ \t]+\S/;
const AFTER_MARK = `["'”’»)\\]*_]*(?:\\[[^\\]\\n]{1,24}\\])*(?=\\s)`;
/** Marks of scripts that need no white space behind them: East Asia, India, Arabic. */
const SURE_MARK = "[。！？｡।॥؟۔]";
const MARK = new RegExp(`(?<![.!?…])[.!?…]+${AFTER_MARK}|${SURE_MARK}+[」』”’»）]*`, "gu");
/** Greek asks with a semicolon. */
const GREEK_MARK = new RegExp(`(?<![.!?…;])[.!?…;\u037E]+${AFTER_MARK}`, "gu");
const IS_SURE = new RegExp(`^${SURE_MARK}`, "u");
/** Thai parts sentences and clauses by a blank, words by nothing … */
const THAI_BREAK = /(?<=\p{Script=Thai}) +(?=\p{Script=Thai})/gu;
/** … so that clauses are joined up to the length of a sentence, in UTF-16 units. */
const THAI_SENTENCE = 60;
const OPENING = /^["'“‘«([*_¿¡`]*[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u;
const WORD = /[\p{L}\p{N}]/u;

/**
 * Cuts a text into verbatim units: sentences, list items, table rows, lines of code.
 *
 * Spans point into `text`, are trimmed of white space, come in order and never overlap; each holds
 * a letter or digit. Markdown headings, fences and rules are no units. A list item stays whole up
 * to 240 characters. A break after a full stop needs white space and then a capital, a digit or a
 * letter of a script without case, and no abbreviation or initial before it. Scripts with marks of
 * their own (。 । ؟) need no white space. Thai has no marks: it is cut at blanks, so that a unit has
 * the length of a sentence. A label that opens a paragraph ("3.3 Private car.") stays
 * with the sentence it announces. Linear in the length of the text.
 *
 * @param units `lines` for a text of rows, where every line is a unit.
 */
export function splitSentences(
  text: string,
  language: string,
  units: "prose" | "lines" = "prose",
): readonly SentenceSpan[] {
  if (units === "lines") return splitLines(text);
  const spans: SentenceSpan[] = [];
  for (const block of blocksOf(text)) {
    if (block.whole) pushTrimmed(text, block.start, block.end, spans);
    else cutProse(text, block, language, spans);
  }
  return spans;
}

interface Block {
  readonly start: number;
  readonly end: number;
  readonly whole: boolean;
}

/** Groups lines into paragraphs, items and single lines; headings and rules fall out here. */
function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open = -1;
  let item = false;
  let code = false;
  const close = (end: number): void => {
    if (open >= 0) blocks.push({ start: open, end, whole: item && end - open <= WHOLE_ITEM });
    open = -1;
    item = false;
  };
  let at = 0;
  while (at <= text.length) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end);
    if (FENCE.test(line)) {
      close(at);
      code = !code;
    } else if (code) {
      blocks.push({ start: at, end, whole: true });
    } else if (UNDERLINE.test(line) && open >= 0 && !item) {
      open = -1; // the paragraph above was a heading
    } else if (HEADING.test(line) || RULE.test(line) || line.trim() === "") {
      close(at);
    } else if (ROW.test(line)) {
      close(at);
      blocks.push({ start: at, end, whole: true });
    } else if (ITEM.test(line)) {
      close(at);
      open = at;
      item = true;
    } else if (open < 0) {
      open = at;
    }
    at = end + 1;
  }
  close(text.length);
  return blocks;
}

function cutProse(text: string, block: Block, language: string, out: SentenceSpan[]): void {
  let from = block.start;
  const marks = language.startsWith("el") ? GREEK_MARK : MARK;
  marks.lastIndex = block.start;
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    const end = match.index + match[0].length;
    if (end >= block.end) break;
    if (!isBreak(text, from, match.index, match[0], end, block.end, language)) continue;
    if (from === block.start && match[0].startsWith(".") && isLabel(text.slice(from, end)))
      continue;
    pushRun(text, from, end, out);
    from = end;
  }
  pushRun(text, from, block.end, out);
}

function splitLines(text: string): readonly SentenceSpan[] {
  const spans: SentenceSpan[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    pushTrimmed(text, at, at + line.length, spans);
    at += line.length + 1;
  }
  return spans;
}

/** A section number, or bold type, and then at most five words: it names what follows. */
const LABEL =
  /^\s*(?:\d+(?:\.\d+)*[.)]?(?:\s+[^\s.!?]+){1,5}\.|(?:\*\*|__)[^*_.!?]{1,60}\.?(?:\*\*|__)\.?)\s*$/;

const isLabel = (run: string): boolean => LABEL.test(run);

function isBreak(
  text: string,
  from: number,
  markAt: number,
  mark: string,
  end: number,
  blockEnd: number,
  language: string,
): boolean {
  if (IS_SURE.test(mark)) return true;
  const next = text.slice(end, Math.min(blockEnd, end + 16)).trimStart();
  if (!OPENING.test(next)) return false;
  if (!mark.startsWith(".") || mark.startsWith("..")) return true;
  return !endsWithAbbreviation(text.slice(Math.max(from, markAt - 16), markAt), next, language);
}

/** Adds one run; a run far longer than a sentence is cut at its line ends. */
function pushRun(text: string, start: number, end: number, out: SentenceSpan[]): void {
  if (end - start > THAI_SENTENCE && pushThai(text, start, end, out)) return;
  if (end - start <= LONGEST_RUN) {
    pushTrimmed(text, start, end, out);
    return;
  }
  let at = start;
  while (at < end) {
    const newline = text.indexOf("\n", at);
    const stop = newline < 0 || newline > end ? end : newline;
    pushTrimmed(text, at, stop, out);
    at = stop + 1;
  }
}

/** Cuts a run of Thai at its blanks; false when it has none. */
function pushThai(text: string, start: number, end: number, out: SentenceSpan[]): boolean {
  let from = start;
  for (const { index } of text.slice(start, end).matchAll(THAI_BREAK)) {
    const at = start + index;
    if (at - from < THAI_SENTENCE || end - at < THAI_SENTENCE / 2) continue;
    pushTrimmed(text, from, at, out);
    from = at;
  }
  if (from === start) return false;
  pushTrimmed(text, from, end, out);
  return true;
}

function pushTrimmed(text: string, start: number, end: number, out: SentenceSpan[]): void {
  const raw = text.slice(start, end);
  if (!WORD.test(raw)) return;
  const from = start + (raw.length - raw.trimStart().length);
  out.push({ start: from, end: from + raw.trim().length });
}
