/** @module What elements of common vocabularies are for: DocBook, JATS, TEI, DITA, RSS, Atom, patents. */
import { isCDATA, isTag, isText, type AnyNode, type Element } from "domhandler";
import { localName } from "../archive/xml.ts";

export type Role = "title" | "paragraph" | "list" | "item" | "table" | "code" | "quote" | "caption";

const ROLES = new Map<string, Role>();
const define = (role: Role, names: string): void => {
  for (const name of names.split(" ")) ROLES.set(name, role);
};

define(
  "title",
  "title head heading bridgehead article-title book-title invention-title h h1 h2 h3 h4 h5 h6 " +
    "title-of-invention section-title",
);
define("paragraph", "p para simpara ab l paragraph claim-text shortdesc subtitle");
define(
  "list",
  "list itemizedlist orderedlist variablelist simplelist procedure ul ol dl listbibl steps " +
    "steps-unordered choices def-list glosslist ref-list",
);
define(
  "item",
  "listitem list-item item li member step substep choice bibl ref varlistentry dlentry def-item",
);
define("table", "table informaltable simpletable");
define("code", "programlisting screen codeblock literallayout pre eg egxml msgblock preformat");
define("quote", "blockquote quote lq disp-quote epigraph cit");
define("caption", "caption figdesc");

export const roleOf = (element: Element): Role | undefined =>
  ROLES.get(localName(element).toLowerCase());

/** Names that stand for text even where all of it is short; others are names of data as well. */
const PROSE = new Set(
  (
    "p para simpara listitem list-item programlisting screen codeblock itemizedlist orderedlist " +
    "informaltable blockquote claim-text sect1 sect2 chapter ab lg"
  ).split(" "),
);

/** Of a single text; data is shorter. */
const MIN_PROSE = 120;

/** Feeds and reports carry pages as texts. */
const PAGE = /<(?:p|div|span|table|br|ul|ol|h[1-6]|b|i|a|strong|em)\b[^<>]*>/i;

export const isPage = (text: string): boolean => PAGE.test(text);

export const hasText = (element: Element): boolean =>
  element.children.some((child) => isText(child) && child.data.trim() !== "");

export const childElements = (element: Element): readonly Element[] =>
  element.children.filter(isTag);

/** Text beside elements: somebody wrote sentences and marked words in them. */
export const isMixed = (element: Element): boolean =>
  hasText(element) && childElements(element).length > 0;

/**
 * Which elements hold prose, themselves or somewhere inside; the others are named values. One
 * pass, as a test of each alone would be quadratic.
 */
export function findProse(root: Element): ReadonlySet<Element> {
  const prose = new Set<Element>();
  const visit = (node: AnyNode): boolean => {
    if (isCDATA(node)) return node.children.map(visit).includes(true);
    if (!isTag(node))
      return isText(node) && (node.data.trim().length >= MIN_PROSE || isPage(node.data));
    let found = PROSE.has(localName(node).toLowerCase()) || isMixed(node);
    for (const child of node.children) if (visit(child)) found = true;
    if (found) prose.add(node);
    return found;
  };
  visit(root);
  return prose;
}
