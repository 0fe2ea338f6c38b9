import assert from "node:assert/strict";
import { it } from "node:test";
import { countHeaderRows, writeSpannedTable, type SpannedTable } from "./spanned-table.ts";
import { createTextBuilder } from "./text-builder.ts";

/** Cells of a row by bars; `<` says that the cell before reaches over it. */
function toTable(...rows: readonly string[]): SpannedTable {
  const grid = rows.map((row) => row.split("|").map((cell) => cell.trim()));
  const spread = grid.map((row) => {
    let said = "";
    return row.map((cell) => (said = cell === "<" ? said : cell));
  });
  return { cells: grid.map((row) => row.map((cell) => (cell === "<" ? "" : cell))), spread };
}

function write(marked: number, ...rows: readonly string[]): string {
  const builder = createTextBuilder();
  writeSpannedTable(builder, toTable(...rows), { marked });
  const { text, blocks } = builder.build();
  return `${blocks[0]?.headerRows ?? 0}: ${text}`;
}

it("finds names above values, of two columns only where the second has numbers", () => {
  assert.equal(countHeaderRows(toTable("Land|City|Days", "DE|Bonn|3"), 0), 1);
  assert.equal(countHeaderRows(toTable("Land|Days", "DE|3"), 0), 1);
  assert.equal(countHeaderRows(toTable("Name|Ann", "City|Bonn"), 0), 0);
  assert.equal(countHeaderRows(toTable("1|2|3", "4|5|6"), 0), 0);
  assert.equal(countHeaderRows(toTable("Land|City|Days"), 1), 0);
});

it("takes rows of names that together name every column of numbers", () => {
  const statement = ["In CHF | | 2023", " | Sales | Profit", "Zone | 12,553 | (81)"];
  assert.equal(countHeaderRows(toTable(...statement), 0), 2);
  assert.equal(countHeaderRows(toTable("In CHF | Sales |", ...statement.slice(2)), 0), 0);
  assert.equal(countHeaderRows(toTable("Who | May | June", "Ann | ill | ill", "Bo | 3 | 4"), 0), 1);
});

it("says the name of a group over each of its columns, and counts the names below it", () => {
  assert.equal(
    write(0, "Land | Days | <", "Land | paid | unpaid", "DE | 30 | 5"),
    "2: Land | Days | Days\nLand | paid | unpaid\nDE | 30 | 5",
  );
});

it("says a value of several columns in each that has a name, and a lone one once", () => {
  assert.equal(
    write(1, "Who | May | June | July", "Ann | leave | < | work", "All of them | < | < | <"),
    "1: Who | May | June | July\nAnn | leave | leave | work\nAll of them",
  );
  assert.equal(write(0, "1 | 2 | <", "3 | 4 | 5"), "0: 1 | 2\n3 | 4 | 5");
});
