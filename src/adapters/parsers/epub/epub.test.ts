import assert from "node:assert/strict";
import { it } from "node:test";
import { toOutline } from "../../../testing/outline.ts";
import { bookPage, makeEpub, toZip } from "../../../testing/sample-office.ts";
import { PARSER_LIMITS } from "../limits.ts";
import { parseEpub } from "./epub.ts";

const parse = (bytes: Uint8Array) => parseEpub({ bytes, name: "x.epub", limits: PARSER_LIMITS });
const outline = (...input: Parameters<typeof makeEpub>) => toOutline(parse(makeEpub(...input)));

it("reads pages in the order of the book, with its title, author, language and date", () => {
  const pages = ["one", "two"].map((name) => bookPage(`<h1>${name}</h1><p>In ${name}</p>`));
  const document = parse(makeEpub(pages));
  assert.deepEqual(toOutline(document), [
    "heading1: one",
    "paragraph: In one",
    "heading1: two",
    "paragraph: In two",
  ]);
  const { title, language, modifiedAt, metadata } = document;
  assert.deepEqual(
    { title, language, modifiedAt, metadata },
    {
      title: "Leave",
      language: "en",
      modifiedAt: "2024-06-01T08:00:00.000Z",
      metadata: { author: "Ann" },
    },
  );
});

it("gives pages without headings those of the table of contents, at their places", () => {
  const pages = [
    bookPage('<p>a</p><p>b <a id="there"/>c</p>'),
    bookPage("<h2>The Leave</h2><p>d</p>"),
  ];
  const contents = [
    ["Scope", "p1.xhtml"],
    ["More", "p1.xhtml#there"],
    ["2. The Leave", "p2.xhtml"],
  ] as const;
  assert.deepEqual(outline(pages, contents), [
    "heading1: Scope",
    "paragraph: a",
    "heading1: More",
    "paragraph: b c",
    "heading2: The Leave",
    "paragraph: d",
  ]);
});

it("reads the contents of EPUB 3, which are boilerplate where they are a page themselves", () => {
  const nav = bookPage(
    '<nav epub:type="toc"><ol><li><a href="p2.xhtml">Part</a><ol><li><a href="p3.xhtml">Scope</a></li></ol></li></ol></nav>',
  );
  const opf =
    '<package><metadata/><manifest><item id="n" href="p1.xhtml" properties="nav" media-type="application/xhtml+xml"/>' +
    '<item id="a" href="p2.xhtml" media-type="application/xhtml+xml"/><item id="b" href="p3.xhtml" media-type="application/xhtml+xml"/></manifest>' +
    '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>';
  const pages = [nav, bookPage("<p>a</p>"), bookPage("<p>b</p>")];
  assert.deepEqual(outline(pages, [], { "OPS/book.opf": opf }), [
    "{list-item: 1. Part}",
    "{list-item: 1. Scope}",
    "heading1: Part",
    "paragraph: a",
    "heading2: Scope",
    "paragraph: b",
  ]);
});

it("knows tags that close where they open, and entities of HTML", () => {
  const anchors = Array.from({ length: 300 }, (_, n) => `<a id="n${n}"/>`).join("");
  assert.deepEqual(outline([bookPage(`${anchors}<p>Ten&nbsp;days &mdash; paid.</p><p>Next</p>`)]), [
    "paragraph: Ten days — paid.",
    "paragraph: Next",
  ]);
});

const locked = (algorithm: string) => ({
  "META-INF/encryption.xml": `<encryption><EncryptedData><EncryptionMethod Algorithm="${algorithm}"/></EncryptedData></encryption>`,
});

it("refuses a locked book, and reads one whose fonts alone are scrambled", () => {
  const pages = [bookPage("<p>Ten days.</p>")];
  assert.deepEqual(outline(pages, [], locked("http://www.idpf.org/2008/embedding")), [
    "paragraph: Ten days.",
  ]);
  const aes = locked("http://www.w3.org/2001/04/xmlenc#aes256-cbc");
  assert.throws(() => parse(makeEpub(pages, [], aes)), { code: "parsers.rights-managed" });
});

it("reads on where a page is lost or hidden text is left out, and says so", () => {
  const book = makeEpub([bookPage("<p>Ten days.</p><p hidden=''>secret words</p>"), ""]);
  assert.deepEqual(parse(book).warnings, ["hidden text left out: 12 characters"]);
  const spine =
    '<package><manifest><item id="a" href="p1.xhtml"/><item id="b" href="../../gone.xhtml"/><item id="c" href="gone.xhtml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/></spine></package>';
  const lost = makeEpub([bookPage("<p>Ten days.</p>")], [], { "OPS/book.opf": spine });
  assert.deepEqual(parse(lost).warnings, ["pages that the file has lost: 1"]);
});

it("refuses other archives, a book without its package, entities and nesting beyond the limit", () => {
  assert.throws(() => parse(toZip({ "word/document.xml": "<x/>" })), { code: "parsers.misnamed" });
  const lost = {
    "META-INF/container.xml": '<container><rootfile full-path="../x.opf"/></container>',
  };
  assert.throws(() => parse(makeEpub([], [], lost)), { code: "parsers.broken" });
  const entity = { "OPS/book.opf": '<!DOCTYPE x [<!ENTITY a "boom">]><package>&a;</package>' };
  assert.throws(() => parse(makeEpub([], [], entity)), { code: "parsers.bomb" });
  assert.throws(() => parse(makeEpub([bookPage("<i>".repeat(300))])), { code: "parsers.too-deep" });
});
