/** @module Tells headings of a PDF by their size, their font, their capitals or their number. */
import { lineText, type Line } from "./lines.ts";

const MAX_LENGTH = 200;
/** Of a heading that is as small as the text. */
const MAX_PLAIN_LENGTH = 90;
const MAX_LINES = 3;
/** A font this much larger than the text's is meant to stand out. */
const LARGER = 1.15;
/** What fills more of a document is no heading, however large or bold. */
const MAX_SHARE = 0.1;
const MAX_FONT_SHARE = 0.25;
/** In characters: in a short document a title may be a good part of it. */
const SHORT_DOCUMENT = 2000;
const MAX_SHORT_SHARE = 0.4;

const toSize = (size: number): number => Math.round(size * 2) / 2;

export interface HeadingRule {
  /** @returns the level from 1 to 6, or nothing for text. */
  levelOf(lines: readonly Line[], text: string): number | undefined;
}

/** A division's name and number, as contracts, laws and filings have them. */
const DIVISION =
  /^(?:part|item|article|section|chapter|appendix|annex|exhibit|schedule)\s+[\dIVXA-Z]{1,5}\b/i;
const NUMBERED = /^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\p{Lu}/u;

type Weights = ReadonlyMap<string | number, number>;

function weigh(lines: readonly Line[], keyOf: (line: Line) => string | number): Weights {
  const weights = new Map<string | number, number>();
  for (const line of lines) {
    const key = keyOf(line);
    weights.set(key, (weights.get(key) ?? 0) + lineText(line).length);
  }
  return weights;
}

const heaviest = (weights: Weights): string | number | undefined =>
  [...weights].toSorted((a, b) => b[1] - a[1])[0]?.[0];

/** Sizes of headings, largest first, and the fonts that set them off. */
function findStyles(lines: readonly Line[]) {
  const sizes = weigh(lines, ({ size }) => toSize(size));
  const body = Number(heaviest(sizes) ?? 0);
  const all = [...sizes.values()].reduce((sum, weight) => sum + weight, 0);
  const most = all * (all < SHORT_DOCUMENT ? MAX_SHORT_SHARE : MAX_SHARE);
  const large = [...sizes]
    .filter(([size, weight]) => Number(size) >= LARGER * body && weight <= most)
    .map(([size]) => Number(size))
    .toSorted((a, b) => b - a);
  const fonts = weigh(lines, ({ font }) => font);
  const bodyFont = heaviest(fonts);
  const isSetOff = (font: string): boolean =>
    font !== bodyFont && (fonts.get(font) ?? 0) <= all * MAX_FONT_SHARE;
  return { body, large, isSetOff };
}

/** Looks like a heading when its font does not tell: its words, and no mark of a sentence's end. */
function isTitled(text: string, setOff: boolean): boolean {
  // A number at the end is the page of a list of contents.
  if (text.length > MAX_PLAIN_LENGTH || /[,;:.!?]$|\s\d{1,3}$/.test(text)) return false;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  if (DIVISION.test(text) || (capitals >= 4 && !/\p{Ll}/u.test(text))) return true;
  if (/^\d{1,2}(?:\.\d{1,2})+\.?\s+\p{Lu}/u.test(text)) return true;
  return setOff && /^(?:\p{Lu}|\d{1,2}\.?\s+\p{Lu})/u.test(text);
}

/** @param lines of the whole document, whose most frequent size and font are those of its text. */
export function createHeadingRule(lines: readonly Line[]): HeadingRule {
  const { body, large, isSetOff } = findStyles(lines);
  const plainLevel = Math.min(large.length + 1, 6);
  return {
    levelOf(group, text) {
      const [first] = group;
      if (!first || group.length > MAX_LINES || text.length > MAX_LENGTH) return undefined;
      if (!/\p{L}{2}/u.test(text)) return undefined;
      const rank = large.indexOf(toSize(first.size));
      if (rank >= 0 && !/[,;]$/.test(text)) return Math.min(rank + 1, 6);
      if (first.size < 0.95 * body || group.length > 2) return undefined;
      if (
        !isTitled(
          text,
          group.every(({ font }) => isSetOff(font)),
        )
      )
        return undefined;
      const dots = NUMBERED.exec(text)?.[1]?.match(/\./g)?.length ?? 0;
      return Math.min(plainLevel + dots, 6);
    },
  };
}
