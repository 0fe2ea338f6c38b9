/** @module Tables of drawings to rows of cells. */
import type { Element } from "domhandler";
import { attributeOf, childOf, childrenOf, isOn, toOneLine } from "../archive/xml.ts";
import { writeSpannedTable, type SpannedTable } from "../spanned-table.ts";
import type { TextBuilder } from "../text-builder.ts";
import { readParagraphs } from "./text-body.ts";

const cellText = (cell: Element): string =>
  toOneLine(
    readParagraphs(childOf(cell, "txBody"))
      .map(({ text }) => text)
      .join(" "),
  );

function readTable(table: Element): SpannedTable {
  const cells: string[][] = [];
  const spread: string[][] = [];
  for (const row of childrenOf(table, "tr")) {
    const [above, aboveSpread] = [cells.at(-1) ?? [], spread.at(-1) ?? []];
    const [texts, over]: [string[], string[]] = [[], []];
    for (const cell of childrenOf(row, "tc")) {
      const column = texts.length;
      const [left, up] = [isOn(attributeOf(cell, "hMerge")), isOn(attributeOf(cell, "vMerge"))];
      const own = left ? "" : up ? (above[column] ?? "") : cellText(cell);
      texts.push(own);
      over.push(left ? ((up ? aboveSpread[column] : over.at(-1)) ?? "") : own);
    }
    cells.push(texts);
    spread.push(over);
  }
  return { cells, spread };
}

/** The first row is a header where the table is styled so, or where it looks like one. */
export function writeDrawnTable(builder: TextBuilder, table: Element): void {
  const styled = isOn(attributeOf(childOf(table, "tblPr"), "firstRow"));
  writeSpannedTable(builder, readTable(table), { marked: styled ? 1 : 0 });
}
