/** @module A table of a sheet to blocks. */
import { writeSpannedTable } from "../spanned-table.ts";
import { isValue } from "../table-header.ts";
import { joinCells } from "../table-rows.ts";
import type { TextBuilder } from "../text-builder.ts";
import { columnsOf, toTable, type Region } from "./regions.ts";

/** Longer texts in a single column are paragraphs, and so are these few. */
const MAX_LISTED = 80;
const FEW_LINES = 3;
/** Places for each cell that says something; beyond it a table is a scatter of cells. */
const MAX_SPREAD = 50;

/** Top left cells of tables that the file itself declares, by row and column. */
export type DeclaredHeaders = ReadonlySet<string>;

export const toPlace = (row: number, column: number): string => `${row}:${column}`;

function writeColumn(builder: TextBuilder, texts: readonly string[]): void {
  const [first = "", ...others] = texts;
  const hasHeader = others.length > 0 && !isValue(first) && others.every(isValue);
  const isText = texts.length <= FEW_LINES || texts.some((text) => text.length > MAX_LISTED);
  if (isText && !hasHeader) for (const text of texts) builder.add("paragraph", text);
  else builder.addTable(joinCells(texts.map((text) => [text])), hasHeader ? 1 : 0);
}

/** Titles become captions, a lone cell a paragraph, all else a table. */
export function writeRegion(
  builder: TextBuilder,
  { titles, rows }: Region,
  declared: DeclaredHeaders,
): void {
  for (const title of titles) builder.add("caption", title);
  if (rows.length === 0) return;
  const [first, last] = columnsOf(rows);
  const saying = rows.map(({ cells }) =>
    cells.map(({ text }) => text).filter((text) => text !== ""),
  );
  if (saying.every((texts) => texts.length === 1)) {
    writeColumn(builder, saying.flat());
    return;
  }
  const cells = saying.reduce((sum, texts) => sum + texts.length, 0);
  if ((last - first + 1) * rows.length > MAX_SPREAD * cells) {
    builder.addTable(joinCells(saying), 0);
    return;
  }
  const marked = declared.has(toPlace(rows[0]?.row ?? 0, first)) ? 1 : 0;
  writeSpannedTable(builder, toTable(rows), { marked });
}
