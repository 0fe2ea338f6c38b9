import assert from "node:assert/strict";
import { it } from "node:test";
import type { BookType } from "@e965/xlsx";
import { zipSync } from "fflate";
import { makeDocx, wordParagraph } from "../../testing/sample-files.ts";
import {
  bookPage,
  makeEpub,
  makeOpenDocument,
  makePptx,
  slidePart,
  toZip,
} from "../../testing/sample-office.ts";
import { makeWorkbook } from "../../testing/sample-workbook.ts";
import { chooseFormat } from "./formats.ts";
import { sniff } from "./sniff.ts";

const makeBook = (bookType: BookType): Uint8Array => makeWorkbook(bookType, ["Ten days."]);

/** An OLE container as its readers see it: directory entries at multiples of 128 bytes. */
function makeCompound(...names: readonly string[]): Uint8Array {
  const file = Buffer.alloc(512 + 128 * names.length);
  Buffer.from("d0cf11e0a1b11ae1", "hex").copy(file);
  for (const [index, name] of names.entries()) {
    file.write(name, 512 + 128 * index, "utf16le");
    file.writeUInt16LE(2 * name.length + 2, 512 + 128 * index + 64);
  }
  return file;
}

it("knows archives by what they state or by their main part", () => {
  assert.equal(sniff(makeDocx(wordParagraph("x")), ""), "docx");
  assert.equal(sniff(makePptx([slidePart("")]), ""), "pptx");
  assert.equal(sniff(makeBook("xlsx"), ""), "xlsx");
  assert.equal(sniff(makeBook("xlsb"), ""), "xlsx");
  for (const [kind, format] of [
    ["text", "odt"],
    ["presentation", "odp"],
    ["spreadsheet", "ods"],
  ] as const)
    assert.equal(sniff(makeOpenDocument({ kind, body: "" }), ""), format);
  assert.equal(sniff(makeEpub([bookPage("x")]), ""), "epub");
  assert.equal(sniff(toZip({ "META-INF/container.xml": "<x/>" }), ""), "epub");
  assert.equal(sniff(toZip({ "readme.txt": "word/document" }), ""), "zip");
});

it("is not deceived by a document that holds another", () => {
  const inner = makeBook("xlsx");
  const outer = zipSync({
    "a.bin": [inner, { level: 0 }],
    "ppt/presentation.xml": new Uint8Array(1),
  });
  assert.equal(sniff(outer, ""), "pptx");
});

it("knows containers of old programs by their streams, not by words inside", () => {
  assert.equal(sniff(makeBook("biff8"), ""), "xls");
  assert.equal(sniff(makeCompound("Root Entry", "WordDocument", "Workbook"), ""), "doc");
  assert.equal(sniff(makeCompound("Root Entry", "WordDocument", "Workbook"), "xls"), "xls");
  assert.equal(sniff(makeCompound("Root Entry", "PowerPoint Document"), ""), "ppt");
  assert.equal(sniff(makeCompound("Root Entry", "EncryptedPackage"), ""), "encrypted-office");
  assert.equal(sniff(makeCompound("Root Entry"), ""), "old-office");
  const text = Buffer.concat([
    makeCompound("Root Entry"),
    Buffer.from("xEncryptedPackage", "utf16le"),
  ]);
  assert.equal(sniff(text, ""), "old-office");
  const entry = makeCompound("EncryptedPackage").subarray(512);
  const unaligned = Buffer.concat([makeCompound("Root Entry"), Buffer.alloc(8), entry]);
  assert.equal(sniff(unaligned, ""), "old-office");
});

it("says what to do with Word and PowerPoint files of before 2007, whatever they are called", () => {
  const file = makeCompound("Root Entry", "WordDocument");
  for (const name of ["a.doc", "a.docx", "a"])
    assert.throws(
      () => chooseFormat(name, file),
      (error) => {
        assert.ok(error instanceof Error && "code" in error && "hint" in error);
        assert.equal(error.code, "parsers.unsupported");
        assert.match(String(error.hint), /\.doc.*DOCX/);
        return true;
      },
    );
});

it("reads a file by its content where its name is of another format", () => {
  assert.equal(chooseFormat("a.xls", makeBook("xlsx")).traits.format, "xlsx");
  assert.equal(chooseFormat("a.xlsx", makeBook("biff8")).traits.format, "xls");
  assert.match(chooseFormat("a.pdf", makePptx([])).warning ?? "", /read as pptx/);
  assert.throws(() => chooseFormat("a.xls", new TextEncoder().encode("a,b")), {
    code: "parsers.misnamed",
  });
});

it("lets its parser say what is wrong with an archive that is cut", () => {
  const file = makePptx([slidePart("")]);
  assert.equal(chooseFormat("a.pptx", file.slice(0, 100)).traits.format, "pptx");
  assert.throws(() => chooseFormat("a.pdf", file.slice(0, 100)), { code: "parsers.misnamed" });
});
