/** @module Cutting a block that is too long, at the best place there is. */
import type { Span } from "../../domain/document.ts";
import { countTokens } from "./tokens.ts";

/** From the best place to cut to the worst; each matches what ends the piece before the cut. */
const BREAKS: readonly RegExp[] = [
  /\n[ \t]*\n\s*/g,
  /\n\s*/g,
  /[.!?…。！？]["'”’)\]]*(?:\s+|(?<=[。！？]))/g,
  /[;:,，；]\s+/g,
  /\s+/g,
];

/** More characters than a token ever has (`tokens.ts`). */
const MOST_CHARACTERS = 5;

/** A piece shorter than this share of the limit is not worth a better place to cut. */
const LEAST_FILL = 0.4;

/**
 * Consecutive pieces of at most `maxTokens`, trimmed of white space, that leave out nothing else.
 * A run without any break (a very long word) is cut between characters.
 */
export function splitLong(text: string, span: Span, maxTokens: number): readonly Span[] {
  const pieces: Span[] = [];
  let { start } = span;
  while (start < span.end) {
    // No text of more characters is within the limit, and a long line must not be read at each cut.
    const rest = text.slice(start, Math.min(span.end, start + maxTokens * MOST_CHARACTERS + 1));
    if (countTokens(rest) <= maxTokens) {
      pieces.push({ start, end: span.end });
      break;
    }
    const cut = start + findCut(rest, maxTokens);
    pieces.push({ start, end: cut });
    start = cut;
  }
  return pieces.map((piece) => trim(text, piece)).filter(({ start: s, end }) => end > s);
}

function findCut(rest: string, maxTokens: number): number {
  const longest = longestPrefix(rest, maxTokens);
  const window = rest.slice(0, longest + 1);
  for (const pattern of BREAKS) {
    let best = 0;
    for (const match of window.matchAll(pattern)) {
      // White space behind the limit is trimmed away; a mark behind it would make the piece too long.
      if (match.index + match[0].trimEnd().length <= longest) best = match.index + match[0].length;
    }
    if (best >= longest * LEAST_FILL) return best;
  }
  // Never between the halves of a surrogate pair.
  const code = rest.charCodeAt(longest - 1);
  return code >= 0xd800 && code <= 0xdbff && longest > 1 ? longest - 1 : longest;
}

/** Length of the longest prefix within the limit; at least 1. */
function longestPrefix(text: string, maxTokens: number): number {
  let low = 1;
  let high = Math.min(text.length, maxTokens * MOST_CHARACTERS);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (countTokens(text.slice(0, middle)) <= maxTokens) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function trim(text: string, { start, end }: Span): Span {
  const piece = text.slice(start, end);
  const lead = piece.length - piece.trimStart().length;
  const trail = piece.length - piece.trimEnd().length;
  return lead === piece.length ? { start, end: start } : { start: start + lead, end: end - trail };
}
