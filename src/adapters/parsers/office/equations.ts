/** @module Equations of Office to a line of text. */
import { load } from "cheerio";
import type { AnyNode, Element } from "domhandler";

const EQUATION = /<m:oMath(?:\s[^>]*)?>[^]*?<\/m:oMath>/g;
const PARAGRAPH_TAGS = /<\/?m:oMathPara(?:\s[^>]*)?>|<m:oMathParaPr>[^]*?<\/m:oMathParaPr>/g;

const group = (text: string): string => (text.length > 1 ? `(${text})` : text);

function childText(element: Element, name: string): string {
  return element.children
    .filter((child): child is Element => child.type === "tag" && child.name === `m:${name}`)
    .map(toEquationLine)
    .join(", ");
}

function toOperator(element: Element): string {
  const properties = element.children.find(
    (child): child is Element => child.type === "tag" && child.name === "m:naryPr",
  );
  const sign = properties?.children.find(
    (child): child is Element => child.type === "tag" && child.name === "m:chr",
  );
  return sign?.attribs["m:val"] ?? "∫";
}

/** @param node an equation or a part of one, with the usual prefix `m`. */
export function toEquationLine(node: AnyNode): string {
  if (node.type !== "tag") return "";
  const part = (name: string): string => childText(node, name);
  const script = (mark: string, name: string): string =>
    part(name) === "" ? "" : `${mark}${group(part(name))}`;
  switch (node.name) {
    case "m:t":
      return node.children.map((child) => (child.type === "text" ? child.data : "")).join("");
    case "m:f":
      return `${group(part("num"))}/${group(part("den"))}`;
    case "m:sSup":
    case "m:sSub":
    case "m:sSubSup":
      return `${part("e")}${script("_", "sub")}${script("^", "sup")}`;
    case "m:nary":
      return `${toOperator(node)}${script("_", "sub")}${script("^", "sup")} ${part("e")}`;
    case "m:rad":
      return `√${script("", "deg")}(${part("e")})`;
    case "m:d":
      return `(${part("e")})`;
    case "m:func":
      return `${part("fName")} ${part("e")}`;
    default:
      return node.children.map(toEquationLine).join("");
  }
}

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/**
 * Writes equations as plain runs, as the DOCX library would drop them.
 *
 * @param source a part of a document, not deeper than the limit of nesting.
 */
export function inlineEquations(source: string): string {
  return source.replaceAll(PARAGRAPH_TAGS, "").replaceAll(EQUATION, (equation) => {
    const [root] = load(equation, { xml: true }).root().toArray();
    const line = (root?.children ?? []).map(toEquationLine).join("").trim();
    return `<w:r><w:t xml:space="preserve"> ${escape(line)} </w:t></w:r>`;
  });
}
