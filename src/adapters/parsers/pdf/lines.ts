/** @module Pieces of a region to lines from top to bottom, each with its cells from left to right. */
import { joinParts, type Piece } from "./pieces.ts";
import type { Region } from "./regions.ts";

export interface Line {
  /** In reading order; one cell is a line of prose. */
  readonly cells: readonly Piece[];
  readonly x0: number;
  readonly x1: number;
  readonly y: number;
  /** Font size and font of its longest cell. */
  readonly size: number;
  readonly font: string;
}

/** A label of a list stands apart from its text, but is no cell. */
const LABEL =
  /^(?:[•‣▪●◦○■□\u2013\u2014\u00b7*-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,2}){1,4}\.?|§+\s?\d+)$/;

/** Narrower gaps, in ems, are blanks. */
const CELL_GAP = 0.9;

const top = ({ y, size }: Piece): number => y - 0.75 * size;
const bottom = ({ y, size }: Piece): number => y + 0.2 * size;

/** Indices and exponents overlap the line they belong to by half of their height. */
function overlaps(line: readonly Piece[], piece: Piece): boolean {
  const last = line.reduce((a, b) => (b.text.length > a.text.length ? b : a));
  const shared = Math.min(bottom(last), bottom(piece)) - Math.max(top(last), top(piece));
  return shared >= 0.5 * Math.min(bottom(last) - top(last), bottom(piece) - top(piece));
}

export function toLine(pieces: readonly Piece[]): Line {
  const groups: Piece[][] = [];
  for (const piece of pieces.toSorted((a, b) => a.x0 - b.x0)) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const near = last && piece.x0 - last.x1 < CELL_GAP * Math.max(last.size, piece.size);
    const isLabel = groups.length === 1 && group?.length === 1 && last && LABEL.test(last.text);
    if (group && (near || isLabel)) group.push(piece);
    else groups.push([piece]);
  }
  const cells = groups.map(joinParts);
  const rtl = cells.filter((cell) => cell.rtl).length > cells.length / 2;
  const longest = cells.reduce((a, b) => (b.text.length > a.text.length ? b : a));
  return {
    cells: rtl ? cells.toReversed() : cells,
    x0: Math.min(...cells.map(({ x0 }) => x0)),
    x1: Math.max(...cells.map(({ x1 }) => x1)),
    y: longest.y,
    size: longest.size,
    font: longest.font,
  };
}

export function toLines(region: Region): readonly Line[] {
  const lines: Line[] = [];
  let current: Piece[] = [];
  for (const piece of region.toSorted((a, b) => a.y - b.y || a.x0 - b.x0)) {
    if (current.length > 0 && !overlaps(current, piece)) {
      lines.push(toLine(current));
      current = [];
    }
    current.push(piece);
  }
  return current.length > 0 ? [...lines, toLine(current)] : lines;
}

export const lineText = ({ cells }: Line): string => cells.map(({ text }) => text).join(" ");
