/** @module The words of one paragraph, and what hangs on it: notes, comments, frames. */
import { isTag, isText, type AnyNode, type Element } from "domhandler";
import {
  attributeOf,
  childOf,
  childrenOf,
  localName,
  textOf,
  toOneLine,
  type XmlParts,
} from "../archive/xml.ts";
import { toComment } from "../office/comment.ts";
import { readObject } from "./objects.ts";

export interface InlineText {
  /** Line breaks of the paragraph are `\n`. */
  readonly text: string;
  /** Footnotes and endnotes, each with its mark. */
  readonly notes: readonly string[];
  readonly comments: readonly string[];
  /** Frames and shapes that are anchored in the paragraph. */
  readonly drawings: readonly Element[];
}

const UNSEEN = new Set([
  "tracked-changes",
  "hidden-text",
  "hidden-paragraph",
  "ruby-text",
  "annotation-end",
  "forms",
]);
const DRAWN = new Set(["frame", "custom-shape", "rect", "ellipse", "g", "line", "connector"]);

const shown = (text: string): string => text.replaceAll(/[\s\u00a0]+/g, " ");

interface Collected {
  readonly notes: string[];
  readonly comments: string[];
  readonly drawings: Element[];
}

function formulaOf(parts: XmlParts, frame: Element): string | undefined {
  const object = childOf(frame, "object");
  const found = object && readObject(parts, object);
  return found?.kind === "formula" ? ` ${found.text} ` : undefined;
}

function visit(parts: XmlParts, node: AnyNode, collected: Collected): string {
  if (isText(node)) return shown(node.data);
  if (!isTag(node)) return "";
  const name = localName(node);
  if (UNSEEN.has(name)) return "";
  if (name === "s" || name === "tab") return " ";
  if (name === "line-break") return "\n";
  if (name === "note") {
    const mark = toOneLine(textOf(childOf(node, "note-citation")));
    const body = childOf(node, "note-body");
    if (body) collected.notes.push(`[${mark}] ${readWords(parts, body).text}`);
    return `[${mark}]`;
  }
  if (name === "annotation") {
    const author = toOneLine(textOf(childOf(node, "creator")));
    const writtenAt = textOf(childOf(node, "date"));
    collected.comments.push(...toComment({ author, writtenAt, text: readWords(parts, node).text }));
    return "";
  }
  if (DRAWN.has(name)) {
    const formula = formulaOf(parts, node);
    if (formula === undefined) collected.drawings.push(node);
    return formula ?? "";
  }
  return node.children.map((child) => visit(parts, child, collected)).join("");
}

export function readInline(parts: XmlParts, paragraph: Element): InlineText {
  const collected: Collected = { notes: [], comments: [], drawings: [] };
  const text = paragraph.children.map((child) => visit(parts, child, collected)).join("");
  const shownText = text.replaceAll(/ +/g, " ").replaceAll(/ *\n */g, "\n");
  return { text: shownText.trim(), ...collected };
}

/** All paragraphs below an element on one line, such as those of a cell. */
export function readWords(parts: XmlParts, element: Element): InlineText {
  const collected: Collected = { notes: [], comments: [], drawings: [] };
  const lines = outermost(element).map((paragraph) => visit(parts, paragraph, collected));
  return { text: toOneLine(lines.join(" ")), ...collected };
}

/** Paragraphs in order; those in frames of a paragraph belong to it. */
const outermost = (element: Element): readonly Element[] =>
  childrenOf(element).flatMap((child) =>
    /^[ph]$/.test(localName(child)) ? [child] : outermost(child),
  );

/** What somebody wrote for those who do not see a picture. */
export function altTextOf(frame: Element): string {
  const words = [childOf(frame, "title"), childOf(frame, "desc")].map((one) =>
    toOneLine(textOf(one)),
  );
  return [...new Set(words.filter((text) => text !== ""))].join(": ");
}

export const isDrawing = (element: Element): boolean => DRAWN.has(localName(element));

export const styleOf = (element: Element): string | undefined => attributeOf(element, "style-name");
