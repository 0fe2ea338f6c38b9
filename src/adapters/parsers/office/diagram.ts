/** @module The words of a SmartArt diagram, in the order and at the depth of its outline. */
import type { Element } from "domhandler";
import {
  attributeOf,
  childOf,
  childrenOf,
  findAll,
  numberOf,
  textOf,
  toOneLine,
} from "../archive/xml.ts";
import type { TextBuilder } from "../text-builder.ts";

/** Deeper outlines are a file that harms, not a drawing. */
const MAX_OUTLINE = 20;

const wordsOf = (point: Element): string =>
  toOneLine(
    findAll(childOf(point, "t"), "p")
      .map((line) => findAll(line, "t").map(textOf).join(""))
      .join(" "),
  );

/** @param model root element of a diagram's data part; each of its points is said once. */
export function writeDiagram(builder: TextBuilder, model: Element): void {
  const points = childrenOf(childOf(model, "ptLst"), "pt");
  const byId = new Map(points.map((point) => [attributeOf(point, "modelId"), point]));
  const children = new Map<string | undefined, { id: string | undefined; order: number }[]>();
  for (const link of childrenOf(childOf(model, "cxnLst"), "cxn")) {
    if ((attributeOf(link, "type") ?? "parOf") !== "parOf") continue;
    const parent = attributeOf(link, "srcId");
    const child = { id: attributeOf(link, "destId"), order: numberOf(link, "srcOrd") ?? 0 };
    const siblings = children.get(parent) ?? [];
    siblings.push(child);
    children.set(parent, siblings);
  }
  const seen = new Set<string | undefined>();
  const visit = (id: string | undefined, depth: number): void => {
    const point = byId.get(id);
    if (!point || seen.has(id) || depth > MAX_OUTLINE) return;
    seen.add(id);
    const kind = attributeOf(point, "type") ?? "node";
    const indent = "  ".repeat(Math.max(depth - 1, 0));
    if (kind === "node" || kind === "asst")
      builder.add("list-item", wordsOf(point), {}, `${indent}- `);
    for (const child of (children.get(id) ?? []).toSorted((a, b) => a.order - b.order))
      visit(child.id, depth + 1);
  };
  for (const point of points)
    if (attributeOf(point, "type") === "doc") visit(attributeOf(point, "modelId"), 0);
  // Points that no link leads to are drawn all the same.
  for (const point of points) visit(attributeOf(point, "modelId"), 1);
}
