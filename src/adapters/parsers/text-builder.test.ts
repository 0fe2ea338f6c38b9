import assert from "node:assert/strict";
import { it } from "node:test";
import { joinCells } from "./table-rows.ts";
import { isPlausibleHeader } from "./table-header.ts";
import { createTextBuilder } from "./text-builder.ts";

it("puts blank lines between blocks and one line end between the items of a list", () => {
  const builder = createTextBuilder();
  builder.add("heading", " Leave ", { level: 1 });
  builder.add("list-item", "ten days", {}, "- ");
  builder.add("list-item", "paid", {}, "- ");
  builder.add("paragraph", "   ");
  const { text, blocks } = builder.build();
  assert.equal(text, "Leave\n\n- ten days\n- paid");
  assert.deepEqual(blocks, [
    { kind: "heading", start: 0, end: 5, level: 1 },
    { kind: "list-item", start: 9, end: 17 },
    { kind: "list-item", start: 20, end: 24 },
  ]);
});

it("appends another document with its blocks, its headings deeper", () => {
  const builder = createTextBuilder();
  builder.add("heading", "Mail", { level: 1 });
  const rows = [
    { start: 5, end: 6 },
    { start: 7, end: 8 },
  ];
  const blocks = [
    { kind: "heading" as const, start: 2, end: 3, level: 6 },
    { kind: "table" as const, start: 5, end: 8, rows, headerRows: 1 },
  ];
  builder.append({ text: "\n\nA\n\nb\nc\n", blocks }, 1);
  builder.append({ text: " ", blocks: [] }, 1);
  builder.add("paragraph", "end");
  const built = builder.build();
  assert.equal(built.text, "Mail\n\nA\n\nb\nc\n\nend");
  assert.equal(builder.length, built.text.length);
  const slice = ({ start, end }: { start: number; end: number }): string =>
    built.text.slice(start, end);
  assert.deepEqual(built.blocks.map(slice), ["Mail", "A", "b\nc", "end"]);
  assert.deepEqual(built.blocks[2]?.rows?.map(slice), ["b", "c"]);
  assert.equal(built.blocks[1]?.level, 6);
});

it("leaves empty rows out of a table and counts only header rows that remain", () => {
  const builder = createTextBuilder();
  builder.addTable(["", "a | b", "1 | 2"], 2);
  const { text, blocks } = builder.build();
  assert.equal(text, "a | b\n1 | 2");
  const rows = [
    { start: 0, end: 5 },
    { start: 6, end: 11 },
  ];
  assert.deepEqual(blocks, [{ kind: "table", start: 0, end: 11, rows, headerRows: 1 }]);
});

it("replaces half a surrogate pair, which UTF-8 could not store", () => {
  const builder = createTextBuilder();
  builder.add("paragraph", "a\ud800b");
  assert.equal(builder.build().text, "a\uFFFDb");
});

it("joins currency, percent and closing signs to their number", () => {
  assert.deepEqual(
    joinCells([
      ["Sales", "$", "1,200", "", "$", "900"],
      ["Loss", "", "(5", ")", "", "4", "%"],
    ]),
    ["Sales | $1,200 | $900", "Loss | (5) | 4%"],
  );
  assert.deepEqual(joinCells([["Net", "$16 $", "20"]]), ["Net | $16 | $20"]);
});

it("puts bars around a row whose first cell is empty, so that its cells keep their columns", () => {
  assert.deepEqual(
    joinCells([
      ["", "2022", "2021"],
      ["Sales", "1", ""],
    ]),
    ["| | 2022 | 2021 |", "Sales | 1"],
  );
});

it("tells names of columns from values", () => {
  assert.ok(
    isPlausibleHeader([
      ["Name", "Days"],
      ["Ann", "10"],
    ]),
  );
  assert.ok(
    isPlausibleHeader([
      ["", "2022", "2021"],
      ["Sales", "1", "2"],
    ]),
  );
  assert.ok(
    !isPlausibleHeader([
      ["Ann", "10"],
      ["Bo", "12"],
    ]),
  );
  assert.ok(
    !isPlausibleHeader([
      ["Name", "Name"],
      ["Ann", "Bo"],
    ]),
  );
  assert.ok(!isPlausibleHeader([["Name", "Days"]]));
});
