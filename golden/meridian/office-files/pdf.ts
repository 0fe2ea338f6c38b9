// Draws a parsed content file as an A4 PDF. Streams stay uncompressed and only the standard fonts
// are used, so the bytes do not depend on the machine's zlib or on its installed fonts.

import PdfKit from "pdfkit";

import { type Block, type Content, type Meta, dayOf, propertyRows } from "./content.ts";

type Pdf = InstanceType<typeof PdfKit>;
type Row = readonly string[];

const COMPANY = "Meridian Health Partners";
const REGULAR = "Helvetica";
const BOLD = "Helvetica-Bold";
const INK = "#1d2733";
const ACCENT = "#14566b";
const MUTED = "#5c6b77";
const TINT = "#e8f0f2";
const RULE = "#b9c7cd";
const MARGIN = { top: 88, bottom: 76, left: 68, right: 68 } as const;
const BODY_SIZE = 10.5;
const TABLE_SIZE = 9.5;
const LINE_GAP = 3;
const INDENT = 20;
const CELL_PAD = 5;

export async function renderPdf(content: Content): Promise<Buffer> {
  const pdf = openPdf(content.meta);
  const bytes = collect(pdf);
  drawTitle(pdf, content.meta);
  content.blocks.forEach((block, at) => drawBlock(pdf, block, content.blocks[at + 1]));
  drawFrames(pdf, content.meta);
  pdf.end();
  return bytes;
}

function openPdf(meta: Meta): Pdf {
  const date = dayOf(meta.date);
  return new PdfKit({
    size: "A4",
    margins: MARGIN,
    bufferPages: true,
    compress: false,
    lang: "en-IE",
    displayTitle: true,
    info: {
      Title: meta.title,
      Author: COMPANY,
      Subject: meta.description,
      Creator: COMPANY,
      CreationDate: date,
      ModDate: date,
    },
  });
}

function collect(pdf: Pdf): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
    pdf.on("end", () => resolve(Buffer.concat(chunks)));
    pdf.on("error", reject);
  });
}

function drawTitle(pdf: Pdf, meta: Meta): void {
  pdf.font(BOLD).fontSize(11).fillColor(ACCENT).text(COMPANY);
  pdf.moveDown(0.8);
  pdf.font(BOLD).fontSize(23).fillColor(INK).text(meta.title, { lineGap: 2 });
  pdf.moveDown(0.3);
  pdf.font(REGULAR).fontSize(11.5).fillColor(MUTED).text(meta.description, { lineGap: LINE_GAP });
  pdf.moveDown(0.8);
  drawTable(pdf, propertyRows(meta), [0.22, 0.78], false);
}

function drawBlock(pdf: Pdf, block: Block, next: Block | undefined): void {
  if (block.kind === "heading") drawHeading(pdf, block.level, block.text, next);
  else if (block.kind === "paragraph") drawParagraph(pdf, block.text);
  else if (block.kind === "note") drawNote(pdf, block.text);
  else if (block.kind === "list") drawList(pdf, block.items, block.ordered);
  else if (block.kind === "table") drawTable(pdf, block.rows, columnShares(block.rows), true);
  else pdf.addPage();
}

function drawHeading(pdf: Pdf, level: 1 | 2, text: string, next: Block | undefined): void {
  const size = level === 1 ? 15 : 12;
  pdf.font(REGULAR).fontSize(BODY_SIZE);
  const follower = next?.kind === "paragraph" ? heightOf(pdf, next.text, innerWidth(pdf)) : 110;
  keepRoom(pdf, size * 2.4 + follower);
  if (pdf.y > MARGIN.top) pdf.y += level === 1 ? 12 : 6;
  pdf
    .font(BOLD)
    .fontSize(size)
    .fillColor(level === 1 ? ACCENT : INK);
  pdf.text(text, MARGIN.left, pdf.y);
  if (level === 1) pdf.outline.addItem(text);
  pdf.y += 5;
}

function drawParagraph(pdf: Pdf, text: string): void {
  pdf.font(REGULAR).fontSize(BODY_SIZE).fillColor(INK);
  keepRoom(pdf, heightOf(pdf, text, innerWidth(pdf)));
  pdf.text(text, MARGIN.left, pdf.y, { width: innerWidth(pdf), lineGap: LINE_GAP });
  pdf.y += 7;
}

function drawNote(pdf: Pdf, text: string): void {
  const width = innerWidth(pdf) - 24;
  pdf.font(BOLD).fontSize(BODY_SIZE);
  const height = heightOf(pdf, text, width) + 16;
  keepRoom(pdf, height + 8);
  const top = pdf.y + 2;
  pdf.rect(MARGIN.left, top, innerWidth(pdf), height).fill(TINT);
  pdf.rect(MARGIN.left, top, 4, height).fill(ACCENT);
  pdf.fillColor(INK).text(text, MARGIN.left + 14, top + 9, { width, lineGap: LINE_GAP });
  pdf.y = top + height + 10;
}

function drawList(pdf: Pdf, items: readonly string[], ordered: boolean): void {
  const width = innerWidth(pdf) - INDENT;
  items.forEach((item, at) => {
    pdf.font(REGULAR).fontSize(BODY_SIZE).fillColor(INK);
    keepRoom(pdf, heightOf(pdf, item, width));
    const top = pdf.y;
    pdf.text(ordered ? `${at + 1}.` : "\u2022", MARGIN.left + 4, top, { lineBreak: false });
    pdf.text(item, MARGIN.left + INDENT, top, { width, lineGap: LINE_GAP });
    pdf.y += 3;
  });
  pdf.y += 5;
}

function drawTable(pdf: Pdf, rows: readonly Row[], shares: readonly number[], head: boolean): void {
  const widths = shares.map((share) => share * innerWidth(pdf));
  rows.forEach((row, at) => {
    const bold = head && at === 0;
    const needed = rowHeight(pdf, row, widths, bold);
    const broke = keepRoom(pdf, bold ? needed * 3 : needed);
    if (broke && head && !bold) drawRow(pdf, rows[0] ?? [], widths, true);
    drawRow(pdf, row, widths, bold);
  });
  pdf.x = MARGIN.left;
  pdf.y += 12;
}

function drawRow(pdf: Pdf, row: Row, widths: readonly number[], bold: boolean): void {
  const top = pdf.y;
  const height = rowHeight(pdf, row, widths, bold);
  if (bold) pdf.rect(MARGIN.left, top, innerWidth(pdf), height).fill(TINT);
  let left: number = MARGIN.left;
  row.forEach((cell, at) => {
    const width = widths[at] ?? 0;
    pdf.font(cellFont(bold, at)).fontSize(TABLE_SIZE).fillColor(INK);
    pdf.text(cell, left + CELL_PAD, top + CELL_PAD, { width: width - 2 * CELL_PAD, lineGap: 2 });
    left += width;
  });
  drawGrid(pdf, top, height, widths);
  pdf.y = top + height;
}

function drawGrid(pdf: Pdf, top: number, height: number, widths: readonly number[]): void {
  let left: number = MARGIN.left;
  pdf.lineWidth(0.6).strokeColor(RULE);
  for (const width of widths) {
    pdf.rect(left, top, width, height).stroke();
    left += width;
  }
}

function rowHeight(pdf: Pdf, row: Row, widths: readonly number[], bold: boolean): number {
  const heights = row.map((cell, at) => {
    pdf.font(cellFont(bold, at)).fontSize(TABLE_SIZE);
    const width = (widths[at] ?? 0) - 2 * CELL_PAD;
    return pdf.heightOfString(cell, { width, lineGap: 2 });
  });
  return Math.max(...heights) + 2 * CELL_PAD;
}

/** Column widths in proportion to the longest cell, softened so that no column gets too narrow. */
function columnShares(rows: readonly Row[]): readonly number[] {
  const head = rows[0] ?? [];
  const longest = head.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  const weights = longest.map((length) => Math.min(Math.max(length, 11), 44));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function drawFrames(pdf: Pdf, meta: Meta): void {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    pdf.page.margins.bottom = 0;
    pdf.font(REGULAR).fontSize(8.5).fillColor(MUTED);
    drawEdge(pdf, 44, COMPANY, meta.title);
    drawRule(pdf, 60);
    drawRule(pdf, pdf.page.height - 56);
    const label = `${meta.reference}, version ${meta.version}`;
    drawEdge(pdf, pdf.page.height - 46, label, `Page ${page + 1} of ${count}`);
  }
}

function drawEdge(pdf: Pdf, top: number, left: string, right: string): void {
  const start = pdf.page.width - MARGIN.right - pdf.widthOfString(right);
  pdf.text(left, MARGIN.left, top, { lineBreak: false });
  pdf.text(right, start, top, { lineBreak: false });
}

function drawRule(pdf: Pdf, top: number): void {
  const end = pdf.page.width - MARGIN.right;
  pdf.moveTo(MARGIN.left, top).lineTo(end, top).lineWidth(0.6).strokeColor(RULE).stroke();
}

function cellFont(head: boolean, column: number): string {
  return head || column === 0 ? BOLD : REGULAR;
}

function innerWidth(pdf: Pdf): number {
  return pdf.page.width - MARGIN.left - MARGIN.right;
}

function heightOf(pdf: Pdf, text: string, width: number): number {
  return pdf.heightOfString(text, { width, lineGap: LINE_GAP });
}

/** Starts a page when the height does not fit: a sentence is never split by a page's footer. */
function keepRoom(pdf: Pdf, height: number): boolean {
  if (pdf.y + height <= pdf.page.height - MARGIN.bottom) return false;
  pdf.addPage();
  return true;
}
