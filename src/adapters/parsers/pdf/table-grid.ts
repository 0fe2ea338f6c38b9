/** @module Lines of a PDF table to cells by column, with the rows that name the columns. */
import { isValue } from "../table-header.ts";
import type { Line } from "./lines.ts";
import type { Piece } from "./pieces.ts";
import { joinWrapped } from "./wrapped-cells.ts";

interface Column {
  readonly x0: number;
  readonly x1: number;
}

const MAX_HEADER_ROWS = 4;

/** Columns are where the cells of complete rows stand over one another. */
function findColumns(lines: readonly Line[]): readonly Column[] {
  const counts = new Map<number, number>();
  for (const { cells } of lines)
    if (cells.length > 1) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [usual = 0] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  const complete = lines.filter(({ cells }) => cells.length >= usual).flatMap(({ cells }) => cells);
  const columns: Column[] = [];
  for (const { x0, x1 } of complete.toSorted((a, b) => a.x0 - b.x0)) {
    const last = columns.at(-1);
    if (last && x0 < last.x1)
      columns[columns.length - 1] = { x0: last.x0, x1: Math.max(last.x1, x1) };
    else columns.push({ x0, x1 });
  }
  return columns;
}

/** The column a cell shares most with; the first of those it spans; else the nearest. */
function findColumn(columns: readonly Column[], { x0, x1 }: Piece): number {
  const distance = (column: Column): number =>
    Math.max(column.x0 - x1, x0 - column.x1, 0) || -Math.min(1, overlap(column) / (x1 - x0 || 1));
  const overlap = (column: Column): number => Math.min(column.x1, x1) - Math.max(column.x0, x0);
  const touched = columns.flatMap((column, index) => (overlap(column) > 0 ? [index] : []));
  const [first] = touched;
  if (
    first !== undefined &&
    touched.length > 1 &&
    overlap(columns[first] ?? { x0: 0, x1: 0 }) > 0.2 * (x1 - x0)
  )
    return first;
  return columns.reduce(
    (best, column, index) => (distance(column) < distance(columns[best] ?? column) ? index : best),
    0,
  );
}

function toCells(columns: readonly Column[], { cells }: Line): readonly string[] {
  const row = columns.map(() => "");
  for (const cell of cells) {
    const column = findColumn(columns, cell);
    row[column] = `${row[column] ?? ""} ${cell.text}`.trim();
  }
  return row;
}

const isPeriod = (cell: string): boolean => /^(?:19|20)\d\d(?:\s?\(\w\))?$/.test(cell);

const isNamed = (row: readonly string[]): boolean => row.slice(1).some((cell) => cell !== "");

/** Rows above the first that holds a value; years and dates name columns. */
function countHeaderRows(rows: readonly (readonly string[])[]): number {
  const first = rows.findIndex((row) =>
    row.slice(1).some((cell) => isValue(cell) && !isPeriod(cell)),
  );
  const header = rows.slice(0, Math.max(0, first));
  const count = header.findLastIndex(isNamed) + 1;
  return count <= MAX_HEADER_ROWS ? count : 0;
}

export interface TableGrid {
  /** As many cells in each row as there are columns; an empty cell is `""`. */
  readonly rows: readonly (readonly string[])[];
  readonly headerRows: number;
}

export function toGrid(lines: readonly Line[]): TableGrid {
  const columns = findColumns(lines);
  const rows = joinWrapped(lines.map((line) => ({ cells: toCells(columns, line), y: line.y })));
  return { rows, headerRows: countHeaderRows(rows) };
}
