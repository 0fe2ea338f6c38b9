/** @module PPTX to text: slides in the order of the show, with their notes and comments. */
import type { Element } from "domhandler";
import type { ParsedDocument } from "../../../domain/document.ts";
import { childOf, toOneLine } from "../archive/xml.ts";
import { empty } from "../errors.ts";
import { readCoreProperties } from "../office/core-properties.ts";
import { findRelated } from "../office/relations.ts";
import { listShapes, writeShapes } from "../office/shapes.ts";
import { readParagraphs, writeParagraphs } from "../office/text-body.ts";
import { toPageSpans } from "../page-spans.ts";
import type { FormatInput } from "../run-format.ts";
import { listed } from "../say-list.ts";
import { createTextBuilder, type TextBuilder } from "../text-builder.ts";
import { readAuthors, readComments } from "./comments.ts";
import { openPresentation, type Presentation, type SlidePart } from "./presentation.ts";
import { createSlideContext, placeholderKind } from "./templates.ts";

/** What programs call a presentation that nobody named. */
const NO_TITLE =
  /^(?:(?:microsoft )?powerpoint[ -]?\p{L}*|\p{L}* powerpoint|presentation ?\d*|slide \d+|untitled)$/iu;

const isTitle = (shape: Element): boolean =>
  /^(?:title|ctrTitle)$/.test(placeholderKind(shape) ?? "");
const isFooter = (shape: Element): boolean => /^(?:ftr|dt|hdr)$/.test(placeholderKind(shape) ?? "");
const isNumber = (shape: Element): boolean => placeholderKind(shape) === "sldNum";

const wordsOf = (shape: Element | undefined): string =>
  toOneLine(
    readParagraphs(childOf(shape, "txBody"))
      .map(({ text }) => text)
      .join(" "),
  );

function writeNotes(builder: TextBuilder, { parts }: Presentation, slide: string): void {
  const part = findRelated(parts, slide, "notesSlide");
  const root = part === undefined ? undefined : parts.root(part);
  const shapes = listShapes(childOf(root, "cSld", "spTree"));
  const notes = shapes
    .filter((shape) => placeholderKind(shape) === "body")
    .flatMap((shape) => readParagraphs(childOf(shape, "txBody")));
  if (notes.every(({ text }) => text.trim() === "")) return;
  builder.add("heading", "Notes", { level: 2 });
  writeParagraphs(builder, notes);
}

/** A slide without a title is called by its number, so that it does not fall under the one before. */
function writeSlide(
  builder: TextBuilder,
  presentation: Presentation,
  { part, root }: SlidePart,
  number: number,
): string {
  const shapes = listShapes(childOf(root, "cSld", "spTree"));
  const titles = shapes.filter(isTitle);
  const titled = titles.find((shape) => wordsOf(shape) !== "");
  const title = wordsOf(titled);
  builder.add("heading", title === "" ? `Slide ${number}` : title, { level: 1 });
  const body = shapes.filter((shape) => shape !== titled && !isFooter(shape) && !isNumber(shape));
  writeShapes(builder, body, createSlideContext(presentation, part));
  for (const shape of shapes.filter(isFooter))
    builder.add("paragraph", wordsOf(shape), { boilerplate: true });
  return title;
}

function toWarnings({ slides }: Presentation): readonly string[] {
  const numbers = (test: (slide: SlidePart | undefined) => boolean): readonly number[] =>
    slides.flatMap((slide, index) => (test(slide) ? [index + 1] : []));
  const hidden = numbers((slide) => slide?.hidden === true);
  const missing = numbers((slide) => slide === undefined);
  return [
    ...(hidden.length === 0 ? [] : [`hidden slides: ${listed(hidden)}`]),
    ...(missing.length === 0 ? [] : [`slides that the file has lost: ${listed(missing)}`]),
  ];
}

/** Each slide is a page; its title is a heading of level 1, its notes stand under one of level 2. */
export function parsePptx(input: FormatInput): ParsedDocument {
  const presentation = openPresentation(input);
  const authors = readAuthors(presentation);
  const builder = createTextBuilder();
  const titles: string[] = [];
  const counts = presentation.slides.map((slide, index) => {
    if (!slide) return builder.count;
    titles.push(writeSlide(builder, presentation, slide, index + 1));
    for (const comment of readComments(presentation, slide.part, authors))
      builder.add("quote", comment);
    writeNotes(builder, presentation, slide.part);
    return builder.count;
  });
  // Numbers in place of titles are ours; a file of nothing else says nothing.
  if (builder.count === titles.filter((title) => title === "").length)
    throw empty({ name: input.name });
  const { title, ...facts } = readCoreProperties(presentation.parts.root("docProps/core.xml"));
  const named = title !== undefined && !NO_TITLE.test(title) ? title : titles.find(Boolean);
  const { text, blocks } = builder.build();
  return {
    ...(named === undefined ? {} : { title: named }),
    ...facts,
    text,
    blocks,
    pages: toPageSpans(blocks, counts),
    warnings: toWarnings(presentation),
  };
}
