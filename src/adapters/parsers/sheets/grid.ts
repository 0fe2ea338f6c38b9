/** @module The cells of a sheet that say something, as a reader sees them, row by row. */
import type { CellObject, Range, WorkSheet } from "@e965/xlsx";

export interface GridCell {
  readonly column: number;
  /** Empty where a merged cell to the left reaches to. */
  readonly text: string;
  /** The same, or what that merged cell says. */
  readonly spread: string;
}

/** Rows and cells ascend; what is empty is not there, so a huge empty range costs nothing. */
export interface GridRow {
  readonly row: number;
  readonly cells: readonly GridCell[];
}

/** Merged ranges come from a stranger and may reach over a whole sheet, again and again. */
const MAX_MERGED_CELLS = 1_000_000;

/** Binary fractions have a tail that no sheet shows beyond 15 digits. */
const toPlainNumber = (value: number): string =>
  String(Number.isInteger(value) ? value : Number(value.toPrecision(15)));

/** What is shown, but all digits where the format is free to leave some out. */
export function cellText({ t, v, w, z }: CellObject): string {
  if (t === "z" || v === undefined) return "";
  if (t === "n" && typeof v === "number" && (z === undefined || z === "General" || w === undefined))
    return w !== undefined && Number.isNaN(Number(w)) ? w.trim() : toPlainNumber(v);
  return (w ?? String(v)).toWellFormed().trim();
}

type Cells = readonly (CellObject | undefined)[] | undefined;

/** The sheet's rows as the library keeps them, with gaps; a chart sheet has none. */
export const rowsOf = (sheet: WorkSheet): readonly Cells[] => sheet["!data"] ?? [];

function findFirstAtLeast(ascending: readonly number[], wanted: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * A merged cell over several rows is said again in each that says something, as in other tables;
 * the columns it covers are taken.
 */
function fillMerged(rows: Map<number, Map<number, GridCell>>, merges: readonly Range[]): void {
  const used = [...rows.keys()].toSorted((a, b) => a - b);
  let left = MAX_MERGED_CELLS;
  for (const { s: start, e: end } of merges) {
    const said = rows.get(start.r)?.get(start.c);
    if (!said) continue;
    for (let at = findFirstAtLeast(used, start.r); at < used.length; at += 1) {
      const row = used[at] ?? 0;
      if (row > end.r || left <= 0) break;
      left -= 1;
      const cells = rows.get(row);
      cells?.set(start.c, said);
      for (let column = start.c + 1; column <= end.c && left > 0; column += 1, left -= 1)
        if (!cells?.has(column)) cells?.set(column, { column, text: "", spread: said.text });
    }
  }
}

export function readGrid(sheet: WorkSheet): readonly GridRow[] {
  const rows = new Map<number, Map<number, GridCell>>();
  // Goes over what is there: a used range may be claimed down to the last of a million rows.
  rowsOf(sheet).forEach((cells, row) => {
    const found = new Map<number, GridCell>();
    cells?.forEach((cell, column) => {
      const text = cell ? cellText(cell) : "";
      if (text !== "") found.set(column, { column, text, spread: text });
    });
    if (found.size > 0) rows.set(row, found);
  });
  fillMerged(rows, sheet["!merges"] ?? []);
  return [...rows].map(([row, cells]) => ({
    row,
    cells: [...cells.values()].toSorted((a, b) => a.column - b.column),
  }));
}
