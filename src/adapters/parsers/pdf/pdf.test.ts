import assert from "node:assert/strict";
import { it } from "node:test";
import { makePdf, type SampleText } from "../../../testing/sample-files.ts";
import { PARSER_LIMITS } from "../limits.ts";
import { toIsoTime } from "./metadata.ts";
import { parsePdf } from "./pdf.ts";
import { joinLines, toVocabulary } from "./words.ts";

const parse = (pages: readonly (readonly SampleText[])[], info = "", catalog = "") =>
  parsePdf({ bytes: makePdf(pages, info, catalog), name: "x.pdf", limits: PARSER_LIMITS });

const outline = async (pages: readonly (readonly SampleText[])[]) => {
  const { text, blocks } = await parse(pages);
  return blocks.map(
    ({ kind, level, boilerplate, start, end }) =>
      `${kind}${level ?? ""}${boilerplate ? " (boilerplate)" : ""}: ${text.slice(start, end)}`,
  );
};

/** Lines of the usual distance, filling a column of about 280 points. */
const lines = (texts: readonly string[], x = 72, y = 100): readonly SampleText[] =>
  texts.map((text, index) => ({ text, x, y: y + 12 * index }));

const FULL = "This line of the policy is so long that it fills its column";

it("joins lines to paragraphs, and parts them at gaps and at lines that end early", async () => {
  const page = [
    ...lines([FULL, FULL, "and ends here.", FULL, "short end."]),
    ...lines([FULL], 72, 190),
  ];
  assert.deepEqual(await outline([page]), [
    `paragraph: ${FULL} ${FULL} and ends here.`,
    `paragraph: ${FULL} short end.`,
    `paragraph: ${FULL}`,
  ]);
});

it("tells headings by size and by a font of their own", async () => {
  const page: readonly SampleText[] = [
    { text: "Leave policy of Acme", x: 72, y: 60, size: 20 },
    { text: "Scope", x: 72, y: 90, bold: true },
    ...lines([FULL, FULL, FULL, FULL, "to its end."], 72, 104),
  ];
  const [title, scope, text] = await outline([page]);
  assert.equal(title, "heading1: Leave policy of Acme");
  assert.equal(scope, "heading2: Scope");
  assert.match(text ?? "", /^paragraph: This/);
});

it("reads columns one after the other, and text over both of them where it stands", async () => {
  const left = Array.from({ length: 8 }, (_, n) => `left column line number ${n} of the text`);
  const right = Array.from({ length: 8 }, (_, n) => `right column line number ${n} of the text`);
  const wide = {
    text: "A heading that stands over both of the columns of this page",
    x: 72,
    y: 60,
    size: 16,
  };
  const { text } = await parse([[...lines(right, 330), ...lines(left, 72), wide]]);
  const places = [
    ...text.matchAll(/heading|left column line number (\d)|right column line number (\d)/g),
  ];
  assert.deepEqual(places.map(([found]) => found[0]).join(""), `h${"l".repeat(8)}${"r".repeat(8)}`);
});

const row = (cells: readonly string[], y: number): readonly SampleText[] =>
  cells.map((text, index) => ({ text, x: [72, 250, 330][index] ?? 0, y }));

it("keeps the cells of a table apart and names its header", async () => {
  const { text, blocks } = await parse([
    [
      ...row(["Country", "2022", "2021"], 100),
      ...row(["Germany", "30", "28"], 114),
      ...row(["France", "25", "25"], 128),
    ],
  ]);
  assert.equal(text, "Country | 2022 | 2021\nGermany | 30 | 28\nFrance | 25 | 25");
  assert.deepEqual(
    [blocks[0]?.kind, blocks[0]?.headerRows, blocks[0]?.rows?.length],
    ["table", 1, 3],
  );
});

it("gives column names without a first cell their own columns", async () => {
  const { text } = await parse([
    [
      { text: "2022", x: 250, y: 100 },
      { text: "2021", x: 330, y: 100 },
      { text: "Sales", x: 72, y: 114 },
      { text: "$", x: 235, y: 114 },
      { text: "30", x: 252, y: 114 },
      { text: "28", x: 332, y: 114 },
      { text: "Costs", x: 72, y: 128 },
      { text: "25", x: 252, y: 128 },
      { text: "25", x: 332, y: 128 },
    ],
  ]);
  assert.equal(text, "| | 2022 | 2021 |\nSales | $30 | 28\nCosts | 25 | 25");
});

it("marks what repeats on most pages, page numbers of any kind among it", async () => {
  const pages = Array.from({ length: 4 }, (_, n) => [
    { text: "Acme handbook", x: 72, y: 30 },
    { text: `Only page ${["one", "two", "three", "four"][n]} says this.`, x: 72, y: 200 },
    { text: `Part ${"ABCD"[n]}`, x: 72, y: 760 },
    { text: `${n + 7}`, x: 500, y: 760 },
  ]);
  const found = await outline(pages);
  assert.deepEqual(found.slice(0, 3), [
    "paragraph (boilerplate): Acme handbook",
    "paragraph: Only page one says this.",
    "paragraph (boilerplate): Part A 7",
  ]);
  assert.equal(found.length, 12);
});

it("says where each page stands, also one without text", async () => {
  const { text, pages, warnings } = await parse([lines(["One."]), [], lines(["Two."])]);
  assert.equal(text, "One.\n\nTwo.");
  assert.deepEqual(pages, [
    { page: 1, start: 0, end: 4 },
    { page: 2, start: 4, end: 4 },
    { page: 3, start: 6, end: 10 },
  ]);
  assert.deepEqual(warnings, ["1 of 3 pages have no text: 2"]);
});

it("makes list items of bullets and numbers", async () => {
  assert.deepEqual(await outline([lines(["- one", "- two", "1. three", "(b) four"])]), [
    "list-item: one",
    "list-item: two",
    "list-item: 1. three",
    "list-item: (b) four",
  ]);
});

it("reads title, author, language and dates", async () => {
  const info = "/Title (Leave policy) /Author (Ann) /CreationDate (D:20240501100000+02'00')";
  const { title, language, modifiedAt, metadata } = await parse(
    [lines(["x y"])],
    info,
    "/Lang (de-DE)",
  );
  assert.deepEqual(
    { title, language, modifiedAt, metadata },
    {
      title: "Leave policy",
      language: "de-DE",
      modifiedAt: "2024-05-01T08:00:00.000Z",
      metadata: { author: "Ann", createdAt: "2024-05-01T08:00:00.000Z" },
    },
  );
});

it("reads dates with parts left out, and nothing where there is none", () => {
  assert.equal(toIsoTime("D:2024"), "2024-01-01T00:00:00.000Z");
  assert.equal(toIsoTime("20240229235959Z"), "2024-02-29T23:59:59.000Z");
  assert.equal(toIsoTime("D:20241399"), undefined);
  assert.equal(toIsoTime("yesterday"), undefined);
});

const join = (cut: readonly string[], seen = "") =>
  joinLines(cut, toVocabulary([...seen.split(" "), ...cut]));

it("joins a cut word only when that is safe", () => {
  assert.equal(join(["the infor-", "mation"]), "the information");
  assert.equal(join(["a well-", "known fact"], "well known"), "a well-known fact");
  assert.equal(join(["a multi-", "year plan"], "multi-year"), "a multi-year plan");
  assert.equal(join(["re-", "open it"], "reopen open re"), "reopen it");
  assert.equal(join(["COVID-", "19 rules"]), "COVID-19 rules");
  assert.equal(join(["soft\u00ad", "ly"]), "softly");
  assert.equal(join(["東京", "都"]), "東京都");
  assert.equal(join(["from 5 -", "then on"]), "from 5 - then on");
});

const cellsAt = (y: number, cells: readonly (string | undefined)[]): readonly SampleText[] =>
  cells.flatMap((text, column) => (text === undefined ? [] : [{ text, x: 72 + 140 * column, y }]));

it("joins the lines that a cell of a table is broken into", async () => {
  const page = [
    ...cellsAt(100, ["Kind of leave", "Who may take it", "Days"]),
    ...cellsAt(124, ["Parental", "Everybody who has been", "30"]),
    ...cellsAt(136, [undefined, "Here for a year"]),
    ...cellsAt(160, ["Sick", "Everybody with a note", "10"]),
    ...cellsAt(172, ["and injured", "from a doctor"]),
    ...cellsAt(196, ["Travel", "Nobody", "0"]),
  ];
  assert.deepEqual(await outline([page]), [
    "table: Kind of leave | Who may take it | Days\n" +
      "Parental | Everybody who has been Here for a year | 30\n" +
      "Sick and injured | Everybody with a note from a doctor | 10\nTravel | Nobody | 0",
  ]);
});

it("keeps rows without a label apart where rows stand no further from one another", async () => {
  const page = [
    ...cellsAt(100, ["Fruit", "Apple", "Red"]),
    ...cellsAt(112, [undefined, "Banana", "Yellow"]),
    ...cellsAt(124, ["Root", "Carrot", "Orange"]),
    ...cellsAt(136, ["Total", "8,000", "9,000"]),
    ...cellsAt(148, [undefined, "1,000", "2,000"]),
  ];
  const [table] = await outline([page]);
  assert.equal(table?.split("\n").length, 5);
});
