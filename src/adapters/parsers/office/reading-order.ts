/** @module Puts boxes on a plane into the order in which they are read. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The box around several; nothing around none. */
export function uniteBoxes(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  return boxes.reduce((a, b) => ({
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  }));
}

interface Placed<T> {
  readonly item: T;
  readonly box: Box;
  /** Items without a box of their own, which come behind the one before them. */
  readonly followers: T[];
}

/** More boxes on a page are a drawing, whose order means nothing, and would take long. */
const MAX_BOXES = 1000;
/** Boxes are drawn larger than their words, so neighbors overlap by a little at each side. */
const SLACK = 0.05;

interface Cut {
  readonly gap: number;
  readonly at: number;
}

/** The widest stretch of an axis that no box covers. */
function findWidestGap(spans: readonly (readonly [number, number])[]): Cut | undefined {
  let widest: Cut | undefined;
  let end = Number.NEGATIVE_INFINITY;
  for (const [start, stop] of spans.toSorted((a, b) => a[0] - b[0])) {
    const gap = start - end;
    if (Number.isFinite(gap) && gap > 0 && gap > (widest?.gap ?? 0)) widest = { gap, at: start };
    end = Math.max(end, stop);
  }
  return widest;
}

function shrink(start: number, end: number): readonly [number, number] {
  const slack = (end - start) * SLACK;
  return [start + slack, end - slack];
}

const acrossOf = ({ box }: Placed<unknown>) => shrink(box.left, box.right);
const downOf = ({ box }: Placed<unknown>) => shrink(box.top, box.bottom);

function order<T>(placed: readonly Placed<T>[]): readonly Placed<T>[] {
  if (placed.length < 2) return placed;
  const across = findWidestGap(placed.map(acrossOf));
  const down = findWidestGap(placed.map(downOf));
  const axis = (down?.gap ?? 0) >= (across?.gap ?? 0) ? downOf : acrossOf;
  const cut = axis === downOf ? down : across;
  if (!cut) return placed;
  const before = placed.filter((one) => axis(one)[0] < cut.at);
  const behind = placed.filter((one) => axis(one)[0] >= cut.at);
  return [...order(before), ...order(behind)];
}

/**
 * Cuts the plane at its widest gap, again and again, and reads the upper or left part first
 * (recursive X-Y cut: Nagy and Seth, ICPR 1984). What no gap parts stays in the order given, and
 * an item without a box stays behind the one it follows.
 */
export function toReadingOrder<T>(
  items: readonly T[],
  boxOf: (item: T) => Box | undefined,
): readonly T[] {
  const first: T[] = [];
  const placed: Placed<T>[] = [];
  for (const item of items) {
    const box = boxOf(item);
    if (box) placed.push({ item, box, followers: [] });
    else (placed.at(-1)?.followers ?? first).push(item);
  }
  const ordered = placed.length > MAX_BOXES ? placed : order(placed);
  return [...first, ...ordered.flatMap(({ item, followers }) => [item, ...followers])];
}
