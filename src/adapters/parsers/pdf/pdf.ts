/** @module PDF to text in reading order, with the page each part stands on. */
import type { ParsedDocument } from "../../../domain/document.ts";
import { joinCells } from "../table-rows.ts";
import { toPageSpans } from "../page-spans.ts";
import type { FormatInput } from "../run-format.ts";
import { createTextBuilder, type TextBuilder } from "../text-builder.ts";
import { createHeadingRule, type HeadingRule } from "./headings.ts";
import { lineText, toLines, type Line } from "./lines.ts";
import { toPdfFacts } from "./metadata.ts";
import { readPdf, type PdfPage } from "./open.ts";
import { startsNumber, toGroups, type Group } from "./paragraphs.ts";
import { toRegions } from "./regions.ts";
import { splitRunningHeads, type SplitPage } from "./running-heads.ts";
import { toGrid } from "./table-grid.ts";
import { joinLines, toVocabulary, type Vocabulary } from "./words.ts";

/** A page in reading order, before it becomes text. */
interface Layout extends SplitPage {
  readonly regions: readonly (readonly Line[])[];
  /** Text that runs in another direction than most of the page, such as a stamp at its edge. */
  readonly aside: readonly (readonly Line[])[];
}

const CAPTION = /^(?:table|figure|fig\.|exhibit|chart)\s+[\dA-Z][\d.\-–]*[.:]?\s/i;
const MAX_CAPTION = 300;
/** A largest font on a first page is a title when it says more than a name. */
const MIN_TITLE = 12;

interface Style {
  readonly headings: HeadingRule;
  readonly vocabulary: Vocabulary;
}

function toLayouts(pages: readonly PdfPage[]): readonly Layout[] {
  const split = splitRunningHeads(pages.map(({ groups }) => groups[0]?.pieces ?? []));
  return split.map((page, index) => ({
    ...page,
    regions: toRegions(page.content).map(toLines),
    aside: pages[index]?.groups.slice(1).map(({ pieces }) => toLines(pieces)) ?? [],
  }));
}

function writeTable(builder: TextBuilder, lines: readonly Line[]): void {
  const { rows, headerRows } = toGrid(lines);
  builder.addTable(joinCells(rows), headerRows);
}

function writeGroup(builder: TextBuilder, group: Group, style: Style): void {
  if (group.kind === "table") {
    writeTable(builder, group.lines);
    return;
  }
  const joined = joinLines(group.lines.map(lineText), style.vocabulary);
  // The dots that lead to a page number say nothing.
  const text = joined.replaceAll(/(?:\s?\.){5,}\s?/g, " ... ");
  const level = style.headings.levelOf(group.lines, text);
  if (group.item) {
    const bullet = /^[^\s☐☑☒]\s+/u.exec(text)?.[0] ?? "";
    builder.add("list-item", text.slice(bullet.length), {}, bullet === "" ? "" : "- ");
  } else if (CAPTION.test(text) && text.length <= MAX_CAPTION) builder.add("caption", text);
  else if (level !== undefined) builder.add("heading", text, { level });
  else builder.add(startsNumber(text) ? "list-item" : "paragraph", text);
}

function writePage(builder: TextBuilder, layout: Layout, style: Style): void {
  const boilerplate = { boilerplate: true };
  for (const line of layout.heads) builder.add("paragraph", lineText(line), boilerplate);
  for (const lines of layout.regions)
    for (const group of toGroups(lines)) writeGroup(builder, group, style);
  for (const lines of layout.aside)
    builder.add("paragraph", joinLines(lines.map(lineText), style.vocabulary));
  for (const line of layout.feet) builder.add("paragraph", lineText(line), boilerplate);
}

/** Characters without a meaning of their own: the font did not say what they stand for. */
function countUnmapped(text: string): number {
  return text.match(/\p{Co}|\uFFFD|(?!\s)\p{Cc}/gu)?.length ?? 0;
}

function toWarnings(pages: readonly PdfPage[], text: string): readonly string[] {
  const warnings: string[] = [];
  const blank = pages.flatMap(({ groups }, index) => (groups.length === 0 ? [index + 1] : []));
  if (blank.length > 0) {
    const listed = blank.slice(0, 20).join(", ") + (blank.length > 20 ? ", …" : "");
    warnings.push(`${blank.length} of ${pages.length} pages have no text: ${listed}`);
  }
  const unmapped = countUnmapped(text);
  if (unmapped > text.length * 0.01)
    warnings.push(`${unmapped} of ${text.length} characters have no meaning in their font`);
  return warnings;
}

export async function parsePdf(input: FormatInput): Promise<ParsedDocument> {
  const { pages, info } = await readPdf(input);
  const layouts = toLayouts(pages);
  const lines = layouts.flatMap(({ regions }) => regions);
  const style = {
    headings: createHeadingRule(lines.flat()),
    vocabulary: toVocabulary(lines.flat().map(lineText)),
  };
  const builder = createTextBuilder();
  const counts = layouts.map((layout) => {
    writePage(builder, layout, style);
    return builder.count;
  });
  const { text, blocks } = builder.build();
  const spans = toPageSpans(blocks, counts);
  const { title, ...facts } = toPdfFacts(info);
  const [page] = spans;
  const top = blocks.find(
    ({ kind, level, start, end }) =>
      kind === "heading" && level === 1 && end <= (page?.end ?? 0) && end - start >= MIN_TITLE,
  );
  const shown = title ?? (top && text.slice(top.start, top.end));
  return {
    ...(shown === undefined ? {} : { title: shown }),
    ...facts,
    text,
    blocks,
    pages: spans,
    warnings: toWarnings(pages, text),
  };
}
