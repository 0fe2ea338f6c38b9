/** @module Tables of XML vocabularies to rows: CALS, HTML, TEI, DITA. */
import type { Element } from "domhandler";
import { attributeOf, childrenOf, findAll, localName, textOf, toOneLine } from "../archive/xml.ts";
import { joinCells } from "../table-rows.ts";
import { childElements } from "./roles.ts";

const ROW = /^(?:row|tr|strow|sthead)$/i;
const CELL = /^(?:entry|td|th|cell|stentry)$/i;
const HEAD = /^(?:thead|sthead)$/i;
const MAX_COLUMNS = 200;

export interface XmlTable {
  readonly rows: readonly string[];
  readonly headerRows: number;
}

/** Rows of this table, not of one inside of a cell. */
function listRows(table: Element): readonly { readonly row: Element; readonly head: boolean }[] {
  const rows: { row: Element; head: boolean }[] = [];
  const visit = (element: Element, head: boolean): void => {
    const isHead = head || HEAD.test(localName(element));
    if (ROW.test(localName(element))) rows.push({ row: element, head: isHead });
    else if (!CELL.test(localName(element)))
      for (const child of childElements(element)) visit(child, isHead);
  };
  for (const child of childElements(table)) visit(child, false);
  return rows;
}

type Columns = ReadonlyMap<string, number>;

/** Columns by their names, as CALS gives them to a table or to each group of its rows. */
function listColumns(table: Element): ReadonlyMap<Element, Columns> {
  const groups = [table, ...childrenOf(table, "tgroup")];
  return new Map(
    groups.map((group) => {
      const named = childrenOf(group, "colspec").flatMap((spec, index): [string, number][] => {
        const name = attributeOf(spec, "colname");
        return name === undefined ? [] : [[name, index]];
      });
      return [group, new Map(named)];
    }),
  );
}

const NO_COLUMNS: Columns = new Map();

function columnsOf(row: Element, groups: ReadonlyMap<Element, Columns>): Columns {
  for (let above = row.parent; above?.type === "tag"; above = above.parent) {
    const columns = groups.get(above);
    if (columns) return columns;
  }
  return NO_COLUMNS;
}

function toCells(row: Element, columns: Columns): readonly string[] {
  const cells: string[] = [];
  for (const cell of childElements(row)) {
    if (!CELL.test(localName(cell))) continue;
    const named = attributeOf(cell, "namest") ?? attributeOf(cell, "colname");
    const column = (named === undefined ? undefined : columns.get(named)) ?? cells.length;
    while (cells.length < Math.min(column, MAX_COLUMNS)) cells.push("");
    cells.push(toOneLine(textOf(cell)));
  }
  return cells;
}

const isHeaderRow = (row: Element, head: boolean): boolean =>
  head ||
  attributeOf(row, "role") === "label" ||
  childElements(row).every(({ name }) => name === "th");

/** @returns nothing for a table whose rows cannot be told. */
export function toXmlTable(table: Element): XmlTable | undefined {
  const rows = listRows(table);
  if (rows.length === 0) return undefined;
  const groups = listColumns(table);
  const grid = rows.map(({ row }) => toCells(row, columnsOf(row, groups)));
  const first = rows.findIndex(({ row, head }) => !isHeaderRow(row, head));
  return { rows: joinCells(grid), headerRows: first === -1 ? Math.min(1, rows.length) : first };
}

/** What names a table, which stands before its rows wherever it is written. */
export const titlesOf = (table: Element): readonly Element[] =>
  findAll(table, "title", "caption", "head", "label").filter(
    (title) => title.parent === table || localName(title) === "caption",
  );
