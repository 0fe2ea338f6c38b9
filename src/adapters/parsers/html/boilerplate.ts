/** @module Marks menus, page heads and feet, banners by what their markup says they are. */
import type { CheerioAPI } from "cheerio";
import type { Element } from "domhandler";
import { isElement, linkShare, survey, type Marks, type Survey } from "./marks.ts";

const SAID =
  "nav, [role=navigation], [role=banner], [role=contentinfo], [role=search], [role=menu], " +
  "[role=menubar], [role=toolbar], [role=alertdialog], .noprint, .no-print, .sr-only-focusable";

const CONTENT_ROOT = "main, article, [role=main], blockquote, figure, section, li, td";

const toName = (words: string): RegExp => new RegExp(`(?:^|[\\s_-])(?:${words})(?:$|[\\s_-])`, "i");

const BANNER_NAME = toName(
  "cookies?|consent|gdpr|breadcrumbs?|skip-?(?:links?|nav|to)|jump-?link|advert(?:isement)?s?|" +
    "pagination|social|share|sharing|newsletter|subscribe|popup|masthead|top-?bar|site-header",
);

/** Wikis and generators of documentation name what they put around a text. */
const FURNITURE_NAME = toName(
  "mw-editsection|hatnote|dablink|catlinks|printfooter|siteSub|contentSub|sistersitebox|" +
    "theme-doc-footer|theme-edit-this-page|edit-this-page|edit-page-link|last-updated|" +
    "sphinxsidebar|prev-next-area|rst-footer-buttons|page-metadata|page-labels|sharedaddy",
);

const MENU_NAME = /(?:^|[\s_-])(?:nav(?:bar|box|igation)?|menu|sidebar|toolbar|related|footer)/i;

const FOOT_NAME = toName("footer|footer-note|colophon|copyright");

const MAX_BANNER_LENGTH = 2000;
const MAX_FOOT_LENGTH = 500;
/** A foot stands in the last part of a page, in share of its text. */
const FOOT_PART = 0.15;
/** In characters, for a page of hardly any text. */
const MIN_FOOT_PART = 100;

const nameOf = (element: Element): string =>
  `${element.attribs["id"] ?? ""} ${element.attribs["class"] ?? ""}`;

/** Elements that begin so near to the end of the page that they may be its foot. */
export function listFeet(body: Element, { sizeOf }: Survey): ReadonlySet<Element> {
  const most = Math.max(FOOT_PART * sizeOf(body).length, MIN_FOOT_PART);
  const feet = new Set<Element>();
  let behind = 0;
  const visit = (element: Element): void => {
    for (const child of element.children.toReversed()) {
      if (isElement(child)) visit(child);
      else if (child.type === "text") behind += child.data.replaceAll(/\s+/g, " ").trim().length;
    }
    if (behind <= most) feet.add(element);
  };
  visit(body);
  return feet;
}

const holdsContent = (element: Element): boolean =>
  /^(?:main|article|h2)$/.test(element.name) ||
  element.children.filter(isElement).some(holdsContent);

/** By element, role and name; a main heading in a page head stays content. */
export function markBoilerplate($: CheerioAPI, body: Element): Marks {
  const marks: Marks = new Map();
  const whole = survey(body, marks);
  const feet = listFeet(body, whole);
  for (const element of $(SAID).toArray()) if (isElement(element)) marks.set(element, true);
  $("header, footer, aside").each((_, element) => {
    if ($(element).closest(CONTENT_ROOT).length > 0) return;
    marks.set(element, true);
    if (element.name !== "header") return;
    for (const heading of $(element).find("h1").toArray())
      if (isElement(heading)) marks.set(heading, false);
  });
  $("[id], [class]").each((_, element) => {
    const name = nameOf(element);
    const size = whole.sizeOf(element);
    if (size.titles > 0 || /^(?:html|body|main|article)$/.test(element.name)) return;
    const isBanner = FURNITURE_NAME.test(name) || BANNER_NAME.test(name);
    const isMenu = MENU_NAME.test(name) && linkShare(size) > 0.5;
    const isFoot = FOOT_NAME.test(name) && feet.has(element) && size.length <= MAX_FOOT_LENGTH;
    if (isMenu ? !holdsContent(element) : isBanner && size.length <= MAX_BANNER_LENGTH)
      marks.set(element, true);
    else if (isFoot && !holdsContent(element)) marks.set(element, true);
  });
  return marks;
}
