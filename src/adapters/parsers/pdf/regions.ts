/** @module Pieces of a page in reading order: columns one after the other, full-width text between. */
import type { Piece } from "./pieces.ts";

/** A part of a page that is read line by line from its top to its bottom. */
export type Region = readonly Piece[];

const MAX_SPLITS = 3;
/** Narrowest gutter between columns, in points. */
const MIN_GUTTER = 7;
/** Fewer rows on one side are an aside or a table, not a column. */
const MIN_ROWS = 4;
/** Most rows that may cross a gutter: titles and figures over both columns. */
const MAX_CROSSING = 0.25;
/** Share of a column's characters in lines that are nearly as wide as it. */
const MIN_PROSE = 0.55;
/** Of the line that a character stands in, on average. */
const MIN_LINE_LENGTH = 18;
/** Places where a gutter is looked for across a region. */
const STEPS = 120;

interface Gutter {
  readonly left: number;
  readonly right: number;
}

const crosses = ({ x0, x1 }: Piece, { left, right }: Gutter): boolean => x0 < left && x1 > right;

/** Lines of a column run from edge to edge; cells of a table are short. */
function isProse(side: readonly Piece[]): boolean {
  const rows = new Set(side.map(({ y }) => Math.round(y / 3))).size;
  if (rows < MIN_ROWS) return false;
  const width = Math.max(...side.map(({ x1 }) => x1)) - Math.min(...side.map(({ x0 }) => x0));
  let [all, inLong, squared] = [0, 0, 0];
  for (const { x0, x1, text } of side) {
    all += text.length;
    squared += text.length ** 2;
    if (x1 - x0 >= 0.6 * width) inLong += text.length;
  }
  return inLong >= MIN_PROSE * all && squared >= MIN_LINE_LENGTH * all;
}

/** One of the sides may hold several columns itself. */
function isGutter(pieces: Region, gutter: Gutter, splits: number): boolean {
  const inside = pieces.filter((piece) => !crosses(piece, gutter));
  const left = inside.filter(({ x0 }) => x0 < gutter.left);
  const right = inside.filter(({ x0 }) => x0 >= gutter.left);
  const [leftIsProse, rightIsProse] = [isProse(left), isProse(right)];
  if (leftIsProse && rightIsProse) return true;
  if (splits <= 1 || leftIsProse === rightIsProse) return false;
  return findGutter(leftIsProse ? right : left, splits - 1) !== undefined;
}

/** The strip around `middle` that pieces which do not cross it leave free. */
function gutterAt(pieces: Region, middle: number): (Gutter & { crossing: number }) | undefined {
  let [left, right, crossing] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  for (const { x0, x1 } of pieces)
    if (x1 <= middle) left = Math.max(left, x1);
    else if (x0 >= middle) right = Math.min(right, x0);
    else crossing += 1;
  const wide = Number.isFinite(left) && Number.isFinite(right) && right - left >= MIN_GUTTER;
  return wide ? { left, right, crossing } : undefined;
}

/** The strip that fewest pieces cross, then the widest, with prose on both of its sides. */
function findGutter(pieces: Region, splits: number): Gutter | undefined {
  if (pieces.length < 2 * MIN_ROWS) return undefined;
  const left = Math.min(...pieces.map(({ x0 }) => x0));
  const width = Math.max(...pieces.map(({ x1 }) => x1)) - left;
  const found = new Map<number, Gutter & { crossing: number }>();
  for (let step = 0; step < STEPS; step += 1) {
    const gutter = gutterAt(pieces, left + width * (0.1 + (0.8 * step) / STEPS));
    if (gutter && gutter.crossing <= MAX_CROSSING * pieces.length) found.set(gutter.left, gutter);
  }
  return [...found.values()]
    .toSorted((a, b) => a.crossing - b.crossing || b.right - b.left - (a.right - a.left))
    .find((gutter) => isGutter(pieces, gutter, splits));
}

/** @returns every piece once, regions in reading order. */
export function toRegions(pieces: readonly Piece[], splits = MAX_SPLITS): readonly Region[] {
  const gutter = splits > 0 ? findGutter(pieces, splits) : undefined;
  if (!gutter) return pieces.length > 0 ? [pieces] : [];
  const regions: Region[] = [];
  let wide: Piece[] = [];
  let band: Piece[] = [];
  const endWide = (): void => {
    regions.push(...toRegions(wide, splits - 1));
    wide = [];
  };
  const endBand = (): void => {
    regions.push(
      ...toRegions(
        band.filter(({ x0 }) => x0 < gutter.left),
        splits - 1,
      ),
    );
    regions.push(
      ...toRegions(
        band.filter(({ x0 }) => x0 >= gutter.left),
        splits - 1,
      ),
    );
    band = [];
  };
  for (const piece of pieces.toSorted((a, b) => a.y - b.y || a.x0 - b.x0)) {
    if (crosses(piece, gutter)) {
      if (band.length > 0) endBand();
      wide.push(piece);
    } else {
      if (wide.length > 0) endWide();
      band.push(piece);
    }
  }
  endWide();
  endBand();
  return regions;
}
