/** @module HTML to the text a reader of the page sees, menus marked and hidden text left out. */
import { load, type CheerioAPI } from "cheerio";
import type { Block, ParsedDocument } from "../../../domain/document.ts";
import { decodeText } from "../decode.ts";
import type { FormatInput } from "../run-format.ts";
import { createTextBuilder } from "../text-builder.ts";
import { writeBlocks } from "./blocks.ts";
import { markBoilerplate } from "./boilerplate.ts";
import { removeHidden, removeNoContent } from "./clean.ts";
import { checkDepth } from "./depth.ts";
import { markLinkRuns } from "./link-runs.ts";
import { guessContent, markAroundMain, toLetters } from "./main-content.ts";
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

/** A page of nothing but menus is still what was asked for. */
function keepSome(blocks: readonly Block[]): readonly Block[] {
  if (blocks.some(({ boilerplate }) => !boilerplate)) return blocks;
  return blocks.map((block) => ({ ...block, boilerplate: false }));
}

function toBlocks(page: CheerioAPI): Pick<ParsedDocument, "text" | "blocks"> {
  const builder = createTextBuilder();
  const [body] = page("body").toArray();
  if (!body) return builder.build();
  const marks = markBoilerplate(page, body);
  markLinkRuns(page, markAroundMain(page, body, marks), marks);
  writeBlocks(builder, body, marks);
  const { text, blocks } = builder.build();
  const content = guessContent(page, body, marks);
  if (content === undefined) return { text, blocks: keepSome(blocks) };
  const guessed = blocks.map((block) =>
    content.includes(toLetters(text.slice(block.start, block.end)))
      ? block
      : { ...block, boilerplate: true },
  );
  return { text, blocks: keepSome(guessed) };
}

/** Menus and their like are boilerplate of the text; hidden text is no part of it. */
export function parseHtml({ bytes, name, limits }: FormatInput): ParsedDocument {
  const declared = findDeclaredCharset(bytes);
  const { text: source, warnings } = decodeText({
    bytes,
    name,
    ...(declared === undefined ? {} : { declared }),
  });
  checkDepth({ source, name, maxDepth: limits.maxDepth, xml: false });
  const page = load(source);
  const { metadata, ...facts } = readPageFacts(page, name);
  removeNoContent(page);
  const hidden = removeHidden(page);
  const heading = page("h1").first().text().replaceAll(/\s+/g, " ").trim();
  return {
    ...(heading === "" ? {} : { title: heading.toWellFormed() }),
    ...facts,
    ...toBlocks(page),
    metadata,
    warnings:
      hidden >= MIN_HIDDEN_WORTH_SAYING
        ? [...warnings, `hidden text left out: ${hidden} characters`]
        : warnings,
  };
}
