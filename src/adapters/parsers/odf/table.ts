/** @module Tables of OpenDocument files to rows of cells. */
import type { Element } from "domhandler";
import { childrenOf, localName, numberOf } from "../archive/xml.ts";
import type { SpannedTable } from "../spanned-table.ts";

/** Repetitions come from a stranger: empty columns and rows are repeated to the end of a sheet. */
const MAX_REPEATED = 1000;
const MAX_CELLS = 1_000_000;

export interface DrawnTable extends SpannedTable {
  /** Rows that the file marks as a header; 0 when it marks none. */
  readonly headerRows: number;
}

const GROUPS = ["table-header-rows", "table-rows", "table-row-group"];

interface Row {
  readonly element: Element;
  readonly inHeader: boolean;
}

const listRows = (table: Element, inHeader = false): readonly Row[] =>
  childrenOf(table, "table-row", ...GROUPS).flatMap((child) => {
    const name = localName(child);
    return name === "table-row"
      ? [{ element: child, inHeader }]
      : listRows(child, inHeader || name === "table-header-rows");
  });

const repeats = (element: Element, what: "columns" | "rows"): number =>
  Math.min(Math.max(numberOf(element, `number-${what}-repeated`) ?? 1, 1), MAX_REPEATED);

export const listCells = (row: Element): readonly Element[] =>
  childrenOf(row, "table-cell", "covered-table-cell");

interface Carried {
  readonly text: string;
  readonly spread: string;
  readonly left: number;
}

interface ReadRow {
  readonly cells: readonly string[];
  readonly spread: readonly string[];
}

/** A cell over several rows is said again in each, so that a row can be understood alone. */
function readRow(
  row: Element,
  carried: Map<number, Carried>,
  toText: (cell: Element) => string,
): ReadRow {
  const cells: string[] = [];
  const spread: string[] = [];
  // What the last cell says, how far it reaches to the right, and how far down.
  let [said, across, down] = ["", 0, 0];
  for (const cell of listCells(row)) {
    const covered = localName(cell) === "covered-table-cell";
    const text = covered ? "" : toText(cell);
    if (!covered) {
      [said, across] = [text, numberOf(cell, "number-columns-spanned") ?? 1];
      down = (numberOf(cell, "number-rows-spanned") ?? 1) - 1;
    }
    for (let left = repeats(cell, "columns"); left > 0; left -= 1) {
      const above = carried.get(cells.length);
      const reached = covered && across > 1;
      if (covered && !reached && above) {
        if (above.left > 1) carried.set(cells.length, { ...above, left: above.left - 1 });
        else carried.delete(cells.length);
        cells.push(above.text);
        spread.push(above.spread);
        continue;
      }
      if (reached) across -= 1;
      const over = covered && !reached ? "" : said;
      if (down > 0) carried.set(cells.length, { text, spread: over, left: down });
      else carried.delete(cells.length);
      cells.push(text);
      spread.push(over);
    }
  }
  return { cells, spread };
}

/** @param toText is called once for each cell that is not covered, in order. */
export function readTable(table: Element, toText: (cell: Element) => string): DrawnTable {
  const carried = new Map<number, Carried>();
  const [cells, spread]: [(readonly string[])[], (readonly string[])[]] = [[], []];
  let headerRows = 0;
  let size = 0;
  for (const { element, inHeader } of listRows(table)) {
    const row = readRow(element, carried, toText);
    const isEmpty = row.cells.every((text) => text === "");
    const times = isEmpty ? 1 : repeats(element, "rows");
    for (let left = times; left > 0 && size < MAX_CELLS; left -= 1) {
      if (inHeader && headerRows === cells.length) headerRows += 1;
      cells.push(row.cells);
      spread.push(row.spread);
      size += row.cells.length;
    }
  }
  return { cells, spread, headerRows };
}
