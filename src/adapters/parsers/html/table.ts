/** @module Tables of markup to rows of cells, one line a row. */
import type { AnyNode, Element } from "domhandler";
import { isPlausibleHeader } from "../table-header.ts";
import { joinCells } from "../table-rows.ts";

export interface RenderedTable {
  readonly rows: readonly string[];
  readonly headerRows: number;
}

const BLOCKS = new Set(["p", "div", "li", "br", "ul", "ol", "dd", "dt", "tr", "table", "pre"]);
const HEADINGS = new Set(["h1", "h2", "h3", "h4", "h5", "h6"]);
/** Spans come from strangers: a cell may not claim a million columns. */
const MAX_SPAN = 100;
const MAX_LAYOUT_CELL = 1000;

const isElement = (node: AnyNode): node is Element => node.type === "tag";

/**
 * @returns what a page says in place of a picture; a single word, such as the name of an icon,
 *   says nothing.
 */
export function toAltText({ attribs }: Element): string {
  const alt = (attribs["alt"] ?? "").replaceAll(/\s+/g, " ").trim();
  return (attribs["src"] ?? "") !== "" && alt.includes(" ") ? ` ${alt} ` : "";
}

/** @returns the words of a node on one line. */
export function toCellText(node: AnyNode): string {
  const parts: string[] = [];
  const visit = (child: AnyNode): void => {
    if (child.type === "text") parts.push(child.data);
    if (!isElement(child)) return;
    if (child.name === "img") parts.push(toAltText(child));
    const apart = BLOCKS.has(child.name) || HEADINGS.has(child.name);
    if (apart) parts.push(" ");
    for (const grandchild of child.children) visit(grandchild);
    if (apart) parts.push(" ");
  };
  visit(node);
  return parts.join("").replaceAll(/\s+/g, " ").trim();
}

const cellsOf = (row: Element): readonly Element[] =>
  row.children.filter(isElement).filter(({ name }) => name === "td" || name === "th");

function rowsOf(table: Element): readonly Element[] {
  return table.children.filter(isElement).flatMap((child) => {
    if (child.name === "tr") return [child];
    return /^t(?:head|body|foot)$/.test(child.name)
      ? child.children.filter(isElement).filter(({ name }) => name === "tr")
      : [];
  });
}

function holds(node: Element, test: (element: Element) => boolean): boolean {
  return node.children.some((child) => isElement(child) && (test(child) || holds(child, test)));
}

/** Tables that place parts of a page beside one another are read as the parts they hold. */
export function isLayoutTable(table: Element): boolean {
  if (/^(?:presentation|none)$/.test(table.attribs["role"] ?? "")) return true;
  const rows = rowsOf(table).map(cellsOf);
  const cells = rows.flat();
  if (holds(table, ({ name }) => name === "th" || name === "caption")) return false;
  if (rows.every((row) => row.length <= 1)) return true;
  return cells.some(
    (cell) =>
      holds(cell, ({ name }) => name === "table" || HEADINGS.has(name)) ||
      (toCellText(cell).length > MAX_LAYOUT_CELL && holds(cell, ({ name }) => BLOCKS.has(name))),
  );
}

const toSpan = (value: string | undefined): number => {
  const span = Number.parseInt(value ?? "1", 10);
  return Number.isNaN(span) ? 1 : Math.min(Math.max(span, 1), MAX_SPAN);
};

/** A cell over several rows is said again in each, so that a row can be understood alone. */
function toGrid(rows: readonly Element[]): readonly (readonly string[])[] {
  const carried = new Map<number, { text: string; left: number }>();
  return rows.map((row) => {
    const line: string[] = [];
    const fillCarried = (): void => {
      for (let over = carried.get(line.length); over; over = carried.get(line.length)) {
        if (over.left === 1) carried.delete(line.length);
        else carried.set(line.length, { ...over, left: over.left - 1 });
        line.push(over.text);
      }
    };
    for (const cell of cellsOf(row)) {
      fillCarried();
      const text = toCellText(cell);
      const rowSpan = toSpan(cell.attribs["rowspan"]);
      for (let column = 0; column < toSpan(cell.attribs["colspan"]); column += 1) {
        if (rowSpan > 1)
          carried.set(line.length, { text: column === 0 ? text : "", left: rowSpan - 1 });
        line.push(column === 0 ? text : "");
      }
    }
    fillCarried();
    return line;
  });
}

function isHeaderRow(row: Element): boolean {
  const inHead = row.parent && isElement(row.parent) && row.parent.name === "thead";
  const cells = cellsOf(row);
  return Boolean(inHead) || (cells.length > 0 && cells.every(({ name }) => name === "th"));
}

function countHeaderRows(rows: readonly Element[], grid: readonly (readonly string[])[]): number {
  const marked = rows.findIndex((row) => !isHeaderRow(row));
  if (marked !== 0) return marked === -1 ? Math.min(1, rows.length) : marked;
  // Of two columns the first is as likely a list of names as the first row is.
  const wide = Math.max(...grid.slice(0, 50).map((row) => row.length)) > 2;
  return wide && isPlausibleHeader(grid.slice(0, 50)) ? 1 : 0;
}

/** Rows stand in order, empty ones as empty lines. */
export function renderTable(table: Element): RenderedTable {
  const rows = rowsOf(table);
  const grid = toGrid(rows);
  return { rows: joinCells(grid), headerRows: rows.length > 0 ? countHeaderRows(rows, grid) : 0 };
}
