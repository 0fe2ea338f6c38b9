/** @module HTML to the text a reader of the page sees, menus and hidden text left out. */
import { load } from "cheerio";
import type { ParsedDocument } from "../../../domain/document.ts";
import { decodeText } from "../decode.ts";
import type { FormatInput } from "../run-format.ts";
import { createTextBuilder } from "../text-builder.ts";
import { writeBlocks } from "./blocks.ts";
import { removeBoilerplate, removeHidden, removeNoContent } from "./clean.ts";
import { checkDepth } from "./depth.ts";
import { findMainContent } from "./main-content.ts";
import { readPageFacts } from "./metadata.ts";

/** Hidden labels of a few letters, such as a cross to close, are on every page. */
const MIN_HIDDEN_WORTH_SAYING = 20;

/** As in the HTML Standard, the declaration stands in the first 1,024 bytes. */
function findDeclaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
  const match =
    /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)/i.exec(head) ??
    /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w-]+)/i.exec(head);
  return match?.[1];
}

export function parseHtml({ bytes, name, limits }: FormatInput): ParsedDocument {
  const declared = findDeclaredCharset(bytes);
  const { text: source, warnings } = decodeText({
    bytes,
    name,
    ...(declared === undefined ? {} : { declared }),
  });
  checkDepth({ source, name, maxDepth: limits.maxDepth, xml: false });
  const page = load(source);
  const { metadata, ...facts } = readPageFacts(page);
  removeNoContent(page);
  const hidden = removeHidden(page);
  const everything = page("body").text();
  removeBoilerplate(page);
  // A page of nothing but menus is still what was asked for.
  const { $, root } = page("body").text().trim() === "" ? restore(source) : findMainContent(page);
  const builder = createTextBuilder();
  if (root && everything !== "") writeBlocks(builder, root);
  const { text, blocks } = builder.build();
  const heading = $("h1").first().text().replaceAll(/\s+/g, " ").trim();
  return {
    ...(heading === "" ? {} : { title: heading.toWellFormed() }),
    ...facts,
    text,
    blocks,
    metadata,
    warnings:
      hidden >= MIN_HIDDEN_WORTH_SAYING
        ? [...warnings, `hidden text left out: ${hidden} characters`]
        : warnings,
  };
}

function restore(source: string): ReturnType<typeof findMainContent> {
  const $ = load(source);
  removeNoContent($);
  removeHidden($);
  return { $, root: $("body").get(0) };
}
