/** @module A tree of markup to text and blocks in reading order. */
import type { AnyNode, Element } from "domhandler";
import type { BlockKind } from "../../../domain/document.ts";
import type { TextBuilder } from "../text-builder.ts";
import type { Marks } from "./marks.ts";
import { isLayoutTable, renderTable, toAltText, toCellText } from "./table.ts";

const CONTAINERS = new Set(
  (
    "address article aside body center dd details dialog div dl dt fieldset figure footer form " +
    "header hgroup html legend main nav p search section summary table tbody td tfoot th thead tr"
  ).split(" "),
);

/** What the text collected so far will become, and what stands before it. */
interface Context {
  readonly kind: BlockKind;
  /** Of a heading. */
  readonly level?: number;
  readonly boilerplate?: boolean;
  /** Depth of lists around. */
  readonly listDepth: number;
}

interface Writer {
  readonly builder: TextBuilder;
  readonly marks: Marks;
  readonly labels: ReadonlyMap<Element, string>;
  /** Inline text of the block that is being read. */
  inline: string;
  /** For the first block of a list item: outside of its span, and inside. */
  bullet: string;
  number: string;
}

const toTraits = ({ boilerplate }: Context): { readonly boilerplate?: boolean } =>
  boilerplate ? { boilerplate } : {};

const toShownText = (text: string): string => text.replaceAll(/[\s\u00a0]+/g, " ");

function flush(writer: Writer, context: Context): void {
  const { kind, level } = context;
  const text = writer.inline
    .replaceAll(/ +/g, " ")
    .replaceAll(/ *\n */g, "\n")
    .trim();
  writer.inline = "";
  if (text === "") return;
  const traits = { ...(level === undefined ? {} : { level }), ...toTraits(context) };
  writer.builder.add(kind, `${writer.number}${text}`, traits, writer.bullet);
  writer.number = "";
  writer.bullet = "";
}

function rawText(node: AnyNode): string {
  if (node.type === "text") return node.data;
  if (node.type !== "tag") return "";
  return node.name === "br" ? "\n" : node.children.map(rawText).join("");
}

function visitList(writer: Writer, list: Element, context: Context): void {
  flush(writer, context);
  const inner: Context = { ...context, kind: "list-item", listDepth: context.listDepth + 1 };
  let number = Number.parseInt(list.attribs["start"] ?? "1", 10) || 1;
  for (const child of list.children) {
    if (child.type !== "tag" || child.name !== "li") {
      visit(writer, child, inner);
      continue;
    }
    flush(writer, inner);
    const indent = "  ".repeat(context.listDepth);
    const label = writer.labels.get(child) ?? (list.name === "ol" ? `${number}.` : "");
    writer.bullet = label === "" ? `${indent}- ` : indent;
    writer.number = label === "" ? "" : `${label} `;
    number += 1;
    for (const grandchild of child.children) visit(writer, grandchild, inner);
    flush(writer, inner);
    writer.bullet = "";
    writer.number = "";
  }
  flush(writer, inner);
}

function visitTable(writer: Writer, table: Element, context: Context): void {
  flush(writer, context);
  if (isLayoutTable(table)) {
    for (const child of table.children) visit(writer, child, context);
    flush(writer, context);
    return;
  }
  for (const child of table.children)
    if (child.type === "tag" && child.name === "caption")
      writer.builder.add("caption", toCellText(child), toTraits(context));
  const { rows, headerRows } = renderTable(table);
  writer.builder.addTable(rows, headerRows, toTraits(context));
}

/** Digits set high behind a digit are a power; elsewhere they are a note's number. */
function visitSuperscript(writer: Writer, element: Element, context: Context): void {
  const isPower = /\d$/.test(writer.inline) && /^\s*[-−]?\d/.test(rawText(element));
  if (isPower) writer.inline += "^";
  for (const child of element.children) visit(writer, child, context);
}

function visitElement(writer: Writer, element: Element, context: Context): void {
  const { name } = element;
  const heading = /^h([1-6])$/.exec(name);
  if (heading) {
    flush(writer, context);
    const inner: Context = { ...context, kind: "heading", level: Number(heading[1]) };
    for (const child of element.children) visit(writer, child, inner);
    flush(writer, inner);
  } else if (name === "pre") {
    flush(writer, context);
    writer.builder.add("code", rawText(element), toTraits(context));
  } else if (name === "br") writer.inline += "\n";
  else if (name === "input") writer.inline += "checked" in element.attribs ? "☒ " : "☐ ";
  else if (name === "img") writer.inline += toAltText(element);
  else if (name === "hr") flush(writer, context);
  else if (name === "ul" || name === "ol") visitList(writer, element, context);
  else if (name === "table") visitTable(writer, element, context);
  else if (name === "sup") visitSuperscript(writer, element, context);
  else if (name === "blockquote" || name === "figcaption" || name === "caption") {
    flush(writer, context);
    const kind = name === "blockquote" ? "quote" : "caption";
    for (const child of element.children) visit(writer, child, { ...context, kind });
    flush(writer, { ...context, kind });
  } else if (CONTAINERS.has(name) && context.kind !== "heading") {
    flush(writer, context);
    for (const child of element.children) visit(writer, child, context);
    flush(writer, context);
  } else for (const child of element.children) visit(writer, child, context);
}

function visit(writer: Writer, node: AnyNode, context: Context): void {
  if (node.type === "text") writer.inline += toShownText(node.data);
  if (node.type !== "tag") return;
  const boilerplate = writer.marks.get(node) ?? Boolean(context.boilerplate);
  if (boilerplate === Boolean(context.boilerplate)) visitElement(writer, node, context);
  else {
    // A mark may stand in the middle of a line, which it cuts in two.
    flush(writer, context);
    const inner: Context = { kind: "paragraph", listDepth: context.listDepth, boilerplate };
    visitElement(writer, node, inner);
    flush(writer, inner);
  }
}

/**
 * Adds what a reader sees of the tree to `builder`; an input is taken for a box to check. The
 * tree must not be deeper than `ParserLimits.maxDepth`, which is counted on its source.
 *
 * @param marks parts that are boilerplate: in the text, but not for the index.
 * @param labels of list items, in place of the number that counting them gives.
 */
export function writeBlocks(
  builder: TextBuilder,
  root: Element,
  marks: Marks = new Map(),
  labels: ReadonlyMap<Element, string> = new Map(),
): void {
  const writer: Writer = { builder, marks, labels, inline: "", bullet: "", number: "" };
  const boilerplate = marks.get(root) ?? false;
  const context: Context = { kind: "paragraph", listDepth: 0, boilerplate };
  for (const child of root.children) visit(writer, child, context);
  flush(writer, context);
}
