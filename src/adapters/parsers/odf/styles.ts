/** @module What the styles of an OpenDocument file say of headings, lists and hidden slides. */
import type { Element } from "domhandler";
import {
  attributeOf,
  childrenOf,
  findAll,
  findFirst,
  localName,
  numberOf,
  type XmlParts,
} from "../archive/xml.ts";
import type { NumberStyle } from "../office/numbers.ts";

export interface ListLevel {
  readonly number: NumberStyle | undefined;
  readonly startAt: number;
}

export interface OpenDocumentStyles {
  /** The names of a paragraph's style and of those it is made from, the nearest first. */
  lineage(style: string | undefined): readonly string[];
  /** @param level from 1; nothing is known of a list without a style. */
  listLevel(style: string | undefined, level: number): ListLevel | undefined;
  isHiddenSlide(style: string | undefined): boolean;
}

const MAX_LINEAGE = 20;
const DIGITS: Readonly<Record<string, readonly [NumberStyle["digits"], boolean]>> = {
  "1": ["arabic", false],
  a: ["alpha", false],
  A: ["alpha", true],
  i: ["roman", false],
  I: ["roman", true],
};

function toLevel(element: Element): ListLevel {
  const digits = DIGITS[attributeOf(element, "num-format") ?? ""];
  const isNumber = localName(element) === "list-level-style-number" && digits !== undefined;
  return {
    startAt: numberOf(element, "start-value") ?? 1,
    number: isNumber
      ? {
          digits: digits[0],
          upper: digits[1],
          before: (attributeOf(element, "num-prefix") ?? "").trim(),
          behind: (attributeOf(element, "num-suffix") ?? "").trim() || ".",
        }
      : undefined,
  };
}

export function readStyles(parts: XmlParts): OpenDocumentStyles {
  const roots = [parts.root("content.xml"), parts.root("styles.xml")];
  const styles = new Map<string, Element>();
  const lists = new Map<string, ReadonlyMap<number, ListLevel>>();
  for (const root of roots.toReversed())
    for (const holder of childrenOf(root, "automatic-styles", "styles"))
      for (const style of childrenOf(holder)) {
        const name = attributeOf(style, "name");
        if (name === undefined) continue;
        if (localName(style) === "style") styles.set(name, style);
        else if (localName(style) === "list-style")
          lists.set(
            name,
            new Map(childrenOf(style).map((one) => [numberOf(one, "level") ?? 0, toLevel(one)])),
          );
      }
  return {
    lineage(style) {
      const names: string[] = [];
      let name = style;
      while (name !== undefined && names.length < MAX_LINEAGE) {
        names.push(name);
        name = attributeOf(styles.get(name), "parent-style-name");
      }
      return names;
    },
    listLevel: (style, level) => (style === undefined ? undefined : lists.get(style)?.get(level)),
    isHiddenSlide: (style) =>
      attributeOf(findFirst(styles.get(style ?? ""), "drawing-page-properties"), "visibility") ===
      "hidden",
  };
}

/** Lines of the page heads or feet of all page styles, each once. */
export function listPageLines(
  parts: XmlParts,
  kind: "header" | "footer",
  toLine: (paragraph: Element) => string,
): readonly string[] {
  const holders = findAll(parts.root("styles.xml"), kind, `${kind}-first`, `${kind}-left`);
  const lines = holders.flatMap((holder) => findAll(holder, "p", "h").map(toLine));
  return [...new Set(lines.filter((line) => line !== ""))];
}
