/** @module JSON as lines of `path: value`, one paragraph for each object of a list. */
import type { ParsedDocument } from "../../../domain/document.ts";
import { decodeText } from "../decode.ts";
import { broken, tooDeep } from "../errors.ts";
import type { FormatInput } from "../run-format.ts";
import { createTextBuilder, type TextBuilder } from "../text-builder.ts";

type Members = Readonly<Record<string, unknown>>;

/** Numbers stay as they are written: an account number must not lose its last digits. */
class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isLeaf(value);

const isLeaf = (value: unknown): boolean =>
  value instanceof NumberText || typeof value !== "object" || value === null;

const toLeaf = (value: unknown): string =>
  value instanceof NumberText ? value.text : String(value);

interface Walk {
  readonly builder: TextBuilder;
  readonly name: string;
  readonly maxDepth: number;
  lines: string[];
}

function endParagraph(walk: Walk): void {
  walk.builder.add("paragraph", walk.lines.join("\n"));
  walk.lines = [];
}

function visitList(walk: Walk, list: readonly unknown[], path: string, depth: number): void {
  if (list.every(isLeaf)) {
    const values = list.map(toLeaf).join(", ");
    if (values !== "") walk.lines.push(path === "" ? values : `${path}: ${values}`);
    return;
  }
  for (const member of list) {
    if (isObject(member)) endParagraph(walk);
    visit(walk, member, path, depth + 1);
    if (isObject(member)) endParagraph(walk);
  }
}

function visit(walk: Walk, value: unknown, path: string, depth: number): void {
  if (depth > walk.maxDepth) throw tooDeep({ name: walk.name });
  if (isLeaf(value)) {
    if (value !== null && value !== "")
      walk.lines.push(path === "" ? toLeaf(value) : `${path}: ${toLeaf(value)}`);
  } else if (Array.isArray(value)) visitList(walk, value, path, depth);
  else if (isObject(value))
    for (const [key, member] of Object.entries(value))
      visit(walk, member, path === "" ? key : `${path}.${key}`, depth + 1);
}

function parseSource(text: string, name: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
      typeof value === "number" ? new NumberText(context?.source ?? String(value)) : value,
    );
  } catch (error) {
    if (error instanceof SyntaxError) throw broken({ name, reason: "it is not JSON" });
    throw error;
  }
}

/**
 * Paths hold no positions, so that records of one list read alike; a list of scalars is one
 * line, `null` and empty texts are left out. A member `title` or `name` at the top is the title.
 */
export function parseJson({ bytes, name, limits }: FormatInput): ParsedDocument {
  const { text, warnings } = decodeText({ bytes, name });
  const value = parseSource(text, name);
  const builder = createTextBuilder();
  const walk: Walk = { builder, name, maxDepth: limits.maxDepth, lines: [] };
  visit(walk, value, "", 0);
  endParagraph(walk);
  const title = isObject(value) ? (value["title"] ?? value["name"]) : undefined;
  return {
    ...(typeof title === "string" && title.trim() !== ""
      ? { title: title.trim().toWellFormed() }
      : {}),
    ...builder.build(),
    metadata: {},
    warnings,
  };
}
