import assert from "node:assert/strict";
import { it } from "node:test";
import { utils, type WorkBook, type WorkSheet } from "@e965/xlsx";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { toOutline } from "../../../testing/outline.ts";
import {
  drawnText,
  makeOpenDocument,
  relationPart,
  toZip,
} from "../../../testing/sample-office.ts";
import { saveWorkbook } from "../../../testing/sample-workbook.ts";
import { PARSER_LIMITS } from "../limits.ts";
import { parseOds, parseXlsx } from "./sheets.ts";
import { parseXls } from "./xls.ts";

type Cell = string | number | boolean | undefined;

function toBook(...sheets: readonly (readonly [string, WorkSheet])[]): WorkBook {
  const book = utils.book_new();
  for (const [name, sheet] of sheets) utils.book_append_sheet(book, sheet, name);
  return book;
}

const toSheet = (...rows: readonly (readonly Cell[])[]): WorkSheet =>
  utils.aoa_to_sheet(rows.map((row) => [...row]));

const open = (bytes: Uint8Array) => ({ bytes, name: "x", limits: PARSER_LIMITS });
const outline = (...rows: readonly (readonly Cell[])[]) =>
  toOutline(parseXlsx(open(saveWorkbook(toBook(["S", toSheet(...rows)]))))).slice(1);

/** Replaces parts of a workbook that was saved. */
function edit(
  bytes: Uint8Array,
  more: Readonly<Record<string, string | ((part: string) => string)>>,
) {
  const parts = unzipSync(bytes);
  for (const [name, change] of Object.entries(more)) {
    const before = parts[name];
    parts[name] = strToU8(
      typeof change === "string" ? change : change(before ? strFromU8(before) : ""),
    );
  }
  return zipSync(parts);
}

const _ = undefined;
const STAFF = [
  ["Name", "City", "Days"],
  ["Ann", "Bonn", 30],
] as const;

it("reads each sheet as a page below its name, in the order of the tabs", () => {
  const book = toBook(
    ["Staff", toSheet(...STAFF)],
    ["Empty", toSheet()],
    ["Notes", toSheet(["Ten days."])],
  );
  const document = parseXlsx(open(saveWorkbook(book)));
  assert.deepEqual(toOutline(document), [
    "heading1: Staff",
    "table/1: Name | City | Days\nAnn | Bonn | 30",
    "heading1: Notes",
    "paragraph: Ten days.",
  ]);
  const pages = (document.pages ?? []).map(({ start, end }) => document.text.slice(start, end));
  assert.deepEqual(pages, [
    "Staff\n\nName | City | Days\nAnn | Bonn | 30",
    "",
    "Notes\n\nTen days.",
  ]);
});

it("reads the same cells from every kind of workbook", () => {
  const book = toBook(["Staff", toSheet(...STAFF)]);
  const expected = ["heading1: Staff", "table/1: Name | City | Days\nAnn | Bonn | 30"];
  assert.deepEqual(toOutline(parseXlsx(open(saveWorkbook(book, "xlsx")))), expected);
  assert.deepEqual(toOutline(parseXlsx(open(saveWorkbook(book, "xlsb")))), expected);
  assert.deepEqual(toOutline(parseXls(open(saveWorkbook(book, "biff8")))), expected);
  assert.deepEqual(toOutline(parseXls(open(saveWorkbook(book, "biff5")))), expected);
  assert.deepEqual(toOutline(parseOds(open(saveWorkbook(book, "ods")))), expected);
});

it("reads letters of the code page that an old workbook names", () => {
  const file = saveWorkbook(toBook(["S", toSheet(["Größe Ж"])]), "biff8");
  assert.ok(parseXls(open(file)).text.includes("Größe Ж"));
  const old = Buffer.from(saveWorkbook(toBook(["S", toSheet(["Grnsse"])]), "biff5"));
  const at = old.indexOf("Grnsse", 0, "latin1");
  assert.ok(at > 0);
  // In windows-1252 the euro stands where Latin-1 has a control character.
  old[at + 2] = 0x80;
  assert.ok(parseXls(open(old)).text.includes("Gr€sse"));
});

it("reads numbers as they are shown, all digits where the format is free, formulas as values", () => {
  const sheet = toSheet(
    ["a", "b", "c", "d", "e", "f"],
    [0.125, 45_429, 1234.5, 12_345_678_901_234, 0.1 + 0.2, 3],
  );
  for (const [cell, format] of [
    ["A2", "0.0%"],
    ["B2", "m/d/yy"],
    ["C2", "$#,##0.00"],
  ] as const)
    sheet[cell] = { ...sheet[cell], z: format };
  sheet["F2"] = { t: "n", v: 3, f: "1+2" };
  assert.deepEqual(toOutline(parseXlsx(open(saveWorkbook(toBook(["S", sheet]))))).slice(1), [
    "table/1: a | b | c | d | e | f\n12.5% | 2024-05-17 | $1,234.50 | 12345678901234 | 0.3 | 3",
  ]);
});

it("parts tables at empty rows, and at empty columns where each has names of its own", () => {
  const [left, right] = [
    [
      ["Land", "City", "Days"],
      ["DE", "Bonn", 3],
    ],
    [
      ["Name", "Role", "Age"],
      ["Ann", "cook", 40],
    ],
  ] as const;
  const beside = left.map((row, index) => [...row, _, ...(right[index] ?? [])]);
  const expected = [
    "table/1: Land | City | Days\nDE | Bonn | 3",
    "table/1: Name | Role | Age\nAnn | cook | 40",
  ];
  assert.deepEqual(outline(...beside), expected);
  assert.deepEqual(outline(...left, [], ...right), expected);
});

it("goes on with a table behind a single empty row", () => {
  const more = ["All", _, 7] as const;
  assert.deepEqual(outline(...STAFF, [], more), [
    "table/1: Name | City | Days\nAnn | Bonn | 30\nAll | | 7",
  ]);
  assert.equal(outline(...STAFF, [], [], more).length, 2);
});

it("keeps labels and their values together over empty columns, and a header over an empty row", () => {
  assert.deepEqual(
    outline(
      ["In CHF", _, 2023, _, 2022],
      [_, _, "Sales", _, "Sales"],
      [],
      ["Zone A", _, 12, _, 13],
    ),
    ["table/2: In CHF | 2023 | 2022\n| | Sales | Sales |\nZone A | 12 | 13"],
  );
});

it("takes lines alone above a table for captions, and lone cells for paragraphs", () => {
  const long = "A long sentence of a sheet that explains what the numbers below it mean. ".repeat(
    2,
  );
  assert.deepEqual(outline(["Staff"], ["Name", "Days"], ["Ann", 30], [], [], [long]), [
    "caption: Staff",
    "table/1: Name | Days\nAnn | 30",
    `paragraph: ${long.trim()}`,
  ]);
  assert.deepEqual(outline(["Days"], [1], [2], [3], [4]), ["table/1: Days\n1\n2\n3\n4"]);
});

it("says a merged cell in each row it reaches, and in each named column", () => {
  const sheet = toSheet(
    ["Who", "May", "June"],
    ["Ann", "leave", _],
    [_, "work", 2],
    ["note", _, _],
  );
  sheet["!merges"] = ["A2:A3", "B2:C2", "A4:C4"].map((range) => utils.decode_range(range));
  assert.deepEqual(toOutline(parseXlsx(open(saveWorkbook(toBook(["S", sheet]))))).slice(1), [
    "table/1: Who | May | June\nAnn | leave | leave\nAnn | work | 2\nnote",
  ]);
});

it("believes a declared table that its first row is a header", () => {
  const file = saveWorkbook(toBook(["S", toSheet(["Key", "Text"], ["a", "b"])]));
  const table = '<table ref="A1:B2"/>';
  const declared = edit(file, {
    "xl/worksheets/_rels/sheet1.xml.rels": relationPart({ t: ["table", "../tables/table1.xml"] }),
    "xl/tables/table1.xml": table,
  });
  assert.equal(toOutline(parseXlsx(open(file)))[1], "table/0: Key | Text\na | b");
  assert.equal(toOutline(parseXlsx(open(declared)))[1], "table/1: Key | Text\na | b");
});

it("keeps hidden sheets and rows, and says which sheets have them", () => {
  const sheet = toSheet(["Ten days."], ["Five days."]);
  sheet["!rows"] = [{}, { hidden: true }];
  const book = toBook(["Shown", sheet], ["Hidden", toSheet(["Secret."])]);
  book.Workbook = { Sheets: [{ name: "Shown" }, { name: "Hidden", Hidden: 1 }] };
  const { text, warnings } = parseXlsx(open(saveWorkbook(book)));
  assert.deepEqual(warnings, ["hidden sheets: 2", "sheets with hidden rows or columns: 1"]);
  assert.ok(text.includes("Secret.") && text.includes("Five days."));
});

it("keeps comments with their cell, and answers with their time", () => {
  const sheet = toSheet(["Ten days."]);
  utils.cell_add_comment(sheet["A1"], "Why ten?", "Ann");
  assert.deepEqual(toOutline(parseXlsx(open(saveWorkbook(toBook(["S", sheet]))))).slice(1), [
    "paragraph: Ten days.",
    "quote: Comment on A1 by Ann: Why ten?",
  ]);
});

it("reads charts and text boxes that lie on a sheet", () => {
  const box = `<xdr:sp><xdr:nvSpPr/><xdr:spPr/><xdr:txBody>${drawnText("Read me.")}</xdr:txBody></xdr:sp>`;
  const file = edit(saveWorkbook(toBook(["S", toSheet(["Ten days."])])), {
    "xl/worksheets/_rels/sheet1.xml.rels": relationPart({
      d: ["drawing", "../drawings/drawing1.xml"],
    }),
    "xl/drawings/drawing1.xml": `<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:twoCellAnchor>${box}</xdr:twoCellAnchor></xdr:wsDr>`,
  });
  assert.deepEqual(toOutline(parseXlsx(open(file))).slice(1), [
    "paragraph: Ten days.",
    "paragraph: Read me.",
  ]);
});

it("spends nothing on a huge used range, and little on cells that are far apart", () => {
  const size = 300;
  const sheet: WorkSheet = { "!ref": utils.encode_range({ r: 0, c: 0 }, { r: size, c: size }) };
  for (let at = 0; at < size; at += 1)
    sheet[utils.encode_cell({ r: at, c: at })] = { t: "n", v: at };
  const file = edit(saveWorkbook(toBook(["S", sheet])), {
    "xl/worksheets/sheet1.xml": (part) =>
      part
        .replace(/<dimension [^>]*>/, '<dimension ref="A1:XFD1048576"/>')
        .replace(
          "</sheetData>",
          '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row></sheetData>',
        ),
  });
  const { text } = parseXlsx(open(file));
  assert.ok(text.endsWith("7") && text.length < 10 * size);
});

it("reads title, author and dates where the file says them", () => {
  const book = toBook(["S", toSheet(["Ten days."])]);
  book.Props = { Title: "Leave", Author: "Ann", CreatedDate: new Date("2024-05-01T08:00:00Z") };
  const { title, metadata } = parseXlsx(open(saveWorkbook(book)));
  assert.deepEqual(
    { title, metadata },
    {
      title: "Leave",
      metadata: { author: "Ann", createdAt: "2024-05-01T08:00:00.000Z" },
    },
  );
});

it("refuses empty workbooks, other archives, entities and what is cut", () => {
  const file = saveWorkbook(toBook(["S", toSheet(["Ten days."])]));
  assert.throws(() => parseXlsx(open(saveWorkbook(toBook(["S", toSheet()])))), {
    code: "parsers.empty",
  });
  assert.throws(() => parseXlsx(open(toZip({ "word/document.xml": "<x/>" }))), {
    code: "parsers.misnamed",
  });
  const entity = (part: string): string =>
    part.replace("?>", '?><!DOCTYPE x [<!ENTITY a "boom">]>');
  assert.throws(() => parseXlsx(open(edit(file, { "xl/worksheets/sheet1.xml": entity }))), {
    code: "parsers.bomb",
  });
  assert.throws(
    () => parseXls(open(saveWorkbook(toBook(["S", toSheet(["x"])]), "biff8").slice(0, 900))),
    {
      code: "parsers.broken",
    },
  );
});

it("refuses an OpenDocument sheet with a password", () => {
  const manifest =
    '<manifest:manifest xmlns:manifest="m"><manifest:file-entry manifest:full-path="content.xml">' +
    "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
  const file = makeOpenDocument(
    { kind: "spreadsheet", body: "" },
    { "META-INF/manifest.xml": manifest },
  );
  assert.throws(() => parseOds(open(file)), { code: "parsers.encrypted" });
});
