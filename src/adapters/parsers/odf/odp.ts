/** @module ODP to text: slides in their order, with their notes. */
import type { Element } from "domhandler";
import type { ParsedDocument } from "../../../domain/document.ts";
import { attributeOf, childOf, childrenOf, isOn } from "../archive/xml.ts";
import { empty, misnamed } from "../errors.ts";
import { toReadingOrder } from "../office/reading-order.ts";
import { toPageSpans } from "../page-spans.ts";
import type { FormatInput } from "../run-format.ts";
import { listed } from "../say-list.ts";
import { createTextBuilder } from "../text-builder.ts";
import { readBox } from "./boxes.ts";
import { readOpenDocumentFacts } from "./facts.ts";
import { createFlowWriter, writeDrawing, writeFlow, type FlowWriter } from "./flow.ts";
import { isDrawing, readWords, styleOf } from "./inline.ts";
import { openOpenDocument } from "./package.ts";
import { readStyles } from "./styles.ts";

const classOf = (drawing: Element): string => attributeOf(drawing, "class") ?? "";
const isAside = (drawing: Element): boolean =>
  /^(?:footer|header|date-time)$/.test(classOf(drawing));

/** What a template shows until something is written there, and the number of the slide. */
const isUnsaid = (drawing: Element): boolean =>
  isOn(attributeOf(drawing, "placeholder")) || classOf(drawing) === "page-number";

function writeSlide(writer: FlowWriter, slide: Element, number: number): string {
  const { builder, parts } = writer;
  const drawings = childrenOf(slide).filter((child) => isDrawing(child) && !isUnsaid(child));
  const titled = drawings.find(
    (drawing) => classOf(drawing) === "title" && readWords(parts, drawing).text !== "",
  );
  const title = titled ? readWords(parts, titled).text : "";
  builder.add("heading", title === "" ? `Slide ${number}` : title, { level: 1 });
  const body = drawings.filter((drawing) => drawing !== titled && !isAside(drawing));
  for (const drawing of toReadingOrder(body, readBox)) writeDrawing(writer, drawing);
  for (const drawing of drawings.filter(isAside))
    builder.add("paragraph", readWords(parts, drawing).text, { boilerplate: true });
  writeNotes(writer, slide);
  return title;
}

function writeNotes(writer: FlowWriter, slide: Element): void {
  const frames = childrenOf(childOf(slide, "notes"), "frame").filter(
    (frame) => classOf(frame) === "notes" && !isUnsaid(frame),
  );
  if (frames.every((frame) => readWords(writer.parts, frame).text === "")) return;
  writer.builder.add("heading", "Notes", { level: 2 });
  for (const frame of frames) writeFlow(writer, childOf(frame, "text-box"));
}

/** Each slide is a page; its title is a heading of level 1, its notes stand under one of level 2. */
export function parseOdp(input: FormatInput): ParsedDocument {
  const { parts } = openOpenDocument(input);
  const body = childOf(parts.root("content.xml"), "body", "presentation");
  if (!body)
    throw misnamed({ name: input.name, reason: "it is an OpenDocument file of another kind" });
  const styles = readStyles(parts);
  const builder = createTextBuilder();
  const writer = createFlowWriter(builder, parts, styles);
  const slides = childrenOf(body, "page");
  const titles: string[] = [];
  const counts = slides.map((slide, index) => {
    titles.push(writeSlide(writer, slide, index + 1));
    return builder.count;
  });
  // Numbers in place of titles are ours; a file of nothing else says nothing.
  if (builder.count === titles.filter((title) => title === "").length)
    throw empty({ name: input.name });
  const hidden = slides.flatMap((slide, index) =>
    styles.isHiddenSlide(styleOf(slide)) ? [index + 1] : [],
  );
  const { text, blocks } = builder.build();
  const title = titles.find((one) => one !== "");
  return {
    ...(title === undefined ? {} : { title }),
    ...readOpenDocumentFacts(parts),
    text,
    blocks,
    pages: toPageSpans(blocks, counts),
    warnings: hidden.length === 0 ? [] : [`hidden slides: ${listed(hidden)}`],
  };
}
