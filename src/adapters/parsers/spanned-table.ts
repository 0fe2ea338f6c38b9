/** @module Tables whose cells may reach over others: finds the header, and writes the rows. */
import { isPlausibleHeader, isValue } from "./table-header.ts";
import { joinCells } from "./table-rows.ts";
import type { TextBuilder } from "./text-builder.ts";

type Grid = readonly (readonly string[])[];

/** Two grids of the same shape. */
export interface SpannedTable {
  /** A text stands where its cell begins, and again in each row that the cell reaches down to. */
  readonly cells: Grid;
  /** The same, and again in each column that the cell reaches over. */
  readonly spread: Grid;
}

const MAX_SAMPLE = 50;

/** A row by itself, columns left out that a cell of it reaches over. */
const keepOwn = (table: SpannedTable, row: number): SpannedTable => {
  const own = (_: string, column: number): boolean =>
    table.cells[row]?.[column] !== "" || table.spread[row]?.[column] === "";
  const used = (text: string, column: number): boolean =>
    own(text, column) && table.cells.some((cells) => (cells[column] ?? "") !== "");
  const take = (grid: Grid): Grid => grid.slice(row).map((cells) => cells.filter(used));
  return { cells: take(table.cells), spread: take(table.spread) };
};

const reaches = ({ cells, spread }: SpannedTable, row: number): boolean =>
  (spread[row] ?? []).some((text, column) => text !== (cells[row]?.[column] ?? ""));

function looksLikeHeader(table: SpannedTable, row: number): boolean {
  const sample = keepOwn(table, row).cells;
  if (!isPlausibleHeader(sample)) return false;
  if ((sample[0]?.length ?? 0) > 2) return true;
  // Of two columns the first is as likely a list of names as the first row is.
  return sample.slice(1).some((cells) => isValue(cells[1] ?? ""));
}

const MAX_NAMING_ROWS = 3;
const isNamed = (text: string): boolean =>
  text === "" || !isValue(text) || /^(?:19|20)\d\d$/.test(text);

/** Rows of names above a row of numbers, which name each column that has one between them. */
function countNamingRows({ cells, spread }: SpannedTable): number {
  const naming = cells.findIndex((row) => !row.slice(1).every(isNamed));
  if (naming < 1 || naming > MAX_NAMING_ROWS) return 0;
  const corner = cells[0]?.[0] ?? "";
  // A row with a label of its own is one of the values, if only some are missing.
  if (cells.slice(1, naming).some(([first = ""]) => first !== "" && first !== corner)) return 0;
  const values = (cells[naming] ?? []).flatMap((text, column) =>
    column > 0 && text !== "" ? [column] : [],
  );
  const numbers = values.filter((column) => isValue(cells[naming]?.[column] ?? ""));
  const isCovered = (column: number): boolean =>
    spread.slice(0, naming).some((row) => (row[column] ?? "") !== "");
  return numbers.length * 2 >= values.length && values.every(isCovered) ? naming : 0;
}

/**
 * @param marked rows that the file itself calls a header; 0 when it says nothing.
 * @returns how many of the first rows name the columns: names of groups have a row of names below.
 */
export function countHeaderRows({ cells, spread }: SpannedTable, marked: number): number {
  if (cells.length < 2) return 0;
  if (marked > 1) return marked;
  const sample = { cells: cells.slice(0, MAX_SAMPLE), spread: spread.slice(0, MAX_SAMPLE) };
  const naming = countNamingRows(sample);
  if (marked === 0 && !looksLikeHeader(sample, 0)) return naming;
  const grouped = cells.length > 2 && reaches(sample, 0) && looksLikeHeader(sample, 1);
  return Math.max(grouped ? 2 : 1, naming);
}

/** Columns with a name in a header row. */
function findNamed({ spread }: SpannedTable, headerRows: number): ReadonlySet<number> {
  const named = new Set<number>();
  for (const row of spread.slice(0, headerRows))
    for (const [column, text] of row.entries()) if (text !== "") named.add(column);
  return named;
}

/**
 * What reaches over several columns is said again in each that has a name: what holds for the
 * whole group holds for each of them. A row that says one thing alone says it once.
 */
export function writeSpannedTable(
  builder: TextBuilder,
  table: SpannedTable,
  { marked = 0, boilerplate = false }: { marked?: number; boilerplate?: boolean } = {},
): void {
  const headerRows = countHeaderRows(table, marked);
  const named = findNamed(table, headerRows);
  const rows = table.cells.map((cells, row) => {
    const said = cells.filter((text) => text !== "").length;
    if (said < 2 && row >= headerRows) return cells;
    return cells.map((text, column) =>
      text === "" && named.has(column) ? (table.spread[row]?.[column] ?? "") : text,
    );
  });
  builder.addTable(joinCells(rows), headerRows, boilerplate ? { boilerplate } : {});
}
