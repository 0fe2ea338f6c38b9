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
