import assert from "node:assert/strict";
import { it } from "node:test";
import { createRandom } from "../../../foundation/random.ts";
import { PARSER_LIMITS } from "../limits.ts";
import { parseCsv } from "./csv.ts";
import { parseDelimited, sniffDelimiter } from "./delimited.ts";
import { parseJson } from "./json.ts";
import { parseText } from "./text.ts";

const input = (source: string, name = "x") => ({
  bytes: new TextEncoder().encode(source),
  name,
  limits: PARSER_LIMITS,
});

it("splits text at blank lines, and finds headings only beyond doubt", () => {
  const source =
    "LEAVE POLICY\n\nTen days.\nPaid.\n\nIntro\n=====\n\nNASA\n\nSection 2 Duties\n\nIT IS SO.\n";
  const { text, blocks } = parseText(input(source));
  assert.deepEqual(
    blocks.map(({ kind, level, start, end }) => [kind, level, text.slice(start, end)]),
    [
      ["heading", 2, "LEAVE POLICY"],
      ["paragraph", undefined, "Ten days.\nPaid."],
      ["heading", 1, "Intro"],
      ["heading", 2, "NASA"],
      ["heading", 2, "Section 2 Duties"],
      ["paragraph", undefined, "IT IS SO."],
    ],
  );
});

it("makes a block of each item of a list in text", () => {
  const { text, blocks } = parseText(input("  - one\n    more\n  - two\n\n1) three\n(b) four\n"));
  assert.deepEqual(
    blocks.map(({ kind, start, end }) => [kind, text.slice(start, end)]),
    [
      ["list-item", "one\n    more"],
      ["list-item", "two"],
      ["list-item", "1) three"],
      ["list-item", "(b) four"],
    ],
  );
});

it("finds the delimiter that lines agree on, outside of quotes", () => {
  assert.equal(sniffDelimiter("a;b;c\n1,5;2;3\n1;2,5;3\n"), ";");
  assert.equal(sniffDelimiter('"a,b,c,d"\tb\n"1,2,3,4"\t2\n'), "\t");
  assert.equal(sniffDelimiter("a|b\n1|2\n"), "|");
  assert.equal(sniffDelimiter("name\nAnn\n"), ",");
});

it("gives each record its cells and its place in the source", () => {
  const text = 'name,note\nAnn,"a ""b""\nc"\n\nBö,😀\n';
  const { header, rows } = parseDelimited(text);
  assert.deepEqual(header?.cells, ["name", "note"]);
  assert.deepEqual(
    rows.map(({ cells, span }) => [cells, text.slice(span.start, span.end)]),
    [
      [["Ann", 'a "b"\nc'], 'Ann,"a ""b""\nc"'],
      [["Bö", "😀"], "Bö,😀"],
    ],
  );
});

const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;

it("agrees with a parse of each record alone, whatever is quoted", () => {
  const random = createRandom("delimited/records");
  const values = ["a", "b c", "x,y", 'q"q', "two\nlines", "ü😀", "7", "z"];
  for (let round = 0; round < 300; round += 1) {
    const records = Array.from({ length: 2 + random.below(6) }, () =>
      Array.from({ length: 3 }, () => values[random.below(values.length)] ?? ""),
    );
    const lines = records.map((cells) => cells.map(quote).join(","));
    const text = lines.join("\n");
    const { header, rows } = parseDelimited(text);
    const all = [...(header ? [header] : []), ...rows];
    assert.deepEqual(
      all.map(({ cells }) => cells),
      records,
    );
    assert.deepEqual(
      all.map(({ span }) => text.slice(span.start, span.end)),
      lines,
    );
  }
});

it("keeps records of any length, and a first record of values is no header", () => {
  const { header, rows } = parseDelimited("1,2\n3\n4,5,6\n");
  assert.equal(header, undefined);
  assert.deepEqual(
    rows.map(({ cells }) => cells),
    [["1", "2"], ["3"], ["4", "5", "6"]],
  );
  assert.deepEqual(parseDelimited("").rows, []);
});

it("makes one table of a CSV file, named for the file", () => {
  const { title, text, blocks } = parseCsv(input("name,days\nAnn,10\n", "hr/Leave 2024.csv"));
  assert.equal(title, "Leave 2024");
  assert.deepEqual(blocks, [
    {
      kind: "table",
      start: 0,
      end: text.length - 1,
      headerRows: 1,
      rows: [
        { start: 0, end: 9 },
        { start: 10, end: 16 },
      ],
    },
  ]);
});

it("writes JSON as lines of path and value, an object of a list a paragraph", () => {
  const source = {
    title: "Leave",
    rules: { days: 10, paid: true, none: null, empty: "" },
    people: [{ name: "Ann", tags: ["a", "b"] }, { name: "Bo" }],
  };
  const { title, text, blocks } = parseJson(input(JSON.stringify(source)));
  assert.equal(title, "Leave");
  assert.equal(
    text,
    "title: Leave\nrules.days: 10\nrules.paid: true\n\n" +
      "people.name: Ann\npeople.tags: a, b\n\npeople.name: Bo",
  );
  assert.equal(blocks.length, 3);
});

it("keeps the digits of a JSON number as they are written", () => {
  assert.equal(
    parseJson(input('{"id":12345678901234567890,"x":1.50}')).text,
    "id: 12345678901234567890\nx: 1.50",
  );
  assert.equal(parseJson(input("[1, 2.0]")).text, "1, 2.0");
});

it("S14 refuses JSON that is nested beyond the limit or is none", () => {
  const deep = "[".repeat(300) + '{"a":1}' + "]".repeat(300);
  assert.throws(() => parseJson(input(deep)), { code: "parsers.too-deep" });
  assert.throws(() => parseJson(input("{a:1}")), { code: "parsers.broken" });
  assert.equal(parseJson(input('{"__proto__":{"x":"y"}}')).text, "__proto__.x: y");
});
