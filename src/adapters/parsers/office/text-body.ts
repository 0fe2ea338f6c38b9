/** @module Paragraphs of a drawn text box, with the bullets and numbers that a reader sees. */
import { isTag, type Element } from "domhandler";
import {
  attributeOf,
  childOf,
  childrenOf,
  localName,
  numberOf,
  textOf,
  type XmlNode,
} from "../archive/xml.ts";
import type { TextBuilder } from "../text-builder.ts";
import { toEquationLine } from "./equations.ts";
import { formatNumber, toNumberStyle, type NumberStyle } from "./numbers.ts";

export interface Paragraph {
  /** Lines of one paragraph are apart by `\n`. */
  readonly text: string;
  /** 0 to 8. */
  readonly level: number;
  readonly bullet: "none" | "mark" | NumberStyle;
  readonly startAt: number;
}

const BULLETS = ["buNone", "buChar", "buBlip", "buAutoNum"];

/** Where a newer form stands beside one for older readers, the newer one, unless it is silent. */
export function resolveAlternate(element: Element): readonly Element[] {
  const [choice] = childrenOf(element, "Choice");
  const fallback = childOf(element, "Fallback");
  const silent = !choice || childrenOf(choice).length === 0;
  return childrenOf(silent ? fallback : choice);
}

/** Characters that XML cannot hold are written as `_x000B_`. */
const unescape = (text: string): string => text.replaceAll(/_x00(?:0[0-9A-F]|1F)_/gi, " ");

function runText(element: Element): string {
  switch (localName(element)) {
    case "r":
      return unescape(textOf(childOf(element, "t")));
    case "br":
      return "\n";
    case "fld":
      // The number of the slide it happens to stand on.
      return attributeOf(element, "type") === "slidenum" ? "" : textOf(childOf(element, "t"));
    case "m":
    case "oMath":
    case "oMathPara":
      return ` ${toEquationLine(element)} `;
    case "AlternateContent":
      return resolveAlternate(element).map(runText).join("");
    default:
      return "";
  }
}

/** @param styles lists of paragraph styles, the nearest first; the first that decides wins. */
export function readParagraphs(
  body: XmlNode | undefined,
  styles: readonly (Element | undefined)[] = [],
): readonly Paragraph[] {
  const own = childOf(body, "lstStyle");
  return childrenOf(body, "p").map((paragraph) => {
    const properties = childOf(paragraph, "pPr");
    const level = Math.min(Math.max(numberOf(properties, "lvl") ?? 0, 0), 8);
    const inherited = [own, ...styles].map((style) => childOf(style, `lvl${level + 1}pPr`));
    const bullet = [properties, ...inherited].flatMap((from) => childrenOf(from, ...BULLETS))[0];
    const kind = bullet ? localName(bullet) : "buNone";
    return {
      text: paragraph.children.map((child) => (isTag(child) ? runText(child) : "")).join(""),
      level,
      bullet:
        kind === "buNone"
          ? "none"
          : kind === "buAutoNum"
            ? toNumberStyle(attributeOf(bullet, "type") ?? "")
            : "mark",
      startAt: Math.max(numberOf(bullet, "startAt") ?? 1, 0),
    };
  });
}

/** Numbers go on through deeper paragraphs and begin anew behind any other at their level. */
export function writeParagraphs(builder: TextBuilder, paragraphs: readonly Paragraph[]): void {
  let counts: number[] = [];
  for (const { text, level, bullet, startAt } of paragraphs) {
    const words = text
      .replaceAll(/[^\S\n]+/g, " ")
      .replaceAll(/ *\n */g, "\n")
      .trim();
    if (words === "") continue;
    const indent = "  ".repeat(level);
    counts = counts.slice(0, level + 1);
    if (bullet === "none" || bullet === "mark") counts[level] = 0;
    if (bullet === "none") builder.add("paragraph", words);
    else if (bullet === "mark") builder.add("list-item", words, {}, `${indent}- `);
    else {
      const count = (counts[level] ?? 0) + 1;
      counts[level] = count;
      const number = formatNumber(startAt + count - 1, bullet);
      builder.add("list-item", `${number} ${words}`, {}, indent);
    }
  }
}
