import assert from "node:assert/strict";
import { it } from "node:test";
import { toOutline } from "../../../testing/outline.ts";
import { makeOpenDocument, openDocumentPart, toZip } from "../../../testing/sample-office.ts";
import { PARSER_LIMITS } from "../limits.ts";
import { parseOdt } from "./odt.ts";

const parse = (bytes: Uint8Array) => parseOdt({ bytes, name: "x.odt", limits: PARSER_LIMITS });
const make = (body: string, more: Readonly<Record<string, string>> = {}, styles = "") =>
  makeOpenDocument({ kind: "text", body, styles }, more);
const outline = (...input: Parameters<typeof make>) => toOutline(parse(make(...input)));

const p = (text: string, attributes = ""): string => `<text:p ${attributes}>${text}</text:p>`;
const cell = (text: string, attributes = ""): string =>
  `<table:table-cell ${attributes}>${p(text)}</table:table-cell>`;
const row = (...cells: readonly string[]): string =>
  `<table:table-row>${cells.join("")}</table:table-row>`;

it("reads headings by their outline level, and the title by its style or a style made from it", () => {
  const style = '<style:style style:name="P1" style:parent-style-name="Title"/>';
  const body =
    p("Leave", 'text:style-name="P1"') +
    '<text:h text:outline-level="2">Scope</text:h><text:h text:outline-level="9">Deep</text:h>' +
    p('Ten<text:s text:c="2"/>days<text:tab/>a<text:line-break/>year.');
  assert.deepEqual(outline(body, {}, style), [
    "heading1: Leave",
    "heading2: Scope",
    "heading6: Deep",
    "paragraph: Ten days a\nyear.",
  ]);
});

it("numbers and indents lists as their styles say, and goes on where a list does", () => {
  const style =
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="A" style:num-suffix=")"/>' +
    '<text:list-level-style-bullet text:level="2" text:bullet-char="-"/></text:list-style>';
  const item = (...inner: readonly string[]): string =>
    `<text:list-item>${inner.join("")}</text:list-item>`;
  const list = (inner: string, more = ""): string =>
    `<text:list text:style-name="L" ${more}>${inner}</text:list>`;
  const inner = `<text:list>${item(p("inner"))}</text:list>`;
  const body =
    list(item(p("one"), p("more"), inner) + item(p("two"))) +
    p("between") +
    list(item(p("three")), 'text:continue-numbering="true"');
  assert.equal(
    parse(make(body, {}, style)).text,
    "A) one\nmore\n  - inner\nB) two\n\nbetween\n\nC) three",
  );
});

it("reads tables with header rows, spans and repetitions, and one of a single column as text", () => {
  const header = `<table:table-header-rows>${row(cell("Land"), cell("Days", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>")}</table:table-header-rows>`;
  const table =
    header +
    row(
      cell("DE", 'table:number-rows-spanned="2"'),
      cell("30", 'table:number-columns-repeated="2"'),
    ) +
    row("<table:covered-table-cell/>", cell("5"), cell("6")) +
    row('<table:table-cell table:number-columns-repeated="16384"/>');
  const plain =
    row(cell("1", 'table:number-rows-spanned="2"'), cell("2")) +
    row("<table:covered-table-cell/>", cell("3"));
  const single = `<table:table>${row(cell("Read me."))}</table:table>`;
  const tables = [table, plain].map((rows) => `<table:table>${rows}</table:table>`).join("");
  assert.deepEqual(outline(tables + single), [
    "table/1: Land | Days | Days\nDE | 30 | 30\nDE | 5 | 6",
    "table/0: 1 | 2\n1 | 3",
    "paragraph: Read me.",
  ]);
});

it("puts footnotes behind the body, comments behind their paragraph, text boxes where they hang", () => {
  const note = `<text:note><text:note-citation>1</text:note-citation><text:note-body>${p("Paid.")}</text:note-body></text:note>`;
  const comment = `<office:annotation><dc:creator>Ann</dc:creator><dc:date>2024-05-01T08:00:00</dc:date>${p("Why?")}</office:annotation>`;
  const box = `<draw:frame><draw:text-box>${p("Boxed.")}</draw:text-box></draw:frame>`;
  const picture = "<draw:frame><draw:image/><svg:desc>A map</svg:desc></draw:frame>";
  assert.deepEqual(outline(p(`Ten days${note}.${comment}${box}${picture}`) + p("Next.")), [
    "paragraph: Ten days[1].",
    "quote: Comment by Ann, 2024-05-01: Why?",
    "paragraph: Boxed.",
    "caption: A map",
    "paragraph: Next.",
    "list-item: [1] Paid.",
  ]);
});

it("leaves out what is deleted or hidden, and marks directories and page heads as boilerplate", () => {
  const styles = `<office:master-styles><style:master-page><style:header>${p("Acme")}</style:header></style:master-page></office:master-styles>`;
  const body =
    `<text:tracked-changes>${p("deleted")}</text:tracked-changes>` +
    `<text:section text:display="none">${p("hidden")}</text:section>` +
    `<text:table-of-content><text:index-body>${p("Scope 1")}</text:index-body></text:table-of-content>` +
    `<text:section>${p("Ten days.")}</text:section>`;
  assert.deepEqual(outline(body, { "styles.xml": openDocumentPart("document-styles", styles) }), [
    "{paragraph: Acme}",
    "{paragraph: Scope 1}",
    "paragraph: Ten days.",
  ]);
});

it("reads embedded formulas in their line and embedded charts as tables", () => {
  const object = (name: string): string =>
    `<draw:frame><draw:object xlink:href="./${name}"/></draw:frame>`;
  const table = `<table:table>${row(cell("Year"), cell("Ducks"))}${row(cell("2019"), cell("120"))}</table:table>`;
  const parts = {
    "Object 1/content.xml":
      '<!DOCTYPE math PUBLIC "x" "y"><math><semantics><mrow><mi>a</mi><msup><mi>b</mi><mn>2</mn></msup></mrow><annotation>a b^2</annotation></semantics></math>',
    "Object 2/content.xml": openDocumentPart(
      "document-content",
      `<office:body><office:chart><chart:chart xmlns:chart="c"><chart:title>${p("Ducks")}</chart:title>${table}</chart:chart></office:chart></office:body>`,
    ),
    "Object 3/content.xml": '<!DOCTYPE x [<!ENTITY a "boom">]><math>&a;</math>',
  };
  const body =
    p(`Area ${object("Object 1")} is`) + p(object("Object 2")) + p(`x${object("Object 3")}`);
  assert.deepEqual(outline(body, parts), [
    "paragraph: Area a b^2 is",
    "caption: Ducks",
    "table/1: Year | Ducks\n2019 | 120",
    "paragraph: x",
  ]);
});

it("reads title, language, author and dates from the properties", () => {
  const meta =
    "<office:meta><dc:title>Leave</dc:title><dc:language>de-DE</dc:language><meta:initial-creator>Ann</meta:initial-creator>" +
    "<meta:creation-date>2024-05-01T08:00:00</meta:creation-date><dc:date>2024-06-01T08:00:00.123456789</dc:date></office:meta>";
  const { title, language, modifiedAt, metadata } = parse(
    make(p("x"), { "meta.xml": openDocumentPart("document-meta", meta) }),
  );
  assert.deepEqual(
    { title, language, modifiedAt, metadata },
    {
      title: "Leave",
      language: "de-DE",
      modifiedAt: "2024-06-01T08:00:00.123Z",
      metadata: { author: "Ann", createdAt: "2024-05-01T08:00:00.000Z" },
    },
  );
});

it("refuses a password, other archives and kinds, entities and nesting beyond the limit", () => {
  const manifest =
    '<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>';
  assert.throws(() => parse(make("", { "META-INF/manifest.xml": manifest })), {
    code: "parsers.encrypted",
  });
  assert.throws(() => parse(toZip({ "word/document.xml": "<x/>" })), { code: "parsers.misnamed" });
  assert.throws(() => parse(makeOpenDocument({ kind: "spreadsheet", body: "" })), {
    code: "parsers.misnamed",
  });
  const entity =
    '<!DOCTYPE x [<!ENTITY a "boom">]><office:document-content>&a;</office:document-content>';
  assert.throws(() => parse(make("", { "content.xml": entity })), { code: "parsers.bomb" });
  assert.throws(() => parse(make("<text:section>".repeat(300))), { code: "parsers.too-deep" });
});
