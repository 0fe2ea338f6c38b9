/** @module Small files made by hand: what tests of parsers need beside text. */
import { strToU8, zipSync, type Zippable } from "fflate";

export interface SampleText {
  readonly text: string;
  /** In points from the left and from the top of a page of 612 by 792. */
  readonly x: number;
  readonly y: number;
  /** 10 by default. */
  readonly size?: number;
  readonly bold?: boolean;
}

const escapePdf = (text: string): string => text.replaceAll(/[\\()]/g, String.raw`\$&`);

function toContent(texts: readonly SampleText[]): string {
  return texts
    .map(({ text, x, y, size = 10, bold = false }) => {
      const font = bold ? "F2" : "F1";
      return `BT /${font} ${size} Tf 1 0 0 1 ${x} ${792 - y} Tm (${escapePdf(text)}) Tj ET`;
    })
    .join("\n");
}

/** Objects numbered from 1 in their order, the first of them the catalog, with a right xref. */
export function toPdfFile(objects: readonly string[], info?: number): Uint8Array {
  let file = "%PDF-1.7\n";
  const offsets = objects.map((body, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`);
  const xref = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries.join("")}`;
  const about = info === undefined ? "" : ` /Info ${info} 0 R`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R${about} >>\n`;
  return strToU8(`${file}${xref}${trailer}startxref\n${file.length}\n%%EOF\n`, true);
}

const font = (name: string): string =>
  `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;

/**
 * A PDF in Helvetica and Helvetica-Bold; text must be ASCII.
 *
 * @param info such as `/Title (Leave)`, for the information dictionary.
 */
export function makePdf(
  pages: readonly (readonly SampleText[])[],
  info = "",
  catalog = "",
): Uint8Array {
  const first = 6;
  const kids = pages.map((_, index) => `${first + 2 * index} 0 R`).join(" ");
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    font("Helvetica"),
    font("Helvetica-Bold"),
    `<< ${info} >>`,
  ];
  for (const [index, texts] of pages.entries()) {
    const content = toContent(texts);
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] ` +
        `/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${first + 2 * index + 1} 0 R >>`,
      `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    );
  }
  return toPdfFile(objects, 5);
}

const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/** The root element of a Word part, with the prefixes `w`, `r` and `m` declared. */
export const wordPart = (root: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><w:${root} xmlns:w="${WORD}" xmlns:r="${OFFICE}" ` +
  `xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">${body}</w:${root}>`;

/** The parts a DOCX must have, and a body; `more` adds parts or replaces these. */
export function docxParts(body: string, more: Readonly<Record<string, string>> = {}): Zippable {
  const parts: Record<string, string> = {
    "[Content_Types].xml":
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
      `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `<Default Extension="xml" ContentType="application/xml"/></Types>`,
    "_rels/.rels":
      `<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" ` +
      `Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": wordPart("document", `<w:body>${body}</w:body>`),
    ...more,
  };
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, strToU8(part)]));
}

/** One paragraph of a Word body; a style is found by its name when it is a built-in one. */
export const wordParagraph = (text: string, style?: string): string =>
  `<w:p>${style === undefined ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}` +
  `<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

export const makeDocx = (body: string, more: Readonly<Record<string, string>> = {}): Uint8Array =>
  zipSync(docxParts(body, more));
