/** @module Cuts the cells of a sheet into the tables that a reader sees on it. */
import { countHeaderRows, type SpannedTable } from "../spanned-table.ts";
import type { GridCell, GridRow } from "./grid.ts";

type Rows = readonly GridRow[];

export interface Region {
  /** Lines that stand alone above the table, each over all of it. */
  readonly titles: readonly string[];
  /** Ascending, none of them empty; may be none where there is no table below a title. */
  readonly rows: Rows;
}

/** Cuts inside of cuts; a sheet of real tables needs two or three. */
const MAX_CUTS = 12;
/** Cells with more gaps between them are no tables side by side. */
const MAX_GAPS = 100;
const MAX_SAMPLE = 50;

/** First and last column with a cell. */
export function columnsOf(rows: Rows): readonly [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, -1];
  for (const { cells } of rows) {
    first = Math.min(first, cells[0]?.column ?? first);
    last = Math.max(last, cells.at(-1)?.column ?? last);
  }
  return [first, last];
}

/** One text for each column from the first to the last, empty where there is no cell. */
export function toTable(rows: Rows): SpannedTable {
  const [first, last] = columnsOf(rows);
  const toTexts = (of: (cell: GridCell) => string) =>
    rows.map(({ cells }) => {
      const texts = Array.from({ length: last - first + 1 }, () => "");
      for (const cell of cells) texts[cell.column - first] = of(cell);
      return texts;
    });
  return { cells: toTexts(({ text }) => text), spread: toTexts(({ spread }) => spread) };
}

const countHeader = (rows: Rows): number => countHeaderRows(toTable(rows.slice(0, MAX_SAMPLE)), 0);

function hasHeader(rows: Rows): boolean {
  const [first, last] = columnsOf(rows);
  return last > first && countHeader(rows) > 0;
}

function cutRows(rows: Rows): readonly Rows[] {
  const bands: GridRow[][] = [];
  let previous: number | undefined;
  for (const row of rows) {
    if (previous === undefined || row.row > previous + 1) bands.push([]);
    bands.at(-1)?.push(row);
    previous = row.row;
  }
  return bands;
}

const take = (rows: Rows, wanted: (column: number) => boolean): Rows =>
  rows.flatMap(({ row, cells }) => {
    const kept = cells.filter(({ column }) => wanted(column));
    return kept.some(({ text }) => text !== "") ? [{ row, cells: kept }] : [];
  });

const shareRow = (left: Rows, right: Rows): boolean => {
  const rows = new Set(left.map(({ row }) => row));
  return right.some(({ row }) => rows.has(row));
};

/**
 * Empty columns part tables where each side has names of columns of its own, and where no row
 * goes on behind them: they are set between the years of a statement, or labels and values, too.
 */
function cutColumns(rows: Rows): readonly Rows[] {
  const used = [...new Set(rows.flatMap(({ cells }) => cells.map(({ column }) => column)))];
  used.sort((a, b) => a - b);
  const starts = used.filter((column, index) => index > 0 && column > (used[index - 1] ?? 0) + 1);
  const parts: Rows[] = [];
  let rest = rows;
  for (const column of starts.slice(0, MAX_GAPS)) {
    const left = take(rest, (other) => other < column);
    const right = take(rest, (other) => other >= column);
    if (shareRow(left, right) && !(hasHeader(left) && hasHeader(right))) continue;
    parts.push(left);
    rest = right;
  }
  return [...parts, rest].filter((part) => part.length > 0);
}

const saying = ({ cells }: GridRow): readonly string[] =>
  cells.map(({ text }) => text).filter((text) => text !== "");

/** A merged title is said by one cell, whatever it covers. */
const isTitle = (row: GridRow): boolean => saying(row).length === 1;

function cut(rows: Rows, depth: number): readonly Region[] {
  const bands = cutRows(rows);
  return bands.flatMap((band) => {
    const start = band.findIndex((row) => !isTitle(row));
    const titles = start === -1 ? [] : band.slice(0, start).flatMap(saying);
    const body = start === -1 ? band : band.slice(start);
    const parts = cutColumns(body);
    const inner =
      parts.length === 1 || depth >= MAX_CUTS
        ? parts.map((part) => ({ titles: [], rows: part }))
        : parts.flatMap((part) => cut(part, depth + 1));
    if (titles.length === 0) return inner;
    return inner.length === 1
      ? inner.map((region) => ({ ...region, titles: [...titles, ...region.titles] }))
      : [{ titles, rows: [] }, ...inner];
  });
}

interface OpenRegion {
  readonly titles: readonly string[];
  readonly rows: GridRow[];
  readonly columns: readonly [number, number];
  readonly header: number;
}

const openRegion = ({ titles, rows }: Region): OpenRegion => ({
  titles,
  rows: [...rows],
  columns: columnsOf(rows),
  header: countHeader(rows),
});

/**
 * A single empty row inside of a table: what follows has the same columns and no header, or the
 * rows above are nothing but the header.
 */
function continues(above: OpenRegion, below: OpenRegion): boolean {
  const last = above.rows.at(-1)?.row;
  if (last === undefined || below.titles.length > 0 || below.rows[0]?.row !== last + 2)
    return false;
  if (below.rows.every(isTitle)) return false;
  const [first, end] = above.columns;
  const [start, stop] = below.columns;
  if (end === first || stop === start || start !== first || stop > end) return false;
  if (above.header > 0) return below.header === 0;
  if (above.rows.length > MAX_SAMPLE) return false;
  return countHeader([...above.rows, ...below.rows.slice(0, 1)]) === above.rows.length;
}

/** In reading order: from the top, and from the left where tables stand side by side. */
export function findRegions(rows: Rows): readonly Region[] {
  const regions: OpenRegion[] = [];
  for (const region of cut(rows, 0)) {
    const above = regions.at(-1);
    const below = openRegion(region);
    if (!above || !continues(above, below)) regions.push(below);
    else {
      // The rows above are the header of what follows, when they have none of their own.
      const header = above.header > 0 ? above.header : above.rows.length;
      for (const row of below.rows) above.rows.push(row);
      regions[regions.length - 1] = { ...above, header };
    }
  }
  return regions;
}
