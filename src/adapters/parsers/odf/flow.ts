/** @module The flow of an OpenDocument text: headings, paragraphs, lists, tables, frames. */
import type { Element } from "domhandler";
import {
  attributeOf,
  childOf,
  childrenOf,
  findFirst,
  isOn,
  localName,
  numberOf,
  type XmlParts,
} from "../archive/xml.ts";
import { formatNumber } from "../office/numbers.ts";
import { toReadingOrder } from "../office/reading-order.ts";
import { writeSpannedTable } from "../spanned-table.ts";
import type { TextBuilder } from "../text-builder.ts";
import { readBox } from "./boxes.ts";
import { altTextOf, isDrawing, readInline, readWords, styleOf, type InlineText } from "./inline.ts";
import { readObject } from "./objects.ts";
import type { OpenDocumentStyles } from "./styles.ts";
import { listCells, readTable } from "./table.ts";

export interface FlowWriter {
  readonly builder: TextBuilder;
  readonly parts: XmlParts;
  readonly styles: OpenDocumentStyles;
  /** Footnotes and endnotes in the order of their marks; they are written where the caller wants. */
  readonly notes: string[];
  /** Numbers that lists have reached, for those that go on. */
  readonly counts: Map<string, number>;
}

export const createFlowWriter = (
  builder: TextBuilder,
  parts: XmlParts,
  styles: OpenDocumentStyles,
): FlowWriter => ({ builder, parts, styles, notes: [], counts: new Map() });

/** Directories of a text repeat its headings. */
const DIRECTORY = /^(?:table-of-content|[a-z]+-index|bibliography)$/;

function writeAnchored(
  writer: FlowWriter,
  { notes, comments, drawings }: Omit<InlineText, "text">,
): void {
  writer.notes.push(...notes);
  for (const comment of comments) writer.builder.add("quote", comment);
  for (const drawing of drawings) writeDrawing(writer, drawing);
}

function writeParagraph(writer: FlowWriter, paragraph: Element, boilerplate: boolean): void {
  const { text, ...anchored } = readInline(writer.parts, paragraph);
  const isTitle = writer.styles.lineage(styleOf(paragraph)).includes("Title");
  if (localName(paragraph) === "h" || isTitle) {
    const level = isTitle ? 1 : (numberOf(paragraph, "outline-level") ?? 1);
    const traits = boilerplate ? { boilerplate } : { level: Math.min(Math.max(level, 1), 6) };
    writer.builder.add(boilerplate ? "paragraph" : "heading", text.replaceAll("\n", " "), traits);
  } else writer.builder.add("paragraph", text, boilerplate ? { boilerplate } : {});
  writeAnchored(writer, anchored);
}

interface ListContext {
  readonly depth: number;
  readonly style: string | undefined;
  readonly boilerplate: boolean;
}

function writeItem(writer: FlowWriter, item: Element, number: string, context: ListContext): void {
  const { depth, boilerplate } = context;
  const indent = "  ".repeat(depth);
  let [before, lead] = number === "" ? ["", `${indent}- `] : [`${number} `, indent];
  if (localName(item) === "list-header") [before, lead] = ["", indent];
  for (const child of childrenOf(item)) {
    const name = localName(child);
    if (name === "list") writeList(writer, child, { ...context, depth: depth + 1 });
    else if (name === "p") {
      const { text, ...anchored } = readInline(writer.parts, child);
      const traits = boilerplate ? { boilerplate } : {};
      if (writer.builder.add("list-item", text === "" ? "" : before + text, traits, lead))
        [before, lead] = ["", indent];
      writeAnchored(writer, anchored);
    } else writeElement(writer, child, boilerplate);
  }
}

function writeList(writer: FlowWriter, list: Element, around: ListContext): void {
  const style = styleOf(list) ?? around.style;
  const context = { ...around, style };
  const level = writer.styles.listLevel(style, around.depth + 1);
  const key = `${style ?? ""}/${around.depth}`;
  const goesOn = isOn(attributeOf(list, "continue-numbering"));
  let next = goesOn ? (writer.counts.get(key) ?? 1) : (level?.startAt ?? 1);
  for (const item of childrenOf(list, "list-item", "list-header")) {
    next = numberOf(item, "start-value") ?? next;
    writeItem(writer, item, level?.number ? formatNumber(next, level.number) : "", context);
    if (localName(item) === "list-item") next += 1;
  }
  writer.counts.set(key, next);
}

/** Tables of one column place things and hold no rows of values. */
const isLayout = (rows: readonly (readonly string[])[]): boolean =>
  rows.every((row) => row.length <= 1);

export function writeTable(writer: FlowWriter, table: Element, boilerplate = false): void {
  const anchored: InlineText[] = [];
  const { headerRows, ...found } = readTable(table, (cell) => {
    const words = readWords(writer.parts, cell);
    anchored.push(words);
    return words.text;
  });
  if (isLayout(found.cells)) {
    for (const row of childrenOf(table, "table-header-rows", "table-row", "table-rows"))
      for (const cell of listCells(row)) writeFlow(writer, cell, boilerplate);
    return;
  }
  const styled = isOn(attributeOf(table, "use-first-row-styles")) ? 1 : 0;
  const marked = headerRows > 0 ? headerRows : styled;
  writeSpannedTable(writer.builder, found, { marked, boilerplate });
  for (const one of anchored) writeAnchored(writer, one);
}

function writeChart(writer: FlowWriter, chart: Element): void {
  const title = childOf(chart, "title");
  if (title) writer.builder.add("caption", readWords(writer.parts, title).text);
  const table = findFirst(chart, "table");
  if (table) writeTable(writer, table);
}

/** A frame holds several forms of one thing, the best first. */
export function writeDrawing(writer: FlowWriter, drawing: Element): void {
  const { builder, parts } = writer;
  const before = builder.count;
  if (localName(drawing) === "g")
    for (const child of toReadingOrder(childrenOf(drawing).filter(isDrawing), readBox))
      writeDrawing(writer, child);
  else if (localName(drawing) === "frame") {
    const box = childOf(drawing, "text-box");
    const table = childOf(drawing, "table");
    const object = childOf(drawing, "object");
    const found = object && readObject(parts, object);
    if (box) writeFlow(writer, box);
    else if (table) writeTable(writer, table);
    else if (found?.kind === "chart") writeChart(writer, found.chart);
    else if (found) builder.add("paragraph", found.text);
  } else writeFlow(writer, drawing);
  if (builder.count === before) builder.add("caption", altTextOf(drawing));
}

function writeElement(writer: FlowWriter, element: Element, boilerplate: boolean): void {
  const name = localName(element);
  if (name === "p" || name === "h") writeParagraph(writer, element, boilerplate);
  else if (name === "list") writeList(writer, element, { depth: 0, style: undefined, boilerplate });
  else if (name === "table") writeTable(writer, element, boilerplate);
  else if (isDrawing(element)) writeDrawing(writer, element);
  else if (name === "section" && attributeOf(element, "display") !== "none")
    writeFlow(writer, element, boilerplate);
  else if (DIRECTORY.test(name)) writeFlow(writer, childOf(element, "index-body"), true);
  else if (name === "index-title" || name === "numbered-paragraph")
    writeFlow(writer, element, boilerplate);
}

/** Everything below an element in its order; what is deleted or hidden is left out. */
export function writeFlow(
  writer: FlowWriter,
  element: Element | undefined,
  boilerplate = false,
): void {
  for (const child of childrenOf(element)) writeElement(writer, child, boilerplate);
}
