// Builds a parsed content file as a Word document, then packs it anew: the docx package stamps the
// current time into the core properties and into every zip entry.

import {
  AlignmentType,
  BorderStyle,
  Document,
  type FileChild,
  Footer,
  Header,
  HeadingLevel,
  LevelFormat,
  Packer,
  PageBreak,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from "fflate";

import { type Block, type Content, type Meta, dayOf, propertyRows } from "./content.ts";

type Row = readonly string[];

const COMPANY = "Meridian Health Partners";
const FONT = "Calibri";
const ACCENT = "14566B";
const MUTED = "5C6B77";
const TINT = "E8F0F2";
const TABLE_WIDTH = 9240;
const CORE = "docProps/core.xml";
const LISTS = "numbered";
const ZIP_DATE = new Date(1980, 0, 1);

export async function renderDocx(content: Content): Promise<Buffer> {
  const packed = await Packer.toBuffer(buildDocument(content));
  return repack(packed, content.meta);
}

function buildDocument({ meta, blocks }: Content): Document {
  return new Document({
    title: meta.title,
    subject: meta.description,
    description: meta.description,
    creator: COMPANY,
    lastModifiedBy: COMPANY,
    styles: documentStyles(),
    numbering: { config: [numberedList()] },
    sections: [
      {
        properties: { page: { size: { width: 11906, height: 16838 } } },
        headers: { default: new Header({ children: [edgeLine([`${COMPANY}: ${meta.title}`])] }) },
        footers: { default: new Footer({ children: [footerLine(meta)] }) },
        children: [...titleBlock(meta), ...blocks.flatMap(renderBlock)],
      },
    ],
  });
}

function documentStyles() {
  const heading = (size: number, before: number) => ({
    run: { font: FONT, size, bold: true, color: ACCENT },
    paragraph: { spacing: { before, after: 100 }, keepNext: true },
  });
  return {
    default: {
      document: {
        run: { font: FONT, size: 22, language: { value: "en-IE" } },
        paragraph: { spacing: { after: 120, line: 276 } },
      },
      title: { run: { font: FONT, size: 48, bold: true, color: ACCENT } },
      heading1: heading(30, 320),
      heading2: heading(25, 220),
    },
  };
}

function numberedList() {
  const style = { paragraph: { indent: { left: 560, hanging: 360 } } };
  const level = { level: 0, format: LevelFormat.DECIMAL, text: "%1.", style };
  return { reference: LISTS, levels: [{ ...level, alignment: AlignmentType.START }] };
}

function titleBlock(meta: Meta): readonly FileChild[] {
  return [
    new Paragraph({ heading: HeadingLevel.TITLE, text: meta.title }),
    new Paragraph({ children: [new TextRun({ text: meta.description, color: MUTED })] }),
    buildTable(propertyRows(meta), false),
    new Paragraph({ text: "" }),
  ];
}

function renderBlock(block: Block, at: number): readonly FileChild[] {
  if (block.kind === "heading") return [headingParagraph(block.level, block.text)];
  if (block.kind === "paragraph") return [new Paragraph({ text: block.text })];
  if (block.kind === "note") return [noteParagraph(block.text)];
  if (block.kind === "list") return block.items.map((item) => listItem(item, block.ordered, at));
  if (block.kind === "table") return [buildTable(block.rows, true), new Paragraph({ text: "" })];
  return [new Paragraph({ children: [new PageBreak()] })];
}

function headingParagraph(level: 1 | 2, text: string): Paragraph {
  return new Paragraph({
    heading: level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
    text,
  });
}

function noteParagraph(text: string): Paragraph {
  return new Paragraph({
    children: [new TextRun({ text, bold: true })],
    shading: { type: ShadingType.CLEAR, fill: TINT, color: "auto" },
    border: { left: { style: BorderStyle.SINGLE, size: 24, space: 8, color: ACCENT } },
    spacing: { before: 120, after: 160 },
  });
}

function listItem(text: string, ordered: boolean, instance: number): Paragraph {
  const spacing = { after: 60 };
  if (!ordered) return new Paragraph({ text, bullet: { level: 0 }, spacing });
  return new Paragraph({ text, numbering: { reference: LISTS, level: 0, instance }, spacing });
}

function buildTable(rows: readonly Row[], head: boolean): Table {
  const columns = rows[0]?.length ?? 1;
  const width = Math.floor(TABLE_WIDTH / columns);
  return new Table({
    width: { size: TABLE_WIDTH, type: WidthType.DXA },
    columnWidths: Array.from({ length: columns }, () => width),
    rows: rows.map((row, at) => tableRow(row, width, head && at === 0)),
  });
}

function tableRow(row: Row, width: number, head: boolean): TableRow {
  const cells = row.map((text, at) => tableCell(text, width, head, head || at === 0));
  return new TableRow({ tableHeader: head, cantSplit: true, children: cells });
}

function tableCell(text: string, width: number, head: boolean, bold: boolean): TableCell {
  const run = new TextRun({ text, bold, size: 20 });
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    margins: { top: 60, bottom: 60, left: 100, right: 100 },
    ...(head ? { shading: { type: ShadingType.CLEAR, fill: TINT, color: "auto" } } : {}),
    children: [new Paragraph({ children: [run], spacing: { after: 0 } })],
  });
}

function footerLine(meta: Meta): Paragraph {
  const label = `${meta.reference}, version ${meta.version}. Page `;
  return edgeLine([label, PageNumber.CURRENT, " of ", PageNumber.TOTAL_PAGES]);
}

function edgeLine(children: readonly string[]): Paragraph {
  return new Paragraph({ children: [new TextRun({ children, size: 17, color: MUTED })] });
}

function repack(packed: Uint8Array, meta: Meta): Buffer {
  const entries: Zippable = {};
  for (const [name, bytes] of Object.entries(unzipSync(packed))) {
    if (!name.endsWith("/")) entries[name] = [bytes, { mtime: ZIP_DATE }];
    if (name === CORE) entries[name] = [withFixedDates(bytes, meta), { mtime: ZIP_DATE }];
  }
  return Buffer.from(zipSync(entries, { level: 9 }));
}

function withFixedDates(core: Uint8Array, meta: Meta): Uint8Array {
  const stamp = dayOf(meta.date).toISOString().replace(".000", "");
  const dated = /(<dcterms:(?:created|modified)[^>]*>)[^<]*/g;
  return strToU8(strFromU8(core).replace(dated, `$1${stamp}`));
}
