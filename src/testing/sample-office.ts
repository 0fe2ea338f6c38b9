/** @module Small presentations, OpenDocument files and e-books made by hand, for tests of parsers. */
import { strToU8, zipSync, type Zippable } from "fflate";

type Parts = Readonly<Record<string, string>>;

const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DRAWING = "http://schemas.openxmlformats.org/drawingml/2006";
const PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main";

const NAMESPACES = `xmlns:a="${DRAWING}/main" xmlns:r="${OFFICE}" xmlns:p="${PRESENTATION}" xmlns:c="${DRAWING}/chart"`;

export const toZip = (parts: Parts): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, strToU8(part)])));

/** Relations by their ids: the last part of the type, and the target. */
export const relationPart = (relations: Readonly<Record<string, readonly [string, string]>>) =>
  `<Relationships xmlns="${PACKAGE}/relationships">${Object.entries(relations)
    .map(
      ([id, [kind, target]]) =>
        `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`,
    )
    .join("")}</Relationships>`;

/** Paragraphs of a text box; each may bring its properties, such as `<a:buChar char="-"/>`. */
export const drawnText = (...paragraphs: readonly (string | readonly [string, string])[]): string =>
  paragraphs
    .map((paragraph) => {
      const [text, properties] = typeof paragraph === "string" ? [paragraph, ""] : paragraph;
      return `<a:p>${properties}<a:r><a:t>${text}</a:t></a:r></a:p>`;
    })
    .join("");

export interface SampleShape {
  readonly text: string;
  /** Such as `type="title"`. */
  readonly placeholder?: string;
  /** Left, top, width, height. */
  readonly box?: readonly [number, number, number, number];
}

export function drawnShape({ text, placeholder, box }: SampleShape): string {
  const [x, y, cx, cy] = box ?? [];
  const place = box
    ? `<a:xfrm><a:off x="${x}" y="${y}"/><a:ext cx="${cx}" cy="${cy}"/></a:xfrm>`
    : "";
  const filled = placeholder === undefined ? "" : `<p:ph ${placeholder}/>`;
  return (
    `<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr>${filled}</p:nvPr></p:nvSpPr>` +
    `<p:spPr>${place}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>${text}</p:txBody></p:sp>`
  );
}

export const slideTitle = (title: string): string =>
  drawnShape({ text: drawnText(title), placeholder: 'type="title"' });

export const slidePart = (shapes: string, attributes = "", root = "sld"): string =>
  `<p:${root} ${NAMESPACES} ${attributes}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:${root}>`;

/**
 * A presentation; slides are shown in the order given and stored in the opposite one.
 *
 * @param more adds parts or replaces these; a slide's relations are `ppt/slides/_rels/s1.xml.rels`.
 */
export function presentationParts(slides: readonly string[], more: Parts = {}): Zippable {
  const named = slides.map((slide, index) => [`s${index + 1}`, slide] as const);
  const parts: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"/>`,
    "_rels/.rels": relationPart({ r1: ["officeDocument", "ppt/presentation.xml"] }),
    "ppt/presentation.xml":
      `<p:presentation ${NAMESPACES}><p:sldIdLst>` +
      named.map(([name], index) => `<p:sldId id="${256 + index}" r:id="${name}"/>`).join("") +
      `</p:sldIdLst></p:presentation>`,
    "ppt/_rels/presentation.xml.rels": relationPart(
      Object.fromEntries(named.map(([name]) => [name, ["slide", `slides/${name}.xml`]])),
    ),
  };
  for (const [name, slide] of named.toReversed()) parts[`ppt/slides/${name}.xml`] = slide;
  const all = Object.entries({ ...parts, ...more });
  return Object.fromEntries(all.map(([name, part]) => [name, strToU8(part)]));
}

export const makePptx = (slides: readonly string[], more: Parts = {}): Uint8Array =>
  zipSync(presentationParts(slides, more));

const OASIS = "urn:oasis:names:tc:opendocument:xmlns";
const OPEN_NAMESPACES = [
  ...["office", "text", "table", "style", "presentation", "meta"].map(
    (name) => `xmlns:${name}="${OASIS}:${name}:1.0"`,
  ),
  `xmlns:draw="${OASIS}:drawing:1.0"`,
  `xmlns:svg="${OASIS}:svg-compatible:1.0"`,
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:xlink="http://www.w3.org/1999/xlink"',
].join(" ");

/** The root of an OpenDocument part, with its usual prefixes declared. */
export const openDocumentPart = (root: string, body: string): string =>
  `<office:${root} ${OPEN_NAMESPACES}>${body}</office:${root}>`;

export interface OpenDocumentSample {
  readonly kind: "text" | "presentation" | "spreadsheet";
  readonly body: string;
  /** Styles of the content itself. */
  readonly styles?: string;
}

/** @param more adds parts or replaces these. */
export function makeOpenDocument(
  { kind, body, styles = "" }: OpenDocumentSample,
  more: Parts = {},
): Uint8Array {
  const content =
    `<office:automatic-styles>${styles}</office:automatic-styles>` +
    `<office:body><office:${kind}>${body}</office:${kind}></office:body>`;
  const parts = {
    "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="m"/>',
    "content.xml": openDocumentPart("document-content", content),
    ...more,
  };
  const type = strToU8(`application/vnd.oasis.opendocument.${kind}`);
  const rest = Object.entries(parts).map(([name, part]) => [name, strToU8(part)] as const);
  return zipSync({ mimetype: [type, { level: 0 }], ...Object.fromEntries(rest) });
}

const PAGE_TYPE = "application/xhtml+xml";

/** A page of an e-book. */
export const bookPage = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml">` +
  `<head><title/></head><body>${body}</body></html>`;

/**
 * An e-book of EPUB 2 whose pages are read in the order given.
 *
 * @param contents titles with their references, as in `p1.xhtml#there`.
 * @param more adds parts or replaces these.
 */
export function makeEpub(
  pages: readonly string[],
  contents: readonly (readonly [string, string])[] = [],
  more: Parts = {},
): Uint8Array {
  const names = pages.map((_, index) => `p${index + 1}`);
  const points = contents.map(
    ([title, reference]) =>
      `<navPoint><navLabel><text>${title}</text></navLabel><content src="${reference}"/></navPoint>`,
  );
  const items = names.map(
    (name) => `<item id="${name}" href="${name}.xhtml" media-type="${PAGE_TYPE}"/>`,
  );
  const references = names.map((name) => `<itemref idref="${name}"/>`);
  const parts: Record<string, string> = {
    "META-INF/container.xml":
      '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
    "OPS/book.opf":
      '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Leave</dc:title>' +
      "<dc:creator>Ann</dc:creator><dc:language>en</dc:language>" +
      '<meta property="dcterms:modified">2024-06-01T08:00:00Z</meta></metadata><manifest>' +
      `<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>${items.toReversed().join("")}` +
      `</manifest><spine toc="ncx">${references.join("")}</spine></package>`,
    "OPS/toc.ncx":
      '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">' +
      `<ncx><navMap>${points.join("")}</navMap></ncx>`,
    ...Object.fromEntries(pages.map((page, index) => [`OPS/${names[index]}.xhtml`, page])),
    ...more,
  };
  const rest = Object.entries(parts).map(([name, part]) => [name, strToU8(part)] as const);
  return zipSync({
    mimetype: [strToU8("application/epub+zip"), { level: 0 }],
    ...Object.fromEntries(rest),
  });
}
