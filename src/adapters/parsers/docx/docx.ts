/** @module DOCX to text: body and notes through HTML, page heads and feet beside it. */
import { load, type CheerioAPI } from "cheerio";
import type { AnyNode, Element } from "domhandler";
import { strToU8, zipSync } from "fflate";
import mammoth from "mammoth";
import type { ParsedDocument } from "../../../domain/document.ts";
import { broken } from "../errors.ts";
import { writeBlocks } from "../html/blocks.ts";
import { readCoreProperties } from "../office/core-properties.ts";
import { inlineEquations } from "../office/equations.ts";
import type { FormatInput } from "../run-format.ts";
import { createTextBuilder } from "../text-builder.ts";
import { writeGraphics } from "./graphics.ts";
import { NUMBER, writeIntoMain } from "./main-part.ts";
import { openPackage, type WordPackage } from "./package.ts";

const MAIN = "word/document.xml";

const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "p[style-name='caption'] => figcaption:fresh",
  "p[style-name='Code'] => pre:separator('\\n')",
  "p[style-name='Source Code'] => pre:separator('\\n')",
  "p[style-name='HTML Preformatted'] => pre:separator('\\n')",
];

/** Lines of all page heads or feet, each once: a section repeats those of the one before. */
function readPageParts(parts: ReadonlyMap<string, string>, kind: "header" | "footer"): string[] {
  const lines = new Set<string>();
  for (const [partName, source] of parts) {
    if (!new RegExp(`^word/${kind}\\d*\\.xml$`).test(partName)) continue;
    const $ = load(source, { xml: true });
    $("w\\:tab, w\\:br").replaceWith("<w:t> </w:t>");
    $("w\\:p").each((_, paragraph) => {
      const line = $(paragraph).find("w\\:t").text().replaceAll(/\s+/g, " ").trim();
      if (line !== "") lines.add(line);
    });
  }
  return [...lines];
}

/** Only text parts go in: no image, no link and no file is there for the library to read. */
async function toHtml({ parts, xml }: WordPackage, name: string): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  for (const [partName, source] of parts) {
    const whole = partName === MAIN ? writeIntoMain(source, xml, MAIN) : source;
    files[partName] = strToU8(partName.startsWith("word/") ? inlineEquations(whole) : whole);
  }
  const buffer = Buffer.from(zipSync(files, { level: 0 }));
  const noImage = mammoth.images.imgElement(async () => ({ src: "" }));
  try {
    const options = { styleMap: STYLES, convertImage: noImage, externalFileAccess: false };
    return (await mammoth.convertToHtml({ buffer }, options)).value;
  } catch (error) {
    throw broken({ name, reason: "its Word document cannot be read" }, error);
  }
}

/** Takes the numbers out of the text again. @returns those that stand before an item of a list. */
function takeNumbers($: CheerioAPI): ReadonlyMap<Element, string> {
  const labels = new Map<Element, string>();
  const visit = (node: AnyNode): void => {
    if ("children" in node) node.children.forEach(visit);
    if (node.type !== "text") return;
    const number = NUMBER.exec(node.data);
    if (!number) return;
    const [item] = $(node).closest("li, p, h1, h2, h3, h4, h5, h6, td").toArray();
    const isItem = item?.type === "tag" && item.name === "li" && !labels.has(item);
    if (isItem) labels.set(item, number[1] ?? "");
    node.data = node.data.replace(NUMBER, isItem ? "" : "$1 ");
  };
  $.root().toArray().forEach(visit);
  return labels;
}

/** Page heads come first and feet last, as boilerplate; notes, charts and diagrams follow the body. */
export async function parseDocx(input: FormatInput): Promise<ParsedDocument> {
  const opened = openPackage(input);
  const { parts, xml } = opened;
  const { metadata, ...facts } = readCoreProperties(xml.root("docProps/core.xml"));
  const $ = load(await toHtml(opened, input.name));
  const labels = takeNumbers($);
  $("a[href^='#footnote-ref'], a[href^='#endnote-ref']").remove();
  const builder = createTextBuilder();
  for (const line of readPageParts(parts, "header"))
    builder.add("paragraph", line, { boilerplate: true });
  const body = $("body").get(0);
  if (body?.type === "tag") writeBlocks(builder, body, new Map(), labels);
  writeGraphics(builder, xml, MAIN);
  for (const line of readPageParts(parts, "footer"))
    builder.add("paragraph", line, { boilerplate: true });
  const heading = $("h1").first().text().replaceAll(/\s+/g, " ").trim();
  return {
    ...(heading === "" ? {} : { title: heading.toWellFormed() }),
    ...facts,
    ...builder.build(),
    metadata,
    warnings: [],
  };
}
