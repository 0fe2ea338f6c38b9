import assert from "node:assert/strict";
import { after, it } from "node:test";
import { makeDocx, makePdf, wordParagraph } from "../../testing/sample-files.ts";
import { describeParser } from "../../testing/parser-contract.ts";
import { createParsers, PARSED_EXTENSIONS } from "./index.ts";

const parsers = createParsers();
after(() => parsers[Symbol.asyncDispose]());

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const empty = new Uint8Array();

const open = (extension: string) => () => {
  const parser = parsers.parserFor(`x.${extension}`);
  assert.ok(parser);
  return parser;
};

describeParser("markdown", open("md"), {
  valid: [
    {
      name: "a.md",
      bytes: utf8("# Leave\n\n- ten days\n\n| a | b |\n|-|-|\n| 1 | 2 |\n"),
      says: "ten",
    },
    { name: "front.md", bytes: utf8("---\ntitle: Leave\n---\nTen days.\n"), says: "Ten days." },
  ],
  refused: [
    { name: "empty.md", bytes: empty, code: "parsers.empty" },
    { name: "blank.md", bytes: utf8(" \n\n"), code: "parsers.empty" },
  ],
});
describeParser("text", open("txt"), {
  valid: [
    { name: "a.txt", bytes: utf8("LEAVE POLICY\n\nTen days.\n\n1. one\n2. two\n"), says: "Ten" },
  ],
  refused: [{ name: "a.txt", bytes: new Uint8Array(64), code: "parsers.binary" }],
});
describeParser("csv", open("csv"), {
  valid: [{ name: "a.csv", bytes: utf8('name,days\nAnn,"10, or\nmore"\n'), says: "10, or\nmore" }],
  refused: [{ name: "a.csv", bytes: utf8("\n\n"), code: "parsers.empty" }],
});
describeParser("json", open("json"), {
  valid: [{ name: "a.json", bytes: utf8('[{"name":"Ann"},{"name":"Bo"}]'), says: "name: Bo" }],
  refused: [{ name: "a.json", bytes: utf8("{"), code: "parsers.broken" }],
});
describeParser("html", open("html"), {
  valid: [
    {
      name: "a.html",
      bytes: utf8("<h1>Leave</h1><p>Ten days.<table><tr><th>a<th>b<tr><td>1<td>2</table>"),
      says: "Ten days.",
    },
  ],
  refused: [{ name: "a.html", bytes: utf8("<p hidden>x</p>"), code: "parsers.empty" }],
});
describeParser("pdf", open("pdf"), {
  valid: [
    {
      name: "a.pdf",
      bytes: makePdf([[{ text: "Ten days.", x: 72, y: 72 }], []]),
      says: "Ten days.",
    },
  ],
  refused: [
    { name: "scan.pdf", bytes: makePdf([[]]), code: "parsers.no-text-layer" },
    { name: "a.pdf", bytes: utf8("%PDF-1.7\nnothing"), code: "parsers.broken" },
  ],
});
describeParser("docx", open("docx"), {
  valid: [{ name: "a.docx", bytes: makeDocx(wordParagraph("Ten days.")), says: "Ten days." }],
  refused: [{ name: "a.docx", bytes: makeDocx(""), code: "parsers.empty" }],
});

const MAIL = "From: ann@example.com\nSubject: Leave\n";
describeParser("mail", open("eml"), {
  valid: [
    {
      name: "a.eml",
      bytes: utf8(`${MAIL}\nTen days.\n\n> quoted\n\n-- \nAnn\n`),
      says: "Ten days.",
    },
    {
      name: "html.eml",
      bytes: utf8(
        `${MAIL}Content-Type: text/html\n\n<p>Ten days.<table><tr><th>a<tr><td>1</table>`,
      ),
      says: "Ten days.",
    },
  ],
  refused: [
    { name: "a.eml", bytes: utf8("Ten days.\n"), code: "parsers.broken" },
    {
      name: "a.eml",
      bytes: utf8(`${MAIL}\n-----BEGIN PGP MESSAGE-----\n`),
      code: "parsers.encrypted",
    },
  ],
});
describeParser("mbox", open("mbox"), {
  valid: [
    {
      name: "a.mbox",
      bytes: utf8(`From ann Tue Oct  1 12:34:56 2024\n${MAIL}\nTen days.\n`),
      says: "Ten days.",
    },
  ],
  refused: [{ name: "a.mbox", bytes: utf8("Ten days.\n"), code: "parsers.broken" }],
});
describeParser("xml", open("xml"), {
  valid: [
    {
      name: "a.xml",
      bytes: utf8("<a><title>Leave</title><p>Ten <b>days</b>.</p></a>"),
      says: "Ten days.",
    },
    {
      name: "data.xml",
      bytes: utf8("<a><b><c>1</c><d>2</d></b><b><c>3</c></b></a>"),
      says: "1 | 2",
    },
  ],
  refused: [
    { name: "a.xml", bytes: utf8("Ten days."), code: "parsers.broken" },
    { name: "a.xml", bytes: utf8("<a><b/></a>"), code: "parsers.empty" },
  ],
});
describeParser("json lines", open("jsonl"), {
  valid: [{ name: "a.jsonl", bytes: utf8('{"a":1,"b":2}\n{"a":3,"b":4}\n'), says: "3 | 4" }],
  refused: [
    { name: "a.jsonl", bytes: utf8('{"a":1}\n{"a"'), code: "parsers.broken" },
    { name: "a.jsonl", bytes: utf8('{"a":1,"access":"group:hr"}\n{}\n'), code: "parsers.broken" },
  ],
});

it("lists every extension once", () => {
  assert.equal(new Set(PARSED_EXTENSIONS).size, PARSED_EXTENSIONS.length);
  for (const extension of PARSED_EXTENSIONS) assert.ok(parsers.parserFor(`x.${extension}`));
});

it("knows a format by the end of the name alone, whatever its case", () => {
  assert.equal(parsers.parserFor("folder.pdf/NOTES.MD")?.id, "markdown/1");
  assert.equal(parsers.parserFor("notes"), undefined);
  assert.equal(parsers.parserFor(".md"), undefined);
});

it("refuses a format it does not read by its extension", async () => {
  const request = { name: "talk.key", bytes: utf8("PK") };
  await assert.rejects(parsers.parse(request), { code: "parsers.unsupported" });
});

it("reads a PDF that is called text as a PDF, and says so", async () => {
  const bytes = makePdf([[{ text: "Ten days.", x: 72, y: 72 }]]);
  const { text, warnings } = await parsers.parse({ name: "a.txt", bytes });
  assert.equal(text, "Ten days.");
  assert.deepEqual(warnings, ["named .txt, but its content is pdf: read as pdf"]);
  assert.equal(parsers.parserFor("a.txt", bytes)?.id, "pdf/2");
});

it("reads an error page that was saved as a PDF as the page it is", async () => {
  const bytes = utf8("<!doctype html><title>Oops</title><p>Not found.");
  const { text, title } = await parsers.parse({ name: "a.pdf", bytes });
  assert.deepEqual({ text, title }, { text: "Not found.", title: "Oops" });
});

it("leaves markup in a text file alone", async () => {
  const { text } = await parsers.parse({ name: "a.txt", bytes: utf8("<html><b>Hi</b></html>") });
  assert.equal(text, "<html><b>Hi</b></html>");
});

it("reads no more text than its limit", async () => {
  const small = createParsers({ limits: { maxTextLength: 10 } });
  for (const name of ["a.txt", "a.md", "a.csv"])
    await assert.rejects(small.parse({ name, bytes: utf8("eleven long") }), {
      code: "parsers.too-large",
    });
});
