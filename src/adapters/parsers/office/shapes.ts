/** @module Shapes drawn on a slide or a sheet: text boxes, groups, tables, charts, pictures. */
import type { Element } from "domhandler";
import {
  attributeOf,
  childOf,
  childrenOf,
  findFirst,
  localName,
  numberOf,
  relationIdOf,
  toOneLine,
  type XmlNode,
} from "../archive/xml.ts";
import type { TextBuilder } from "../text-builder.ts";
import { writeChart } from "./chart.ts";
import { writeDiagram } from "./diagram.ts";
import { toReadingOrder, uniteBoxes, type Box } from "./reading-order.ts";
import type { FindPart } from "./relations.ts";
import { writeDrawnTable } from "./table.ts";
import { readParagraphs, resolveAlternate, writeParagraphs } from "./text-body.ts";

const SHAPES = ["sp", "grpSp", "graphicFrame", "pic", "cxnSp"];

export interface DrawingContext {
  readonly findPart: FindPart;
  /** What a shape takes from the shape of a template that it fills, the nearest first. */
  readonly templatesOf: (shape: Element) => readonly Element[];
  /** Styles of paragraphs that hold for a shape when neither it nor its templates decide. */
  readonly stylesOf: (shape: Element) => readonly (Element | undefined)[];
}

/** The shapes of a tree in the order in which they are drawn. */
export const listShapes = (tree: XmlNode | undefined): readonly Element[] =>
  childrenOf(tree).flatMap((child) => {
    if (localName(child) === "AlternateContent") return resolveAlternate(child).filter(isShape);
    return isShape(child) ? [child] : [];
  });

const isShape = (element: Element): boolean => SHAPES.includes(localName(element));

const propertiesOf = (shape: Element): Element | undefined =>
  childrenOf(shape).find((child) => /^nv\w*Pr$/.test(localName(child)));

export const placeholderOf = (shape: Element): Element | undefined =>
  childOf(propertiesOf(shape), "nvPr", "ph");

function readBox(shape: Element): Box | undefined {
  const frame =
    childOf(shape, "xfrm") ?? childOf(childOf(shape, "spPr") ?? childOf(shape, "grpSpPr"), "xfrm");
  const [offset, extent] = [childOf(frame, "off"), childOf(frame, "ext")];
  const [left, top] = [numberOf(offset, "x"), numberOf(offset, "y")];
  if (left === undefined || top === undefined)
    return uniteBoxes(listShapes(shape).flatMap((inner) => readBox(inner) ?? []));
  const [width, height] = [numberOf(extent, "cx") ?? 0, numberOf(extent, "cy") ?? 0];
  return { left, top, right: left + Math.max(width, 0), bottom: top + Math.max(height, 0) };
}

const MADE_BY_TOOL =
  /\s*(?:(?:,\s*)?description (?:automatically )?generated\b|AI-generated content\b).*$/i;

const NO_WORDS = /^(?:[^\s/]*\.\w{2,4}|(?:picture|image|graphic|bild|grafik)\s*\d*)$/i;

/** What somebody wrote for those who do not see a picture; names of files and of tools are none. */
export function altTextOf(shape: Element): string {
  const described = attributeOf(childOf(propertiesOf(shape), "cNvPr"), "descr") ?? "";
  const words = toOneLine(described).replace(MADE_BY_TOOL, "");
  return NO_WORDS.test(words) ? "" : words;
}

function writeFrame(builder: TextBuilder, frame: Element, { findPart }: DrawingContext): void {
  const data = findFirst(frame, "graphicData");
  const table = childOf(data, "tbl");
  const chart = findPart(relationIdOf(findFirst(data, "chart")));
  const diagram = findPart(relationIdOf(findFirst(data, "relIds"), "dm"));
  const count = builder.count;
  if (table) writeDrawnTable(builder, table);
  else if (chart) writeChart(builder, chart.root);
  else if (diagram) writeDiagram(builder, diagram.root);
  if (builder.count === count) builder.add("caption", altTextOf(frame));
}

function writeShape(builder: TextBuilder, shape: Element, context: DrawingContext): void {
  switch (localName(shape)) {
    case "grpSp":
      writeShapes(builder, listShapes(shape), context);
      break;
    case "graphicFrame":
      writeFrame(builder, shape, context);
      break;
    case "pic":
      builder.add("caption", altTextOf(shape));
      break;
    default: {
      const templates = context.templatesOf(shape).map((one) => childOf(one, "txBody", "lstStyle"));
      const styles = [...templates, ...context.stylesOf(shape)];
      writeParagraphs(builder, readParagraphs(childOf(shape, "txBody"), styles));
    }
  }
}

/** Shapes that say nothing would only stand in the way of those that do. */
function saysSomething(shape: Element): boolean {
  if (localName(shape) === "pic") return altTextOf(shape) !== "";
  return (
    localName(shape) === "graphicFrame" ||
    findFirst(shape, "t", "graphicFrame", "pic") !== undefined
  );
}

/** In reading order; a group stays together, and pictures come behind the words. */
export function writeShapes(
  builder: TextBuilder,
  shapes: readonly Element[],
  context: DrawingContext,
): void {
  const boxOf = (shape: Element): Box | undefined =>
    [shape, ...context.templatesOf(shape)].map(readBox).find((box) => box !== undefined);
  const isPicture = (shape: Element): boolean => localName(shape) === "pic";
  const spoken = shapes.filter(saysSomething);
  const words = toReadingOrder(
    spoken.filter((shape) => !isPicture(shape)),
    boxOf,
  );
  for (const shape of [...words, ...spoken.filter(isPicture)]) writeShape(builder, shape, context);
}
