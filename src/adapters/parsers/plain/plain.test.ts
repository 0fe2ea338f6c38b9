import assert from "node:assert/strict";
import { it } from "node:test";
import { createRandom } from "../../../foundation/random.ts";
import { PARSER_LIMITS } from "../limits.ts";
import { parseCsv } from "./csv.ts";
import { parseDelimited, sniffDelimiter } from "./delimited.ts";
import { parseJsonTree } from "../records/json-tree.ts";
import type { RecordNode } from "../records/records.ts";
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

it("writes JSON as lines of path and value, and like objects of a list as a table", () => {
  const source = {
    title: "Leave",
    rules: { days: 10, paid: true, none: null, empty: "" },
    people: [{ name: "Ann", tags: ["a", "b"] }, { name: "Bo" }],
  };
  const { title, text, blocks } = parseJson(input(JSON.stringify(source)));
  assert.equal(title, "Leave");
  assert.equal(
    text,
    "title: Leave\nrules.days: 10\nrules.paid: true\n\npeople\n\nname | tags\nAnn | a, b\nBo",
  );
  assert.deepEqual(
    blocks.map(({ kind, level, headerRows }) => [kind, level ?? headerRows]),
    [
      ["paragraph", undefined],
      ["heading", 1],
      ["table", 1],
    ],
  );
});

it("gives each object of a JSON list a paragraph where they are long or not alike", () => {
  const people = [{ name: "Ann", note: "x".repeat(200) }, { name: "Bo" }];
  const { text, blocks } = parseJson(input(JSON.stringify({ people })));
  assert.equal(text, `people.name: Ann\npeople.note: ${"x".repeat(200)}\n\npeople.name: Bo`);
  assert.equal(blocks.length, 2);
  const nested = [{ a: { b: 1 } }, { a: { b: 2 } }];
  assert.equal(parseJson(input(JSON.stringify(nested))).text, "a.b: 1\n\na.b: 2");
});

it("puts large parts of a JSON object below their name, with whole paths in their lines", () => {
  const days = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`year${n}`, n]));
  const { text, blocks } = parseJson(input(JSON.stringify({ leave: { paid: true, days } })));
  assert.ok(text.startsWith("leave\n\nleave.paid: true\n\ndays\n\nleave.days.year0: 0\n"));
  assert.deepEqual(
    blocks.map(({ level }) => level),
    [1, undefined, 2, undefined],
  );
});

it("keeps the order and the repeats of JSON names as they are written", () => {
  assert.equal(
    parseJson(input('{"2":"b","1":"a","x":"c","x":"d"}')).text,
    "2: b\n1: a\nx: c\nx: d",
  );
});

it("agrees with JSON.parse about what is in a tree, whatever it holds", () => {
  const random = createRandom("json/trees");
  const make = (depth: number): unknown => {
    const dice = random.below(depth > 3 ? 4 : 6);
    if (dice === 0) return random.below(1e9) / 7;
    if (dice === 1) return ['q"\\', "ü😀", "{[,:]}", "\u2028", ""][random.below(5)];
    if (dice === 2) return null;
    if (dice === 3) return random.below(2) === 0;
    const members = Array.from({ length: random.below(4) }, () => make(depth + 1));
    return dice === 4
      ? members
      : Object.fromEntries(members.map((member, n) => [`k"${n}`, member]));
  };
  const back = (node: RecordNode): unknown => {
    if (node.kind === "leaf") return node.text;
    if (node.kind === "list") return node.items.map(back);
    return Object.fromEntries(node.members.map(([name, member]) => [name, back(member)]));
  };
  const asText = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(asText);
    if (typeof value === "string") return value;
    if (typeof value !== "object") return JSON.stringify(value);
    if (value === null) return "";
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, asText(member)]),
    );
  };
  for (let round = 0; round < 300; round += 1) {
    const value = make(0);
    const text = JSON.stringify(value, undefined, random.below(3));
    const { tree } = parseJsonTree({ text, name: "x", maxDepth: 256 });
    assert.deepEqual(back(tree), asText(value));
  }
});

it("reads JSON Lines as one list, and names the line that is not JSON", () => {
  const { text } = parseJson(input('{"a":1,"b":2}\n\n{"a":3,"b":4}\n', "x.jsonl"));
  assert.equal(text, "a | b\n1 | 2\n3 | 4");
  assert.throws(() => parseJson(input('{"a":1}\n{"a":\n', "x.jsonl")), /line 2 is not JSON/);
});

it("takes who may read a JSON document from its own names for that, and shows them to nobody", () => {
  const source = '{"title":"Bonus","plumbline:access":["group:hr"],"plumbline:deny":"user:otto"}';
  const { text, metadata } = parseJson(input(source));
  assert.equal(text, "title: Bonus");
  assert.deepEqual(metadata, { access: ["group:hr"], deny: "user:otto" });
  assert.deepEqual(parseJson(input('{"access":"read-only"}')).metadata, {});
});

it("refuses JSON whose access rules one document cannot keep", () => {
  const lost = [
    '[{"plumbline:access":"group:hr","a":1}]',
    '{"a":{"plumbline:deny":"user:otto"}}',
    '{"a":1,"access":["group:hr"]}\n{"a":2}\n',
    '{"plumbline:access":""}',
    '{"plumbline:access":{"group":"hr"}}',
    '{"plumbline:access":"group:hr","plumbline:access":"public"}',
  ];
  for (const source of lost)
    assert.throws(() => parseJson(input(source)), { code: "parsers.broken" }, source);
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
