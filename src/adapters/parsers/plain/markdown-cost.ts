/** @module Tells Markdown that a lexer may take minutes for from what everybody writes. */

/** Its time grows with the square of an item's lines, once for each level, so each is limited. */
const MAX_BYTES = 256 * 1024;
const MAX_LINES_OF_ITEM = 200;
const MAX_MARKERS = 8;

const NEWLINE = 0x0a;
/** Blank, tab, `*`, `+`, `-`, `>`, and what numbers are made of. */
const isMarker = (byte: number): boolean =>
  byte === 0x2a || byte === 0x2b || byte === 0x2d || byte === 0x3e;
const isFiller = (byte: number): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x2e || byte === 0x29 || (byte > 0x2f && byte < 0x3a);

/**
 * True for what should be read where it can be stopped: a large file, a long item that is never
 * interrupted, many levels on one line, or bytes that are not plain ASCII or UTF-8.
 */
export function mayTakeLong(bytes: Uint8Array): boolean {
  if (bytes.length > MAX_BYTES || bytes.includes(0)) return true;
  let lines = 0;
  for (let at = 0; at < bytes.length;) {
    const start = at;
    let markers = 0;
    let byte = bytes[at] ?? NEWLINE;
    while (isMarker(byte) || isFiller(byte)) {
      if (isMarker(byte) || byte === 0x2e || byte === 0x29) markers += 1;
      at += 1;
      byte = bytes[at] ?? NEWLINE;
    }
    // A rule is one mark many times, and ends its line.
    if (markers > MAX_MARKERS && byte !== NEWLINE) return true;
    lines = byte === NEWLINE && at === start ? 0 : lines + 1;
    if (lines > MAX_LINES_OF_ITEM && markers === 0) return true;
    if (markers > 0) lines = 0;
    const next = bytes.indexOf(NEWLINE, at);
    at = next === -1 ? bytes.length : next + 1;
  }
  return false;
}
