/** @module DOCX to text: body and notes through HTML, page heads and feet beside it. */
import { load } from "cheerio";
import { strToU8, zipSync } from "fflate";
import mammoth from "mammoth";
import { toInstantMs, type Metadata } from "../../../domain/metadata.ts";
import type { ParsedDocument } from "../../../domain/document.ts";
import { broken } from "../errors.ts";
import { writeBlocks } from "../html/blocks.ts";
import type { FormatInput } from "../run-format.ts";
import { createTextBuilder } from "../text-builder.ts";
import { inlineEquations } from "./equations.ts";
import { openPackage } from "./package.ts";

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

interface Facts {
  readonly title?: string;
  readonly language?: string;
  readonly modifiedAt?: string;
  readonly metadata: Metadata;
}

function readFacts(core: string | undefined): Facts {
  if (core === undefined) return { metadata: {} };
  const $ = load(core, { xml: true });
  const read = (tag: string): string => $(tag).first().text().trim().toWellFormed();
  const toIso = (tag: string): string | undefined => {
    const instant = toInstantMs(read(tag));
    return instant === undefined ? undefined : new Date(instant).toISOString();
  };
  const [title, author, language] = [
    read("dc\\:title"),
    read("dc\\:creator"),
    read("dc\\:language"),
  ];
  const [createdAt, modifiedAt] = [toIso("dcterms\\:created"), toIso("dcterms\\:modified")];
  return {
    ...(title === "" ? {} : { title }),
    ...(/^[a-z]{2,3}(?:-[\w-]+)?$/i.test(language) ? { language } : {}),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
    metadata: {
      ...(author === "" ? {} : { author }),
      ...(createdAt === undefined ? {} : { createdAt }),
    },
  };
}

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
async function toHtml(parts: ReadonlyMap<string, string>, name: string): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  for (const [partName, source] of parts)
    files[partName] = strToU8(partName.startsWith("word/") ? inlineEquations(source) : source);
  const buffer = Buffer.from(zipSync(files, { level: 0 }));
  const noImage = mammoth.images.imgElement(async () => ({ src: "" }));
  try {
    const options = { styleMap: STYLES, convertImage: noImage, externalFileAccess: false };
    return (await mammoth.convertToHtml({ buffer }, options)).value;
  } catch (error) {
    throw broken({ name, reason: "its Word document cannot be read" }, error);
  }
}

/** Page heads come first and feet last, as boilerplate; footnotes and endnotes follow the body. */
export async function parseDocx(input: FormatInput): Promise<ParsedDocument> {
  const parts = openPackage(input);
  const { metadata, ...facts } = readFacts(parts.get("docProps/core.xml"));
  const $ = load(await toHtml(parts, input.name));
  $("a[href^='#footnote-ref'], a[href^='#endnote-ref']").remove();
  const builder = createTextBuilder();
  for (const line of readPageParts(parts, "header"))
    builder.add("paragraph", line, { boilerplate: true });
  const body = $("body").get(0);
  if (body?.type === "tag") writeBlocks(builder, body);
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
