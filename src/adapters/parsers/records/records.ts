/** @module Trees of named values, as JSON and data in XML hold them, to lines, headings and tables. */
import { joinCells } from "../table-rows.ts";
import type { TextBuilder } from "../text-builder.ts";

export type RecordNode =
  | { readonly kind: "leaf"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly RecordNode[] }
  | { readonly kind: "object"; readonly members: readonly Member[] };

/** Names may repeat; their order is that of the source. */
export type Member = readonly [name: string, node: RecordNode];

type ObjectNode = Extract<RecordNode, { kind: "object" }>;

/** Parts of fewer lines stay with what they belong to. */
const MIN_LINES_OF_PART = 8;
const MAX_LEVEL = 3;
const MAX_COLUMNS = 20;
/** Longer texts are read as lines, not as cells. */
const MAX_CELL = 120;
/** Least share of filled cells. */
const MIN_FILLED = 0.5;

const isObject = (node: RecordNode): node is ObjectNode => node.kind === "object";

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** @returns a leaf or a list of leaves on one line, or nothing for anything else. */
function toValue(node: RecordNode): string | undefined {
  if (node.kind === "leaf") return node.text;
  if (node.kind !== "list") return undefined;
  const texts = node.items.map((item) => (item.kind === "leaf" ? item.text : undefined));
  return texts.includes(undefined) ? undefined : texts.filter((text) => text !== "").join(", ");
}

function countLines(node: RecordNode): number {
  if (toValue(node) !== undefined) return 1;
  const children = isObject(node)
    ? node.members.map(([, child]) => child)
    : node.kind === "list"
      ? node.items
      : [];
  return children.reduce((sum, child) => sum + countLines(child), 0);
}

interface Grid {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** @returns objects of the same few short values as a table, or nothing. */
function toGrid(items: readonly RecordNode[]): Grid | undefined {
  if (items.length < 2 || !items.every(isObject)) return undefined;
  const names = new Set<string>();
  const rows: ReadonlyMap<string, string>[] = [];
  let filled = 0;
  for (const { members } of items) {
    const row = new Map<string, string>();
    for (const [name, node] of members) {
      const value = toValue(node);
      if (value === undefined || value.length > MAX_CELL || row.has(name)) return undefined;
      names.add(name);
      row.set(name, oneLine(value));
      if (value !== "") filled += 1;
    }
    if (names.size > MAX_COLUMNS) return undefined;
    rows.push(row);
  }
  if (names.size < 2 || filled < MIN_FILLED * names.size * rows.length) return undefined;
  const columns = [...names];
  return {
    names: columns,
    rows: rows.map((row) => columns.map((name) => row.get(name) ?? "")),
  };
}

interface Writer {
  readonly builder: TextBuilder;
  lines: string[];
}

function endParagraph(writer: Writer): void {
  writer.builder.add("paragraph", writer.lines.join("\n"));
  writer.lines = [];
}

interface Place {
  /** Names from the root, joined by dots; positions in lists are no part of it. */
  readonly path: string;
  readonly level: number;
}

const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

function visitList(writer: Writer, items: readonly RecordNode[], place: Place): void {
  const grid = toGrid(items);
  if (grid) {
    endParagraph(writer);
    writer.builder.addTable(joinCells([grid.names.map(oneLine), ...grid.rows]), 1);
    return;
  }
  for (const item of items) {
    if (isObject(item)) endParagraph(writer);
    visit(writer, item, place);
    if (isObject(item)) endParagraph(writer);
  }
}

const isPart = (node: RecordNode): boolean =>
  (node.kind === "list" && toGrid(node.items) !== undefined) ||
  (toValue(node) === undefined && countLines(node) >= MIN_LINES_OF_PART);

function visitMember(writer: Writer, [name, node]: Member, { path, level }: Place): void {
  if (level >= MAX_LEVEL || !isPart(node)) {
    visit(writer, node, { path: join(path, name), level });
    return;
  }
  endParagraph(writer);
  writer.builder.add("heading", oneLine(name), { level: level + 1 });
  visit(writer, node, { path: join(path, name), level: level + 1 });
  endParagraph(writer);
}

function visit(writer: Writer, node: RecordNode, place: Place): void {
  const value = toValue(node);
  if (value !== undefined) {
    if (value !== "") writer.lines.push(place.path === "" ? value : `${place.path}: ${value}`);
  } else if (isObject(node)) for (const member of node.members) visitMember(writer, member, place);
  else if (node.kind === "list") visitList(writer, node.items, place);
}

/**
 * Each value is a line `path: value`, a list of values one line; empty ones are left out. Objects
 * of a list are a table where they are alike and short, else a paragraph each. Parts of many lines
 * stand below a heading of their name.
 *
 * @param level of the heading that the tree stands below, 0 for none.
 */
export function writeRecords(builder: TextBuilder, root: RecordNode, level = 0): void {
  const writer: Writer = { builder, lines: [] };
  visit(writer, root, { path: "", level });
  endParagraph(writer);
}
