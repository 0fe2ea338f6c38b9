/** @module Formulas and charts that are embedded in an OpenDocument file. */
import { isTag, isText, type AnyNode, type Element } from "domhandler";
import { PlumblineError } from "../../../foundation/errors.ts";
import { resolveEntry } from "../archive/resolve.ts";
import { attributeOf, childOf, localName, toOneLine, type XmlParts } from "../archive/xml.ts";

export type EmbeddedObject =
  | { readonly kind: "formula"; readonly text: string }
  | { readonly kind: "chart"; readonly chart: Element };

/** The words of MathML, without the source that made it. */
function formulaText(node: AnyNode): string {
  if (isText(node)) return node.data.trim();
  if (!isTag(node) || localName(node) === "annotation") return "";
  const parts = node.children.map(formulaText).filter((part) => part !== "");
  const mark = { msup: "^", msub: "_", mfrac: "/" }[localName(node)];
  return parts.join(mark ?? " ");
}

/** @returns nothing for pictures, and for what cannot be read: it costs its own words alone. */
export function readObject(parts: XmlParts, object: Element): EmbeddedObject | undefined {
  const folder = resolveEntry("content.xml", attributeOf(object, "href") ?? "");
  if (folder === undefined) return undefined;
  let root: Element | undefined;
  try {
    root = parts.root(`${folder}/content.xml`);
  } catch (error) {
    if (error instanceof PlumblineError) return undefined;
    throw error;
  }
  if (!root) return undefined;
  if (localName(root) === "math") return { kind: "formula", text: toOneLine(formulaText(root)) };
  const chart = childOf(root, "body", "chart", "chart");
  return chart && { kind: "chart", chart };
}
