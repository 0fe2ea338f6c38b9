/** @module Text items of a PDF page to pieces: runs of words on one baseline without a wide gap. */

/** In points of the page as it is shown: x to the right, y downwards. */
export interface Piece {
  readonly text: string;
  readonly x0: number;
  readonly x1: number;
  /** Baseline. */
  readonly y: number;
  /** Font size of most of its characters. */
  readonly size: number;
  /** The library's name of the font of most of its characters. */
  readonly font: string;
  readonly rtl: boolean;
}

/** Pieces that run in one direction; a page that was scanned sideways has more than one. */
export interface PieceGroup {
  /** Degrees, rounded to 5: 0 reads from left to right. */
  readonly angle: number;
  readonly pieces: readonly Piece[];
}

/** What is used of a text item of pdf.js. */
export interface TextItem {
  readonly str: string;
  readonly dir: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly fontName: string;
}

/** Words stand closer than this, in ems, even in justified lines; columns stand further apart. */
const WIDE_GAP = 0.9;
/** A smaller gap, in ems, is kerning. */
const WORD_GAP = 0.15;
/** Baselines that differ by less, in ems, are one. */
const SAME_BASELINE = 0.15;
/** Indices and exponents are smaller than this, and their baseline moves by less. */
const SMALL = 0.85;
const SMALL_SHIFT = 0.5;

type Run = Piece & { readonly angle: number };

function multiply(m: readonly number[], n: readonly number[]): readonly number[] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = m;
  const [p = 1, q = 0, r = 0, s = 1, t = 0, u = 0] = n;
  return [
    a * p + c * q,
    b * p + d * q,
    a * r + c * s,
    b * r + d * s,
    a * t + c * u + e,
    b * t + d * u + f,
  ];
}

function toRun(item: TextItem, viewport: readonly number[]): Run | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = multiply(viewport, item.transform);
  const size = Math.hypot(c, d);
  if (item.str === "" || ![a, b, e, f, size, item.width].every(Number.isFinite)) return undefined;
  const angle = (Math.round((Math.atan2(b, a) * 36) / Math.PI) * 5 + 360) % 360;
  const radians = (angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const x0 = e * cos + f * sin;
  const rtl = item.dir === "rtl";
  return {
    text: item.str,
    x0,
    x1: x0 + item.width,
    y: f * cos - e * sin,
    size,
    font: item.fontName,
    rtl,
    angle,
  };
}

const RTL_LETTER = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g;
const LETTER = /\p{L}/gu;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** In a line that reads from the right, words of the other direction keep their own order. */
function toReadingOrder(parts: readonly Piece[]): readonly Piece[] {
  const ordered: Piece[] = [];
  let foreign: Piece[] = [];
  for (const part of parts.toReversed())
    if (part.rtl || count(part.text, LETTER) === 0) {
      ordered.push(...foreign.toReversed(), part);
      foreign = [];
    } else foreign.push(part);
  return [...ordered, ...foreign.toReversed()];
}

/**
 * One piece of several, given from left to right: a blank stands where the page has one, and a
 * line of a language that is written from the right is read from there.
 */
export function joinParts(parts: readonly Piece[]): Piece {
  const whole = parts.map(({ text }) => text).join("");
  const rtl = count(whole, RTL_LETTER) > count(whole, LETTER) / 2;
  const ordered = rtl ? toReadingOrder(parts) : parts;
  const longest = parts.reduce((a, b) => (b.text.trim().length > a.text.trim().length ? b : a));
  let text = "";
  for (const [index, part] of ordered.entries()) {
    const last = ordered[index - 1];
    const gap = last ? Math.max(part.x0 - last.x1, last.x0 - part.x1) : 0;
    const wide = last && gap > WORD_GAP * Math.min(part.size, last.size);
    // The blank behind a foreign word may stand on its other side.
    const apart = wide || (rtl && last && !last.rtl && part.rtl && /\p{L}$/u.test(last.text));
    text += apart && !/\s$/.test(text) && !/^\s/.test(part.text) ? ` ${part.text}` : part.text;
  }
  return {
    text: text.replaceAll(/\s+/g, " ").trim(),
    x0: Math.min(...parts.map(({ x0 }) => x0)),
    x1: Math.max(...parts.filter((part) => part.text.trim() !== "").map(({ x1 }) => x1)),
    y: longest.y,
    size: longest.size,
    font: longest.font,
    rtl,
  };
}

function joinBaseline(runs: readonly Piece[]): readonly Piece[] {
  const groups: Piece[][] = [];
  for (const run of runs.toSorted((a, b) => a.x0 - b.x0 || a.x1 - b.x1)) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const isBlank = run.text.trim() === "";
    // Bold made by printing twice must not be read twice.
    if (last && last.text === run.text && Math.abs(run.x0 - last.x0) < 0.1 * run.size) continue;
    // A blank keeps words apart, but must not bridge the gap between two columns.
    const wide = isBlank && last && run.x1 - run.x0 >= WIDE_GAP * last.size;
    if (last && group && !wide && run.x0 - last.x1 < WIDE_GAP * Math.max(last.size, run.size))
      group.push(run);
    else if (!isBlank) groups.push([run]);
  }
  return groups.map(joinParts);
}

function sharesBaseline(line: Run, run: Run): boolean {
  const [small, large] = [Math.min(line.size, run.size), Math.max(line.size, run.size)];
  const shift = small < SMALL * large ? SMALL_SHIFT : SAME_BASELINE;
  return Math.abs(run.y - line.y) <= shift * Math.max(large, 1);
}

function joinRuns(runs: readonly Run[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let baseline: Run[] = [];
  // What an index belongs to is the largest of its neighbors.
  let main: Run | undefined;
  for (const run of runs.toSorted((a, b) => a.y - b.y)) {
    if (main && !sharesBaseline(main, run)) {
      pieces.push(...joinBaseline(baseline));
      baseline = [];
      main = undefined;
    }
    baseline.push(run);
    if (!main || run.size > main.size) main = run;
  }
  return [...pieces, ...joinBaseline(baseline)];
}

/** @returns groups by direction, the one with most text first. */
export function toPieces(
  items: readonly TextItem[],
  viewport: readonly number[],
): readonly PieceGroup[] {
  const byAngle = new Map<number, Run[]>();
  for (const item of items) {
    const run = toRun(item, viewport);
    if (!run) continue;
    const runs = byAngle.get(run.angle);
    if (runs) runs.push(run);
    else byAngle.set(run.angle, [run]);
  }
  const weigh = ({ pieces }: PieceGroup): number =>
    pieces.reduce((sum, piece) => sum + piece.text.length, 0);
  return [...byAngle]
    .map(([angle, runs]) => ({ angle, pieces: joinRuns(runs) }))
    .filter(({ pieces }) => pieces.length > 0)
    .toSorted((a, b) => weigh(b) - weigh(a) || a.angle - b.angle);
}
