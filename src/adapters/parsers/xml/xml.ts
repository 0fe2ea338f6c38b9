/** @module XML to text by what its elements are named: prose with its structure, data by its paths. */
import { isTag, isText, type AnyNode, type Element } from "domhandler";
import { load } from "cheerio";
import type { BlockKind, ParsedDocument } from "../../../domain/document.ts";
import { attributeOf, localName, numberOf, textOf, toOneLine } from "../archive/xml.ts";
import { writeBlocks } from "../html/blocks.ts";
import { removeHidden, removeNoContent } from "../html/clean.ts";
import { checkDepth } from "../html/depth.ts";
import { writeRecords } from "../records/records.ts";
import type { FormatInput } from "../run-format.ts";
import { createTextBuilder, type TextBuilder } from "../text-builder.ts";
import { toLabel, toMembers, toRecord } from "./data.ts";
import { childElements, findProse, isMixed, isPage, roleOf } from "./roles.ts";
import { readXml } from "./source.ts";
import { titlesOf, toXmlTable } from "./table.ts";

/** Longer ones are no titles, whatever they are called. */
const MAX_TITLE = 300;
/** A value that is a text of its own, and needs no name before it. */
const MIN_TEXT = 80;
const KINDS: Partial<Record<string, BlockKind>> = {
  item: "list-item",
  quote: "quote",
  caption: "caption",
};

interface Writer {
  readonly builder: TextBuilder;
  readonly prose: ReadonlySet<Element>;
  readonly input: FormatInput;
  title: string | undefined;
  inline: string;
}

interface Context {
  readonly kind: BlockKind;
  /** How many titled parts are around. */
  readonly level: number;
}

function flush(writer: Writer, { kind }: Context): void {
  const text = writer.inline.replaceAll(/[^\S\n]+/g, " ").replaceAll(/ ?\n ?/g, "\n");
  writer.inline = "";
  if (kind === "list-item") writer.builder.add(kind, text, {}, "- ");
  else writer.builder.add(kind, text);
}

/** A page inside of a text is read as one; its own nesting is limited like the file's. */
function writePage(writer: Writer, source: string): void {
  const { name, limits } = writer.input;
  checkDepth({ source, name, maxDepth: limits.maxDepth, xml: false });
  const page = load(source);
  removeNoContent(page);
  removeHidden(page);
  const body = page("body").get(0);
  if (body?.type === "tag") writeBlocks(writer.builder, body);
}

function writeTitle(writer: Writer, element: Element, context: Context): void {
  const text = toOneLine(textOf(element));
  const level = numberOf(element, "level") ?? numberOf(element, "LVL") ?? context.level;
  if (text.length > MAX_TITLE) writer.builder.add("paragraph", text);
  else {
    writer.builder.add("heading", text, { level: Math.min(Math.max(level, 1), 6) });
    if (text !== "") writer.title ??= text;
  }
}

function writeTable(writer: Writer, element: Element, context: Context): boolean {
  const table = toXmlTable(element);
  if (!table) return false;
  flush(writer, context);
  for (const title of titlesOf(element)) writer.builder.add("caption", toOneLine(textOf(title)));
  writer.builder.addTable(table.rows, table.headerRows);
  return true;
}

/** Values that follow one another without prose between are one paragraph of lines. */
function visitChildren(writer: Writer, element: Element, context: Context): void {
  let data: Element[] = [];
  const endData = (): void => {
    if (data.length > 0)
      writeRecords(writer.builder, { kind: "object", members: toMembers(data) }, context.level);
    data = [];
  };
  for (const child of childElements(element)) {
    const isLong = childElements(child).length === 0 && textOf(child).length >= MIN_TEXT;
    if (!writer.prose.has(child) && roleOf(child) === undefined && !isLong) data.push(child);
    else {
      endData();
      visit(writer, child, context);
    }
  }
  endData();
}

function visitMixed(writer: Writer, element: Element, context: Context): void {
  for (const node of element.children) visitInline(writer, node, element, context);
}

const LINE_ENDS = new Set(["br", "lb", "sbr"]);

/** Words that are marked stay in their line; what is a block of its own cuts it. */
function visitInline(writer: Writer, node: AnyNode, parent: Element, context: Context): void {
  if (isText(node)) writer.inline += node.data.replaceAll(/\s+/g, " ");
  if (!isTag(node)) {
    if ("children" in node)
      for (const child of node.children) visitInline(writer, child, parent, context);
    return;
  }
  const role = roleOf(node);
  const isBlock = (role !== undefined && role !== "title") || localName(node) === localName(parent);
  if (LINE_ENDS.has(localName(node))) writer.inline += "\n";
  else if (isBlock) {
    flush(writer, context);
    visit(writer, node, context);
  } else visitMixed(writer, node, context);
}

function visitLeaf(writer: Writer, element: Element, context: Context): void {
  const text = textOf(element);
  const kind = KINDS[roleOf(element) ?? ""] ?? context.kind;
  if (isPage(text)) writePage(writer, text);
  else if (roleOf(element) !== undefined || text.length >= MIN_TEXT) {
    writer.inline = text;
    flush(writer, { ...context, kind });
  } else
    writeRecords(writer.builder, {
      kind: "object",
      members: [[toLabel(element), toRecord(element)]],
    });
}

function visit(writer: Writer, element: Element, context: Context): void {
  const role = roleOf(element);
  const children = childElements(element);
  const kind = KINDS[role ?? ""] ?? (context.kind === "list-item" ? "list-item" : "paragraph");
  const inner: Context = { ...context, kind };
  if (role === "title") writeTitle(writer, element, context);
  else if (role === "code") writer.builder.add("code", textOf(element));
  else if (role === "table" && writeTable(writer, element, context)) return;
  else if (children.length === 0) visitLeaf(writer, element, inner);
  else if (role === "paragraph" || isMixed(element)) {
    visitMixed(writer, element, inner);
    flush(writer, inner);
  } else {
    const isTitled = children.some((child) => roleOf(child) === "title");
    visitChildren(writer, element, isTitled ? { ...inner, level: context.level + 1 } : inner);
  }
}

/** The first title is the document's; entities of the file and its document type are not read. */
export function parseXml(input: FormatInput): ParsedDocument {
  const { root, warnings } = readXml(input);
  const builder = createTextBuilder();
  const prose = findProse(root);
  const writer: Writer = { builder, prose, input, title: undefined, inline: "" };
  if (prose.has(root)) visit(writer, root, { kind: "paragraph", level: 0 });
  else writeRecords(builder, toRecord(root));
  const language = attributeOf(root, "lang") ?? "";
  return {
    ...(writer.title === undefined ? {} : { title: writer.title.toWellFormed() }),
    ...(/^[a-z]{2,3}(?:-[\w-]+)?$/i.test(language) ? { language } : {}),
    ...builder.build(),
    metadata: {},
    warnings,
  };
}
