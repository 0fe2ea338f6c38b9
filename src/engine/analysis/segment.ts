/** @module Finds the words of a text: quickly in ASCII, by the full rules of Unicode elsewhere. */
import { findWordEnd, findWordStart } from "./ascii-words.ts";
import { CJK_RUN } from "./cjk.ts";
import { endOfPiece, startOfPiece } from "./pieces.ts";

export interface Segment {
  readonly text: string;
  /** In UTF-16 units of the whole text. */
  readonly start: number;
  /** A run of Han, kana or Hangul, which holds any number of words. */
  readonly cjk: boolean;
}

/** Half-open range of a text that ends at white space or with the text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly isAscii: boolean;
}

/** Characters beyond ASCII and the little that lies between them. */
// eslint-disable-next-line no-control-regex -- the range is what ASCII is
const BEYOND_ASCII = /[^\x00-\x7F](?:[\x00-\x7F]{0,16}[^\x00-\x7F])*/g;

/** Cuts a text at white space into stretches that are wholly ASCII and stretches that are not. */
export function toStretches(text: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let at = 0;
  BEYOND_ASCII.lastIndex = 0;
  for (let hit = BEYOND_ASCII.exec(text); hit !== null; hit = BEYOND_ASCII.exec(text)) {
    const start = startOfPiece(text, hit.index, at);
    const end = endOfPiece(text, BEYOND_ASCII.lastIndex);
    if (start > at) stretches.push({ start: at, end: start, isAscii: true });
    stretches.push({ start, end, isAscii: false });
    at = end;
    BEYOND_ASCII.lastIndex = end;
  }
  if (at < text.length) stretches.push({ start: at, end: text.length, isAscii: true });
  return stretches;
}

/** The words of any text by Unicode's rules, in order; `offset` is added to their starts. */
export function segmentUnicode(
  text: string,
  segmenter: Intl.Segmenter,
  offset = 0,
): readonly Segment[] {
  const segments: Segment[] = [];
  const addWords = (start: number, end: number): void => {
    for (const { segment: word, index, isWordLike } of segmenter.segment(text.slice(start, end)))
      if (isWordLike === true)
        segments.push({ text: word, start: offset + start + index, cjk: false });
  };
  let at = 0;
  for (const { 0: run, index } of text.matchAll(CJK_RUN)) {
    if (index > at) addWords(at, index);
    segments.push({ text: run, start: offset + index, cjk: true });
    at = index + run.length;
  }
  if (at < text.length) addWords(at, text.length);
  return segments;
}

/** Equal to `segmentUnicode` of the whole text but for words of `_` alone. */
export function segmentText(text: string, segmenter: Intl.Segmenter): readonly Segment[] {
  return toStretches(text).flatMap(({ start, end, isAscii }) => {
    const part = text.slice(start, end);
    return isAscii ? segmentAscii(part, start) : segmentUnicode(part, segmenter, start);
  });
}

function segmentAscii(text: string, offset: number): readonly Segment[] {
  const bytes = Buffer.from(text, "latin1");
  const segments: Segment[] = [];
  let start = findWordStart(bytes, 0, bytes.length);
  while (start < bytes.length) {
    const end = findWordEnd(bytes, start, bytes.length);
    segments.push({ text: text.slice(start, end), start: offset + start, cjk: false });
    start = findWordStart(bytes, end, bytes.length);
  }
  return segments;
}
