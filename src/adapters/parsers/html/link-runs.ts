/** @module Marks menus, paths, share buttons and related links by how their text is linked. */
import type { CheerioAPI } from "cheerio";
import type { Element } from "domhandler";
import { listFeet } from "./boilerplate.ts";
import {
  isElement,
  linkShare,
  listTexts,
  survey,
  type Marks,
  type ShownText,
  type Survey,
} from "./marks.ts";

/** A menu is links with hardly anything between them. */
const MIN_MENU_SHARE = 0.8;
const MIN_MENU_LINKS = 3;
/** Titles of works in a list are longer, and are content. */
const MAX_LINK_LENGTH = 60;
/** Text of this length outside of links is prose, which content begins and ends with. */
const MIN_PROSE = 80;
/** Where lists of links are more of a page than this, they are what the page is for. */
const MAX_LISTED_SHARE = 0.5;
/** Of what stands under a heading of related links. */
const MIN_RELATED_SHARE = 0.5;

const RELATED =
  /^(?:see also|related (?:\w+ ){0,2}(?:links|pages|topics|articles|content|documents|posts|reading)|related|external links|useful links|further links|you (?:may|might) also (?:like|be interested in)|more from .{1,40}|recommended(?: for you)?|read next|siehe auch|weblinks|verwandte (?:themen|artikel|seiten)|voir aussi|liens externes|véase también|enlaces externos|artículos relacionados)[:.]?$/i;

const MAX_TITLE_LENGTH = 80;
/** What else a wrapper of a heading may hold, such as a link to edit it. */
const MAX_BESIDE = 20;

const SHARE_LINK =
  /(?:facebook\.com\/sharer|(?:twitter|x)\.com\/(?:share|intent)|linkedin\.com\/share|pinterest\.com\/pin\/create|reddit\.com\/submit|wa\.me\/|t\.me\/share|mailto:\?)/i;
const SHARE_WORDS = /\b(?:share|like|follow) (?:this|it|us|on)\b/i;
const MAX_SHARE_LENGTH = 80;

const COPYRIGHT = /©|\(c\)\s?(?:19|20)\d\d|\bcopyright\s(?:19|20)\d\d|\ball rights reserved\b/i;
const MAX_FOOT_LENGTH = 500;

/** Between the links of a path to a page, and before its own name. */
const PATH = /^(?:(?:->|»|›|>|→|\/)\s*)+[^»›>→]{0,80}$/;
const MAX_PATH_LENGTH = 200;

const BLOCKS = "p, div, td, li, ul, ol, table, center, section, h2, h3, h4, h5, h6";

const joinTexts = (texts: readonly ShownText[]): string => texts.map(({ text }) => text).join(" ");

interface Found {
  readonly menus: readonly { readonly element: Element; readonly place: number }[];
  /** Places of the first and the last prose, counted as those of the menus. */
  readonly first: number;
  readonly last: number;
}

const WORDS = /^(?:a|h[1-6]|span|b|i|em|strong|font|sup|sub)$/;

function isMenu(element: Element, { sizeOf }: Survey): boolean {
  const size = sizeOf(element);
  if (WORDS.test(element.name) || size.links < MIN_MENU_LINKS) return false;
  return linkShare(size) >= MIN_MENU_SHARE && size.linked / size.links <= MAX_LINK_LENGTH;
}

/** The outermost menus; what is marked is not looked at again. */
function findMenus(root: Element, marks: Marks, sizes: Survey): Found {
  const menus: { element: Element; place: number }[] = [];
  let [place, first, last] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const visit = (element: Element): void => {
    if (marks.get(element)) return;
    place += 1;
    if (element !== root && isMenu(element, sizes)) {
      menus.push({ element, place });
      return;
    }
    for (const child of element.children) {
      if (isElement(child)) visit(child);
      const isProse =
        child.type === "text" && child.data.trim().length >= MIN_PROSE && element.name !== "a";
      if (!isProse && element.name !== "pre") continue;
      first = Math.min(first, place);
      last = Math.max(last, place);
    }
  };
  visit(root);
  return { menus, first, last };
}

const isInPage = ($: CheerioAPI, element: Element): boolean =>
  $(element)
    .find("a")
    .toArray()
    .every((link) => (link.attribs["href"] ?? "").startsWith("#"));

/** Menus before and behind the prose, and lists of what the page itself holds. */
function markMenus($: CheerioAPI, root: Element, marks: Marks): void {
  const sizes = survey(root, marks);
  const { menus, first, last } = findMenus(root, marks, sizes);
  const outer = menus.filter(({ place }) => place < first || place > last);
  const listed = outer.reduce((sum, { element }) => sum + sizes.sizeOf(element).length, 0);
  const hasContent = listed <= MAX_LISTED_SHARE * sizes.sizeOf(root).length;
  for (const { element, place } of menus) {
    const isOuter = hasContent && (place < first || place > last);
    if (isOuter || isInPage($, element)) marks.set(element, true);
  }
}

const levelOf = ({ name }: Element): number | undefined =>
  /^h[1-6]$/.test(name) ? Number(name.slice(1)) : undefined;

/** The highest heading in an element, itself included. */
function topLevelOf(element: Element): number {
  const inside = element.children.filter(isElement).map(topLevelOf);
  return Math.min(levelOf(element) ?? 7, ...inside);
}

/** What follows a heading up to the next one that is not below it, a wrapper of it included. */
function toSection(heading: Element, { sizeOf }: Survey): readonly Element[] {
  const level = levelOf(heading) ?? 6;
  const { parent } = heading;
  const isWrapped =
    parent && isElement(parent) && sizeOf(parent).length <= sizeOf(heading).length + MAX_BESIDE;
  const start = isWrapped ? parent : heading;
  const section: Element[] = [start];
  for (let next = start.nextSibling; next; next = next.nextSibling) {
    if (!isElement(next)) continue;
    if (topLevelOf(next) <= level) break;
    section.push(next);
  }
  return section;
}

function markRelated($: CheerioAPI, marks: Marks, sizes: Survey): void {
  for (const heading of $("h2, h3, h4, h5, h6").toArray()) {
    if (sizes.sizeOf(heading).length > MAX_TITLE_LENGTH) continue;
    if (!RELATED.test(joinTexts(listTexts(heading, marks)))) continue;
    const [head, ...rest] = toSection(heading, sizes);
    const held = rest.map((element) => sizes.sizeOf(element));
    const length = held.reduce((sum, size) => sum + size.length, 0);
    const linked = held.reduce((sum, size) => sum + size.linked, 0);
    if (length > 0 && linked < MIN_RELATED_SHARE * length) continue;
    for (const element of [head, ...rest]) if (element) marks.set(element, true);
  }
}

function isPath(texts: readonly ShownText[]): boolean {
  const between = texts.filter(({ linked }) => !linked);
  return Boolean(texts[0]?.linked) && PATH.test(joinTexts(between));
}

function markSmall($: CheerioAPI, root: Element, marks: Marks, sizes: Survey): void {
  const feet = listFeet(root, sizes);
  const shares = $("a[href]").filter((_, link) => SHARE_LINK.test(link.attribs["href"] ?? ""));
  for (const link of shares.toArray()) marks.set(link, true);
  for (const element of $(BLOCKS).toArray()) {
    if (!isElement(element)) continue;
    const { length, titles } = sizes.sizeOf(element);
    if (length === 0 || length > MAX_FOOT_LENGTH || titles > 0) continue;
    const texts = listTexts(element, marks);
    const text = joinTexts(texts);
    const isFoot = feet.has(element) && COPYRIGHT.test(text);
    const asks = shares.length > 0 && text.length <= MAX_SHARE_LENGTH && SHARE_WORDS.test(text);
    if (isFoot || asks || (text.length <= MAX_PATH_LENGTH && isPath(texts)))
      marks.set(element, true);
  }
}

/** Adds to `marks`; parts that are marked already are not looked at again. */
export function markLinkRuns($: CheerioAPI, root: Element, marks: Marks): void {
  const sizes = survey(root, marks);
  markRelated($, marks, sizes);
  markSmall($, root, marks, sizes);
  markMenus($, root, marks);
}
