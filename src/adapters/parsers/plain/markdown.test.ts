import assert from "node:assert/strict";
import { it } from "node:test";
import { createRandom } from "../../../foundation/random.ts";
import { PARSER_LIMITS } from "../limits.ts";
import { mayTakeLong } from "./markdown-cost.ts";
import { parseMarkdown } from "./markdown.ts";

const parse = (source: string) =>
  parseMarkdown({
    bytes: new TextEncoder().encode(source),
    name: "x.md",
    limits: PARSER_LIMITS,
  });

const outline = (source: string) => {
  const { text, blocks } = parse(source);
  return blocks.map(({ kind, level, start, end }) =>
    [`${kind}${level ?? ""}`, text.slice(start, end)].join(": "),
  );
};

it("gives the words of a heading without its marks", () => {
  assert.deepEqual(outline("# One\n\n## Two ##\n\nThree\n===\n\nFour\n---\n\n#\n"), [
    "heading1: One",
    "heading2: Two",
    "heading1: Three",
    "heading2: Four",
  ]);
});

it("keeps the source as the text, its line ends as line feeds", () => {
  assert.equal(parse("a\r\n\r\n*b*\r\n").text, "a\n\n*b*\n");
});

it("makes a block of each item, nested ones too, without bullets and with numbers", () => {
  const source = "- one\n  - two\n\n    more\n- [ ] three\n\n1. four\n2) five\n";
  assert.deepEqual(outline(source), [
    "list-item: one",
    "list-item: two\n\n    more",
    "list-item: [ ] three",
    "list-item: 1. four",
    "list-item: 2) five",
  ]);
});

it("takes no line of a fence for an item", () => {
  assert.deepEqual(outline("- one\n  ```\n  - code\n  ```\n- two\n"), [
    "list-item: one\n  ```\n  - code\n  ```",
    "list-item: two",
  ]);
  assert.deepEqual(outline("```js\n- x\n```\n"), ["code: ```js\n- x\n```"]);
});

it("gives a table its rows, with the line of dashes in the table but no row", () => {
  const { text, blocks } = parse("Days:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nEnd\n");
  const table = blocks[1];
  assert.equal(table?.kind, "table");
  assert.equal(table.headerRows, 1);
  assert.ok(text.slice(table.start, table.end).includes("|---|"));
  assert.deepEqual(
    table.rows?.map(({ start, end }) => text.slice(start, end)),
    ["| a | b |", "| 1 | 2 |"],
  );
});

it("has no header row where the header is empty", () => {
  assert.equal(parse("| | |\n|-|-|\n| 1 | 2 |\n").blocks[0]?.headerRows, 0);
});

it("keeps quotes, and leaves out rules, link targets and comments", () => {
  assert.deepEqual(outline("> q\n> - z\n\n***\n\n[a]: http://x.test\n\n<!-- no -->\n\np\n"), [
    "quote: > q\n> - z",
    "paragraph: p",
  ]);
});

it("reads title, dates and lists of front matter, and keeps access fields untouched", () => {
  const document = parse(
    "---\ntitle: Leave\ndate: 2024-05-01\nlanguage: de\ntags: [hr, 7]\nallow:\n  - group:hr\n" +
      "draft: false\nnested: {a: 1}\nnothing:\n---\n# Other\n",
  );
  assert.equal(document.title, "Leave");
  assert.equal(document.language, "de");
  assert.equal(document.modifiedAt, "2024-05-01T00:00:00.000Z");
  assert.deepEqual(document.metadata, {
    title: "Leave",
    date: "2024-05-01",
    language: "de",
    tags: ["hr", "7"],
    allow: ["group:hr"],
    draft: false,
  });
  assert.deepEqual(document.warnings, ['front matter: the field "nested" is left out']);
  const [block] = document.blocks;
  assert.equal(document.text.slice(block?.start, block?.end), "Other");
});

it("takes the first main heading for the title", () => {
  assert.equal(parse("## a\n\n# Leave\n").title, "Leave");
  assert.equal(parse("text\n").title, undefined);
});

it("reads text between two rules as text", () => {
  assert.deepEqual(outline("---\njust words\n---\n\nmore\n"), [
    "heading2: just words",
    "paragraph: more",
  ]);
});

it("refuses unreadable front matter that holds access fields, and reads other as text", () => {
  assert.throws(() => parse("---\ndeny: [a\n---\nx\n"), { code: "parsers.broken" });
  assert.deepEqual(parse("---\na: [b\n---\nx\n").warnings, [
    "front matter is not YAML: read as text",
  ]);
});

it("S14 does not expand aliases without end, nor take __proto__ for a field", () => {
  const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"];
  for (const [name, of] of ["ba", "cb", "dc", "ed", "fe", "gf"].map((pair) => [...pair]))
    bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join()}]`);
  assert.throws(() => parse(`---\n${bomb.join("\n")}\n---\nx\n`));
  const { metadata } = parse("---\n__proto__: x\nb: 1\n---\nx\n");
  assert.deepEqual(Object.keys(metadata), ["b"]);
});

it("S14 tells Markdown that may take long from what people write", () => {
  const long = (text: string): boolean => mayTakeLong(new TextEncoder().encode(text));
  assert.ok(long(`- ${"a\n".repeat(600)}`));
  assert.ok(long("x".repeat(600_000)));
  assert.ok(long(`${"- ".repeat(20)}a\n`));
  assert.ok(long(`${"1. > ".repeat(10)}a\n`));
  assert.ok(long("a\0b"));
  assert.ok(!long(`# Leave\n\n${"- a\n  b\n".repeat(5000)}\n${"-".repeat(80)}\n\n| a |\n|---|\n`));
  assert.ok(!long(`${"a line\n".repeat(150)}\n`.repeat(20)));
});

it("S14 refuses quotes within quotes beyond the limit", () => {
  assert.throws(() => parse(`${">".repeat(300)} x\n`), { code: "parsers.too-deep" });
});

it("S14 gives blocks that agree with the text for any mixture of marks", () => {
  const random = createRandom("markdown/marks");
  const parts = [
    "# ",
    "- ",
    "1. ",
    "> ",
    "```\n",
    "|a|b|\n",
    "|-|-|\n",
    "\n",
    "    ",
    "word ",
    "*",
    "---\n",
    "<b>",
    "\t",
    "é",
    "😀",
    "[x]: y\n",
    "===\n",
  ];
  for (let round = 0; round < 1500; round += 1) {
    let source = "";
    for (let count = random.below(25); count >= 0; count -= 1)
      source += parts[random.below(parts.length)] ?? "";
    const { text, blocks } = parse(source);
    let end = 0;
    for (const block of blocks) {
      assert.ok(block.start >= end && block.end > block.start && block.end <= text.length, source);
      const slice = text.slice(block.start, block.end);
      assert.equal(slice, slice.trim(), source);
      for (const row of block.rows ?? [])
        assert.ok(row.start >= block.start && row.end <= block.end, source);
      end = block.end;
    }
  }
});
