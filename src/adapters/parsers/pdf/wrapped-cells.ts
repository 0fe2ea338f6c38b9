/** @module Joins the lines of a table that go on with the cells above to the row they belong to. */
import { isValue } from "../table-header.ts";

export interface GridLine {
  /** One for each column; an empty cell is `""`. */
  readonly cells: readonly string[];
  /** Baseline, downwards. */
  readonly y: number;
}

/** A line nearer to the one above than this, in distances of rows, goes on with it. */
const NEAR = 0.8;

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** How far rows that begin with a label stand below what is above them, usually. */
function findRowGap(lines: readonly GridLine[]): number {
  const gaps = lines.flatMap(({ cells, y }, index) => {
    const above = lines[index - 1];
    return above && cells[0] !== "" ? [y - above.y] : [];
  });
  return median(gaps) ?? 0;
}

/** What goes on is text below text: a number of its own is a row of its own. */
function fits(cells: readonly string[], above: readonly string[]): boolean {
  return cells.every((cell, column) => {
    const over = above[column] ?? "";
    return cell === "" || (over !== "" && !isValue(cell) && !isValue(over));
  });
}

/** Rows in order, each with the lines its cells were broken into joined by blanks. */
export function joinWrapped(lines: readonly GridLine[]): readonly (readonly string[])[] {
  const rowGap = findRowGap(lines);
  const rows: string[][] = [];
  for (const [index, { cells, y }] of lines.entries()) {
    const above = rows.at(-1);
    const gap = y - (lines[index - 1]?.y ?? y);
    const filled = cells.filter((cell) => cell !== "");
    const isNear = gap > 0 && gap <= NEAR * rowGap;
    const isLoose = filled.length === 1 && cells[0] === "" && /^\p{Ll}/u.test(filled[0] ?? "");
    if (above && filled.length < cells.length && (isNear || isLoose) && fits(cells, above))
      for (const [column, cell] of cells.entries())
        above[column] = `${above[column] ?? ""} ${cell}`.trim();
    else rows.push([...cells]);
  }
  return rows;
}
