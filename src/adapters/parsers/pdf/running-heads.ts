/** @module Finds page heads, feet and page numbers: lines that repeat at the edge of most pages. */
import { lineText, toLines, type Line } from "./lines.ts";
import type { Piece } from "./pieces.ts";

export interface SplitPage {
  readonly heads: readonly Line[];
  readonly content: readonly Piece[];
  readonly feet: readonly Line[];
}

/** As in guides of accessible text: what repeats on most pages is not read again. */
const MIN_PAGE_SHARE = 0.6;
const MIN_PAGES = 3;
const EDGE_LINES = 4;
/** Longest line, in characters, that a page number makes a head or a foot. */
const MAX_FOOT = 120;

interface Edges {
  readonly heads: readonly Line[];
  readonly feet: readonly Line[];
}

/** A short page has its foot under its text, so the place on the page says nothing. */
function findEdges(pieces: readonly Piece[]): Edges {
  const lines = toLines(pieces);
  return { heads: lines.slice(0, EDGE_LINES), feet: lines.slice(-EDGE_LINES) };
}

/** Equal for texts that differ in their page number, written in digits or in Roman ones. */
const toKey = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/\d+/g, "#")
    .replace(/^[ivxlc]+$/, "#")
    .replaceAll(/\s+/g, "");

/**
 * A line by all of it; the outermost one also by its parts with words, of which one may change
 * by section.
 */
function toKeys(line: Line, outermost: boolean, page: number): readonly string[] {
  const text = lineText(line);
  const whole = toKey(text);
  if (!outermost) return [whole];
  // Numbers that count with the pages are page numbers, whatever stands beside them.
  const numbers = text.length > MAX_FOOT ? [] : [/^\d{1,4}\b/.exec(text), /\b\d{1,4}$/.exec(text)];
  const offsets = numbers.flatMap((found) => (found ? [`page ${Number(found[0]) - page}`] : []));
  const parts = line.cells.map((cell) => toKey(cell.text)).filter((key) => /\p{L}{3}/u.test(key));
  return [whole, ...offsets, ...parts.map((part) => `outer ${part}`)];
}

const enough = (count: number, of: number): boolean =>
  count >= MIN_PAGES && count >= MIN_PAGE_SHARE * of;

/** Left and right pages may have heads of their own, so each parity may reach the share. */
function findRepeated(pages: readonly (readonly string[][])[]): ReadonlySet<string> {
  const counts = new Map<string, [number, number]>();
  for (const [index, keys] of pages.entries())
    for (const key of new Set(keys.flat())) {
      const [even, odd] = counts.get(key) ?? [0, 0];
      counts.set(key, index % 2 === 0 ? [even + 1, odd] : [even, odd + 1]);
    }
  const evenPages = Math.ceil(pages.length / 2);
  const oddPages = pages.length - evenPages;
  return new Set(
    [...counts]
      .filter(
        ([, [even, odd]]) =>
          enough(even + odd, pages.length) || enough(even, evenPages) || enough(odd, oddPages),
      )
      .map(([key]) => key),
  );
}

/** @returns for each page those of its lines that repeat. */
function keepRepeated(
  pages: readonly (readonly Line[])[],
  outermost: 0 | -1,
): readonly (readonly Line[])[] {
  const keys = pages.map((lines, page) =>
    lines.map((line) => [...toKeys(line, line === lines.at(outermost), page)]),
  );
  const repeated = findRepeated(keys);
  return pages.map((lines, page) =>
    lines.filter((_, index) => keys[page]?.[index]?.some((key) => repeated.has(key))),
  );
}

/** Fewer than three pages give no evidence, and keep all of their lines. */
export function splitRunningHeads(pages: readonly (readonly Piece[])[]): readonly SplitPage[] {
  const edges = pages.map(findEdges);
  const allHeads = keepRepeated(
    edges.map((edge) => edge.heads),
    0,
  );
  const allFeet = keepRepeated(
    edges.map((edge) => edge.feet),
    -1,
  );
  return pages.map((pieces, index) => {
    const heads = allHeads[index] ?? [];
    const feet = (allFeet[index] ?? []).filter((line) => !heads.includes(line));
    const taken = [...heads, ...feet];
    const isTaken = ({ y, size }: Piece): boolean =>
      taken.some((line) => Math.abs(line.y - y) < 0.5 * Math.max(size, line.size));
    return { heads, feet, content: pieces.filter((piece) => !isTaken(piece)) };
  });
}
