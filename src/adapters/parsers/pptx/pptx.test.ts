import assert from "node:assert/strict";
import { it } from "node:test";
import { toOutline } from "../../../testing/outline.ts";
import {
  drawnShape,
  drawnText,
  makePptx,
  relationPart,
  slidePart,
  slideTitle,
  toZip,
} from "../../../testing/sample-office.ts";
import { PARSER_LIMITS } from "../limits.ts";
import { parsePptx } from "./pptx.ts";

const parse = (bytes: Uint8Array) => parsePptx({ bytes, name: "x.pptx", limits: PARSER_LIMITS });
const outline = (...input: Parameters<typeof makePptx>) => toOutline(parse(makePptx(...input)));

const box = (text: string, ...at: [number, number, number, number]): string =>
  drawnShape({ text: drawnText(text), box: at });

const frame = (data: string, more = ""): string =>
  `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="9" name="f" ${more}/></p:nvGraphicFramePr>` +
  `<p:xfrm><a:off x="0" y="500"/><a:ext cx="9" cy="9"/></p:xfrm>` +
  `<a:graphic><a:graphicData>${data}</a:graphicData></a:graphic></p:graphicFrame>`;

it("reads slides in the order of the show, each as a page below its title", () => {
  const slides = ["One", "Two"].map((title) =>
    slidePart(slideTitle(title) + box(`In ${title}`, 0, 9, 9, 9)),
  );
  const document = parse(makePptx(slides));
  assert.deepEqual(toOutline(document), [
    "heading1: One",
    "paragraph: In One",
    "heading1: Two",
    "paragraph: In Two",
  ]);
  const pages = (document.pages ?? []).map(({ start, end }) => document.text.slice(start, end));
  assert.deepEqual(pages, ["One\n\nIn One", "Two\n\nIn Two"]);
  assert.equal(document.title, "One");
});

it("calls a slide without a title by its number", () => {
  assert.deepEqual(
    outline([slidePart(slideTitle("One")), slidePart(box("Ten days.", 0, 0, 9, 9))]),
    ["heading1: One", "heading1: Slide 2", "paragraph: Ten days."],
  );
});

it("reads boxes by their place: columns below one another, groups together", () => {
  const group =
    `<p:grpSp><p:nvGrpSpPr><p:cNvPr id="1" name="g"/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="300"/><a:ext cx="100" cy="200"/></a:xfrm></p:grpSpPr>` +
    `<p:grpSp>${box("g2", 0, 100, 50, 50)}</p:grpSp>${box("g1", 0, 0, 50, 50)}</p:grpSp>`;
  const shapes =
    box("right", 600, 300, 100, 100) +
    group +
    box("right below", 600, 450, 100, 100) +
    box("over both", 0, 0, 700, 100);
  const [, ...rest] = outline([slidePart(shapes)]);
  assert.deepEqual(
    rest.map((line) => line.slice("paragraph: ".length)),
    ["over both", "g1", "g2", "right", "right below"],
  );
});

it("takes bullets and numbers from the paragraph, the layout and the master", () => {
  const body = (...text: readonly (string | readonly [string, string])[]): string =>
    drawnShape({ text: drawnText(...text), placeholder: 'idx="1"' });
  const numbered = '<a:pPr><a:buAutoNum type="alphaLcParenR" startAt="2"/></a:pPr>';
  const slide = slidePart(
    body(
      "a",
      ["b", '<a:pPr lvl="1"/>'],
      ["c", numbered],
      ["d", numbered],
      ["e", "<a:pPr><a:buNone/></a:pPr>"],
    ),
  );
  const layout = slidePart(drawnShape({ text: "", placeholder: 'idx="1"' }), "", "sldLayout");
  const master = slidePart("", "", "sldMaster").replace(
    "</p:sldMaster>",
    '<p:txStyles><p:bodyStyle><a:lvl1pPr><a:buChar char="•"/></a:lvl1pPr>' +
      '<a:lvl2pPr><a:buChar char="–"/></a:lvl2pPr></p:bodyStyle></p:txStyles></p:sldMaster>',
  );
  const { text } = parse(
    makePptx([slide], {
      "ppt/slides/_rels/s1.xml.rels": relationPart({
        l: ["slideLayout", "../slideLayouts/l1.xml"],
      }),
      "ppt/slideLayouts/l1.xml": layout,
      "ppt/slideLayouts/_rels/l1.xml.rels": relationPart({
        m: ["slideMaster", "/ppt/slideMasters/m1.xml"],
      }),
      "ppt/slideMasters/m1.xml": master,
    }),
  );
  assert.equal(text, "Slide 1\n\n- a\n  - b\nb) c\nc) d\n\ne");
});

it("reads tables with their header, and says what reaches over several cells in each", () => {
  const cell = (text: string, attributes = ""): string =>
    `<a:tc ${attributes}><a:txBody>${drawnText(text)}</a:txBody></a:tc>`;
  const rows = [
    cell("Land") + cell("Days", 'gridSpan="2"') + cell("", 'hMerge="1"'),
    cell("DE", 'rowSpan="2"') + cell("30") + cell("20"),
    cell("", 'vMerge="1"') + cell("5") + cell("6"),
  ];
  const table = `<a:tbl><a:tblPr firstRow="1"/>${rows.map((row) => `<a:tr>${row}</a:tr>`).join("")}</a:tbl>`;
  assert.deepEqual(outline([slidePart(slideTitle("T") + frame(table))]), [
    "heading1: T",
    "table/1: Land | Days | Days\nDE | 30 | 20\nDE | 5 | 6",
  ]);
});

const points = (...values: readonly string[]): string =>
  values.map((value, index) => `<c:pt idx="${index}"><c:v>${value}</c:v></c:pt>`).join("");

it("reads charts from the values the file keeps, and diagrams by their outline", () => {
  const series = (name: string, code: string, ...values: readonly string[]): string =>
    `<c:ser><c:tx><c:strRef><c:strCache>${points(name)}</c:strCache></c:strRef></c:tx>` +
    `<c:cat><c:strRef><c:strCache>${points("Q1", "Q2")}</c:strCache></c:strRef></c:cat>` +
    `<c:val><c:numRef><c:numCache><c:formatCode>${code}</c:formatCode>${points(...values)}</c:numCache></c:numRef></c:val></c:ser>`;
  const chart =
    `<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><c:tx><c:rich>${drawnText("Sales")}</c:rich></c:tx></c:title>` +
    `<c:plotArea><c:barChart>${series("2023", "General", "0.30000000000000004", "2")}${series("Share", "0%", "0.5")}</c:barChart></c:plotArea></c:chart></c:chartSpace>`;
  const point = (id: string, text: string, type = "node"): string =>
    `<dgm:pt modelId="${id}" type="${type}"><dgm:t>${drawnText(text)}</dgm:t></dgm:pt>`;
  const link = (from: string, to: string, order: number): string =>
    `<dgm:cxn srcId="${from}" destId="${to}" srcOrd="${order}"/>`;
  const diagram =
    `<dgm:dataModel xmlns:dgm="d" xmlns:a="a"><dgm:ptLst>${point("0", "", "doc")}${point("2", "Grant")}${point("1", "Ask")}${point("3", "in writing")}${point("4", "no", "sibTrans")}</dgm:ptLst>` +
    `<dgm:cxnLst>${link("0", "2", 1)}${link("0", "1", 0)}${link("1", "3", 0)}${link("3", "1", 0)}</dgm:cxnLst></dgm:dataModel>`;
  const slide = slidePart(
    slideTitle("T") + frame('<c:chart r:id="c"/>') + frame('<dgm:relIds xmlns:dgm="d" r:dm="d"/>'),
  );
  assert.deepEqual(
    outline([slide], {
      "ppt/slides/_rels/s1.xml.rels": relationPart({
        c: ["chart", "../charts/chart1.xml"],
        d: ["diagramData", "../diagrams/data1.xml"],
      }),
      "ppt/charts/chart1.xml": chart,
      "ppt/diagrams/data1.xml": diagram,
    }),
    [
      "heading1: T",
      "caption: Bar chart: Sales",
      "table/1: | | 2023 | Share |\nQ1 | 0.3 | 50%\nQ2 | 2",
      "list-item: Ask",
      "list-item: in writing",
      "list-item: Grant",
    ],
  );
});

it("keeps notes and comments as such, feet as boilerplate, and alt texts that say something", () => {
  const picture = (alt: string): string =>
    `<p:pic><p:nvPicPr><p:cNvPr id="3" name="p" descr="${alt}"/></p:nvPicPr></p:pic>`;
  const slide = slidePart(
    slideTitle("T") +
      picture("A map of offices Description automatically generated") +
      picture("image1.png") +
      drawnShape({ text: drawnText("Acme"), placeholder: 'type="ftr" idx="3"' }) +
      drawnShape({ text: drawnText("7"), placeholder: 'type="sldNum" idx="4"' }),
  );
  const notes = slidePart(
    drawnShape({ text: drawnText("Speak slowly."), placeholder: 'type="body" idx="1"' }),
    "",
    "notes",
  );
  assert.deepEqual(
    outline([slide], {
      "ppt/slides/_rels/s1.xml.rels": relationPart({
        n: ["notesSlide", "../notesSlides/n1.xml"],
        k: ["comments", "../comments/c1.xml"],
      }),
      "ppt/notesSlides/n1.xml": notes,
      "ppt/comments/c1.xml":
        '<p:cmLst xmlns:p="p"><p:cm authorId="0" dt="2026-01-01T00:00:00"><p:text>Why?</p:text></p:cm></p:cmLst>',
      "ppt/commentAuthors.xml":
        '<p:cmAuthorLst xmlns:p="p"><p:cmAuthor id="0" name="Ann"/></p:cmAuthorLst>',
      "ppt/_rels/presentation.xml.rels": relationPart({
        s1: ["slide", "slides/s1.xml"],
        a: ["commentAuthors", "commentAuthors.xml"],
      }),
    }),
    [
      "heading1: T",
      "caption: A map of offices",
      "{paragraph: Acme}",
      "quote: Comment by Ann, 2026-01-01: Why?",
      "heading2: Notes",
      "paragraph: Speak slowly.",
    ],
  );
});

it("says which slides are hidden or lost, and reads on", () => {
  const slides = [
    slidePart(slideTitle("One"), 'show="0"'),
    slidePart(""),
    slidePart(slideTitle("Three")),
  ];
  const relations = {
    s1: ["slide", "slides/s1.xml"],
    s2: ["slide", "slides/gone.xml"],
    s3: ["slide", "slides/s3.xml"],
  } as const;
  const file = makePptx(slides, { "ppt/_rels/presentation.xml.rels": relationPart(relations) });
  const { warnings, pages, ...document } = parse(file);
  assert.deepEqual(warnings, ["hidden slides: 1", "slides that the file has lost: 2"]);
  assert.deepEqual(toOutline({ ...document, warnings }), ["heading1: One", "heading1: Three"]);
  assert.equal(pages?.length, 3);
});

it("reads any prefixes, and both forms of what older programs cannot show", () => {
  const slide = slidePart(slideTitle("T"))
    .replaceAll("p:", "ns0:")
    .replace("xmlns:p=", "xmlns:ns0=");
  const newer = slidePart(
    `<mc:AlternateContent xmlns:mc="m"><mc:Choice>${box("new", 0, 0, 9, 9)}</mc:Choice><mc:Fallback>${box("old", 0, 0, 9, 9)}</mc:Fallback></mc:AlternateContent>`,
  );
  assert.deepEqual(outline([slide, newer]), ["heading1: T", "heading1: Slide 2", "paragraph: new"]);
});

it("takes the title from the properties unless it is what the program put there", () => {
  const core = (title: string) => ({
    "docProps/core.xml": `<c:p xmlns:c="c" xmlns:dc="d"><dc:title>${title}</dc:title><dc:creator>Ann</dc:creator></c:p>`,
  });
  const slides = [slidePart(slideTitle("One"))];
  assert.equal(parse(makePptx(slides, core("Plan"))).title, "Plan");
  assert.equal(parse(makePptx(slides, core("PowerPoint-Präsentation"))).title, "One");
  assert.equal(parse(makePptx(slides, core("Plan"))).metadata["author"], "Ann");
});

it("refuses another archive, slides without words, entities, and nesting beyond the limit", () => {
  assert.throws(() => parse(toZip({ "xl/workbook.xml": "<x/>" })), { code: "parsers.misnamed" });
  assert.throws(() => parse(makePptx([slidePart("")])), { code: "parsers.empty" });
  const entity = `<!DOCTYPE x [<!ENTITY a "boom">]>${slidePart(slideTitle("&a;"))}`;
  assert.throws(() => parse(makePptx([entity])), { code: "parsers.bomb" });
  const deep = slidePart("<p:grpSp>".repeat(300) + "</p:grpSp>".repeat(300));
  assert.throws(() => parse(makePptx([deep])), { code: "parsers.too-deep" });
});

it("sees no part outside of the package, whatever a relation or an entry is called", () => {
  const slide = slidePart(slideTitle("T"));
  const relations = { s1: ["slide", "slides/s1.xml"], s2: ["slide", "../../../evil.xml"] } as const;
  const file = makePptx([slide, slide], {
    "ppt/_rels/presentation.xml.rels": relationPart(relations),
    "../../../evil.xml": slidePart(slideTitle("evil")),
    "ppt/slides/../../evil.xml": slidePart(slideTitle("evil")),
  });
  assert.deepEqual(toOutline(parse(file)), ["heading1: T"]);
});
