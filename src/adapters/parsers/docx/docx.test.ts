import assert from "node:assert/strict";
import { it } from "node:test";
import {
  docxParts,
  makeDocx,
  wordParagraph as p,
  wordPart,
} from "../../../testing/sample-files.ts";
import { strToU8, zipSync } from "fflate";
import { PARSER_LIMITS } from "../limits.ts";
import { parseDocx } from "./docx.ts";

const parse = (bytes: Uint8Array) => parseDocx({ bytes, name: "x.docx", limits: PARSER_LIMITS });

const outline = async (bytes: Uint8Array) => {
  const { text, blocks } = await parse(bytes);
  return blocks.map(
    ({ kind, level, boilerplate, start, end }) =>
      `${kind}${level ?? ""}${boilerplate ? " (boilerplate)" : ""}: ${text.slice(start, end)}`,
  );
};

const STYLES = {
  "word/styles.xml": wordPart(
    "styles",
    ["Title", "heading 1", "heading 2", "caption"]
      .map(
        (name) =>
          `<w:style w:type="paragraph" w:styleId="${name.replaceAll(" ", "")}"><w:name w:val="${name}"/></w:style>`,
      )
      .join(""),
  ),
  "word/_rels/document.xml.rels":
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
    '<Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>' +
    "</Relationships>",
};

const cell = (text: string): string => `<w:tc>${p(text)}</w:tc>`;

it("reads headings by their style, paragraphs and tables", async () => {
  const table = `<w:tbl><w:tr>${cell("Land")}${cell("Days")}</w:tr><w:tr>${cell("DE")}${cell("30")}</w:tr></w:tbl>`;
  const body = p("Leave", "Title") + p("Scope", "heading1") + p("Ten days.") + table;
  assert.deepEqual(await outline(makeDocx(body, STYLES)), [
    "heading1: Leave",
    "heading1: Scope",
    "paragraph: Ten days.",
    "table: Land | Days\nDE | 30",
  ]);
});

const head = (kind: string) => wordPart(kind, p("Acme, confidential"));

it("keeps page heads and feet as boilerplate, each line once", async () => {
  const parts = {
    "word/header1.xml": head("hdr"),
    "word/header2.xml": head("hdr"),
    "word/footer1.xml": head("ftr"),
  };
  assert.deepEqual(await outline(makeDocx(p("Ten days."), parts)), [
    "paragraph (boilerplate): Acme, confidential",
    "paragraph: Ten days.",
    "paragraph (boilerplate): Acme, confidential",
  ]);
});

it("reads title, author and dates from the core properties", async () => {
  const core =
    '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Leave</dc:title>' +
    "<dc:creator>Ann</dc:creator><dc:language>de-DE</dc:language>" +
    "<dcterms:created>2024-05-01T08:00:00Z</dcterms:created>" +
    "<dcterms:modified>2024-06-01T08:00:00Z</dcterms:modified></cp:coreProperties>";
  const { title, language, modifiedAt, metadata } = await parse(
    makeDocx(p("x"), { "docProps/core.xml": core }),
  );
  assert.deepEqual(
    { title, language, modifiedAt, metadata },
    {
      title: "Leave",
      language: "de-DE",
      modifiedAt: "2024-06-01T08:00:00.000Z",
      metadata: { author: "Ann", createdAt: "2024-05-01T08:00:00.000Z" },
    },
  );
});

const run = (text: string): string => `<m:r><m:t>${text}</m:t></m:r>`;

it("writes an equation on one line", async () => {
  const equation =
    `<w:p><w:r><w:t>Area</w:t></w:r><m:oMath>${run("A=")}<m:f><m:num>${run("a+b")}</m:num>` +
    `<m:den>${run("2")}</m:den></m:f><m:sSup><m:e>${run("r")}</m:e><m:sup>${run("2")}</m:sup></m:sSup>` +
    `${run("&lt;9")}</m:oMath></w:p>`;
  assert.deepEqual(await outline(makeDocx(equation)), ["paragraph: Area A=(a+b)/2r^2<9"]);
});

it("reads no entry but the parts of a Word document, whatever its name", async () => {
  const parts = docxParts(p("Ten days."), {
    "../../evil.xml": "<x>no</x>",
    "word/../../evil.xml": "<x>no</x>",
    "word/media/image1.png": "no",
    "word/ev\0il.xml": "<x>no</x>",
  });
  assert.deepEqual(await outline(zipSync(parts)), ["paragraph: Ten days."]);
});

it("refuses another archive, a document type, and nesting beyond the limit", async () => {
  const other = zipSync({ "xl/workbook.xml": strToU8("<x/>") });
  await assert.rejects(parse(other), { code: "parsers.misnamed" });
  const entity = `<!DOCTYPE x [<!ENTITY a "boom">]>${wordPart("document", "<w:body>&a;</w:body>")}`;
  await assert.rejects(parse(makeDocx("", { "word/document.xml": entity })), {
    code: "parsers.bomb",
  });
  const deep = "<w:ins>".repeat(300) + "</w:ins>".repeat(300);
  await assert.rejects(parse(makeDocx(deep)), { code: "parsers.too-deep" });
});

const level = (ilvl: number, format: string, pattern: string): string =>
  `<w:lvl w:ilvl="${ilvl}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${pattern}"/></w:lvl>`;

const NUMBERING = {
  "word/numbering.xml": wordPart(
    "numbering",
    `<w:abstractNum w:abstractNumId="7">${level(0, "decimal", "Article %1")}` +
      `${level(1, "decimal", "%1.%2")}${level(2, "lowerLetter", "(%3)")}</w:abstractNum>` +
      `<w:abstractNum w:abstractNumId="8">${level(0, "bullet", "•")}</w:abstractNum>` +
      '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>' +
      '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1">' +
      '<w:startOverride w:val="5"/></w:lvlOverride></w:num>' +
      '<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>',
  ),
  "word/styles.xml": wordPart(
    "styles",
    '<w:style w:type="paragraph" w:styleId="heading1"><w:name w:val="heading 1"/><w:pPr><w:numPr>' +
      '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>' +
      '<w:style w:type="paragraph" w:styleId="Big"><w:name w:val="Big"/><w:basedOn w:val="heading1"/></w:style>',
  ),
  "word/_rels/document.xml.rels":
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
    ["styles", "numbering"]
      .map(
        (kind) =>
          `<Relationship Id="${kind}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${kind}.xml"/>`,
      )
      .join("") +
    "</Relationships>",
};

const numbered = (text: string, id: number, ilvl: number): string =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${ilvl}"/><w:numId w:val="${id}"/></w:numPr></w:pPr>` +
  `<w:r><w:t>${text}</w:t></w:r></w:p>`;

it("writes the numbers that Word counts: of headings by their style, of clauses, of lists", async () => {
  const body = [
    p("Leave", "heading1"),
    numbered("Days", 1, 1),
    numbered("ten", 1, 2),
    numbered("paid", 1, 2),
    numbered("Sick", 1, 1),
    p("As agreed."),
    numbered("Later", 2, 1),
    numbered("a point", 3, 0),
    p("Travel", "Big"),
    numbered("First again", 1, 1),
  ];
  const { text } = await parse(makeDocx(body.join(""), NUMBERING));
  assert.equal(
    text.replaceAll(/\n\s*/g, "\n"),
    [
      "Article 1 Leave",
      "1.1 Days",
      "(a) ten",
      "(b) paid",
      "1.2 Sick",
      "As agreed.",
      "1.5 Later",
      "- a point",
      "Article 2 Travel",
      "2.1 First again",
    ].join("\n"),
  );
});

it("reads text boxes of newer programs once, whatever they write for older ones", async () => {
  const content = `<w:txbxContent>${p("In a box.")}</w:txbxContent>`;
  const shape =
    '<w:drawing><a:graphic xmlns:a="urn:a"><a:graphicData><wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">' +
    `<wps:txbx>${content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></w:drawing>`;
  const old = `<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>${content}</v:textbox></v:shape></w:pict>`;
  const choice = (fallback: string): string =>
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">' +
    `<mc:Choice Requires="wps">${shape}</mc:Choice>${fallback}</mc:AlternateContent>`;
  for (const inner of [shape, choice(""), choice(`<mc:Fallback>${old}</mc:Fallback>`)]) {
    const body = `${p("Before.")}<w:p><w:r>${inner}</w:r></w:p>${p("Behind.")}`;
    assert.equal((await parse(makeDocx(body))).text, "Before.\n\nIn a box.\n\nBehind.");
  }
});

it("reads the data of a chart as a table behind the body", async () => {
  const points = (kind: string, values: readonly string[]): string =>
    `<c:${kind}Cache>${values.map((value, n) => `<c:pt idx="${n}"><c:v>${value}</c:v></c:pt>`).join("")}</c:${kind}Cache>`;
  const chart =
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart><c:plotArea>' +
    `<c:barChart><c:ser><c:tx><c:strRef>${points("str", ["Days"])}</c:strRef></c:tx>` +
    `<c:cat><c:strRef>${points("str", ["DE", "FR"])}</c:strRef></c:cat>` +
    `<c:val><c:numRef>${points("num", ["30", "25"])}</c:numRef></c:val></c:ser></c:barChart>` +
    "</c:plotArea></c:chart></c:chartSpace>";
  const drawing =
    '<w:p><w:r><w:drawing><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="c1"/></w:drawing></w:r></w:p>';
  const file = makeDocx(drawing + p("Ten days."), {
    "word/charts/chart1.xml": chart,
    "word/_rels/document.xml.rels":
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
      '<Relationship Id="c1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart" Target="charts/chart1.xml"/></Relationships>',
  });
  const shown = await outline(file);
  assert.equal(shown[0], "paragraph: Ten days.");
  assert.match(shown.at(-1) ?? "", /^table: .*Days.*\nDE \| 30\nFR \| 25$/);
});
