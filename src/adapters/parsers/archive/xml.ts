/** @module XML parts as small trees that are asked by local names, whatever prefixes a writer chose. */
import { isTag, isText, type AnyNode, type Document, type Element } from "domhandler";
import { parseDocument } from "htmlparser2";
import { decodeText } from "../decode.ts";
import { broken } from "../errors.ts";
import { checkDepth } from "../html/depth.ts";
import type { FormatInput } from "../run-format.ts";

export type XmlNode = Element | Document;

export interface XmlParts {
  has(part: string): boolean;
  /**
   * The root element of a part, or nothing where the part is missing or holds none.
   *
   * @throws parsers.too-deep; parsers.bomb for a document type with declarations; parsers.broken.
   */
  root(part: string): Element | undefined;
}

/** A document type that declares nothing itself; what it points at is never fetched. */
const PLAIN_DOCTYPE = /<!DOCTYPE[^[\]<>]*>/i;

/**
 * The text of a part in UTF-8 or UTF-16, or in what it declares.
 *
 * @throws parsers.broken where it is no text: the archive is damaged, whatever it is called.
 */
export function decodePart(bytes: Uint8Array, name: string, declared?: string): string {
  try {
    return decodeText({ bytes, name, ...(declared === undefined ? {} : { declared }) }).text;
  } catch (error) {
    throw broken({ name, reason: "one of its parts is damaged" }, error);
  }
}

/** Parses each part when it is first asked for. */
export function createXmlParts(
  archive: ReadonlyMap<string, Uint8Array>,
  { name, limits }: Pick<FormatInput, "name" | "limits">,
): XmlParts {
  const roots = new Map<string, Element | undefined>();
  const parse = (part: string): Element | undefined => {
    const bytes = archive.get(part);
    if (!bytes || bytes.length === 0) return undefined;
    const source = decodePart(bytes, name).replace(PLAIN_DOCTYPE, "");
    checkDepth({ source, name, maxDepth: limits.maxDepth, xml: true });
    return parseDocument(source, { xmlMode: true }).children.find(isTag);
  };
  return {
    has: (part) => archive.has(part),
    root(part) {
      if (!roots.has(part)) roots.set(part, parse(part));
      return roots.get(part);
    },
  };
}

const afterPrefix = (name: string): string => name.slice(name.indexOf(":") + 1);

export const localName = (element: Element): string => afterPrefix(element.name);

/** Child elements in order; with names, those alone. */
export function childrenOf(node: XmlNode | undefined, ...names: string[]): readonly Element[] {
  const elements = node?.children.filter(isTag) ?? [];
  return names.length === 0
    ? elements
    : elements.filter((child) => names.includes(localName(child)));
}

/** The element at the end of a path of first children. */
export function childOf(node: XmlNode | undefined, ...path: string[]): Element | undefined {
  let found = node;
  for (const name of path) found = childrenOf(found, name)[0];
  return found && isTag(found) ? found : undefined;
}

/** Elements below a node with one of the names, in order, those inside of one another too. */
export function findAll(node: XmlNode | undefined, ...names: string[]): readonly Element[] {
  const found: Element[] = [];
  const visit = (element: Element): void => {
    if (names.includes(localName(element))) found.push(element);
    for (const child of element.children) if (isTag(child)) visit(child);
  };
  for (const child of node?.children ?? []) if (isTag(child)) visit(child);
  return found;
}

export const findFirst = (node: XmlNode | undefined, ...names: string[]): Element | undefined =>
  findAll(node, ...names)[0];

/** An attribute by its local name; one without a prefix comes first. */
export function attributeOf(element: Element | undefined, name: string): string | undefined {
  if (!element) return undefined;
  if (Object.hasOwn(element.attribs, name)) return element.attribs[name];
  return Object.entries(element.attribs).find(([key]) => key.endsWith(`:${name}`))?.[1];
}

/** An attribute that a writer puts into the namespace of relations, whatever its prefix. */
export function relationIdOf(element: Element | undefined, name = "id"): string | undefined {
  return Object.entries(element?.attribs ?? {}).find(([key]) => key.endsWith(`:${name}`))?.[1];
}

export function textOf(node: AnyNode | undefined): string {
  if (!node) return "";
  if (isText(node)) return node.data;
  return "children" in node ? node.children.map(textOf).join("") : "";
}

export const toOneLine = (text: string): string => text.replaceAll(/[\s\u00a0]+/g, " ").trim();

/** An attribute as a whole number; nothing where it is none. */
export function numberOf(element: Element | undefined, name: string): number | undefined {
  const value = Number.parseInt(attributeOf(element, name) ?? "", 10);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** XML writes `true` and `1`. */
export const isOn = (value: string | undefined): boolean => value === "1" || value === "true";
