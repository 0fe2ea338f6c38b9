/** @module Takes out of a page what is no content: code, hidden text, menus, banners. */
import type { CheerioAPI } from "cheerio";
import type { Element } from "domhandler";

const NO_CONTENT =
  "script, style, noscript, template, svg, canvas, iframe, object, embed, audio, video, " +
  "input, select, textarea, button, dialog:not([open]), annotation, annotation-xml, rp, head";

const HIDDEN_STYLE =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|!|$))/i;

const BOILERPLATE =
  "nav, [role=navigation], [role=banner], [role=contentinfo], [role=search], [role=menu], " +
  "[role=menubar], [role=toolbar], [role=alertdialog], .noprint, .no-print, .sr-only-focusable";

const CONTENT_ROOT = "main, article, [role=main], blockquote, figure, section, li, td";

const BANNER_NAME =
  /(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|skip-?(?:links?|nav|to)|advert(?:isement)?s?|pagination|social|share|newsletter|subscribe|popup)(?:$|[\s_-])/i;

const MENU_NAME = /(?:^|[\s_-])(?:nav(?:bar|box|igation)?|menu|sidebar|toolbar|related|footer)/i;

const MAX_BANNER_LENGTH = 2000;

const nameOf = (element: Element): string =>
  `${element.attribs["id"] ?? ""} ${element.attribs["class"] ?? ""}`;

const textLength = (text: string): number => text.replaceAll(/\s+/g, " ").trim().length;

/** Share of an element's text that stands in links, in [0, 1]; 1 for no text. */
export function linkShare($: CheerioAPI, element: Element): number {
  const all = textLength($(element).text());
  return all === 0 ? 1 : textLength($(element).find("a").text()) / all;
}

/** Removes what no reader sees. @returns how many characters of text went with it. */
export function removeHidden($: CheerioAPI): number {
  let lost = 0;
  const hidden = $("[hidden], [aria-hidden=true], [style]").filter((_, element) => {
    const style = $(element).attr("style");
    const unseen = style === undefined ? true : HIDDEN_STYLE.test(style);
    return unseen || $(element).is("[hidden], [aria-hidden=true]");
  });
  hidden.each((_, element) => {
    // An element inside one that is gone already was counted with it.
    if ($(element).closest("body").length > 0) lost += textLength($(element).text());
    $(element).remove();
  });
  return lost;
}

/** Removes elements that hold no text for readers; call before text is measured. */
export function removeNoContent($: CheerioAPI): void {
  $(NO_CONTENT).remove();
}

/** Removes menus, page heads and feet, banners; a main heading in a page head stays. */
export function removeBoilerplate($: CheerioAPI): void {
  $(BOILERPLATE).remove();
  $("header, footer, aside").each((_, element) => {
    if ($(element).closest(CONTENT_ROOT).length > 0) return;
    const headings = $(element).is("header") ? $(element).find("h1") : $();
    $(element).before(headings).remove();
  });
  $("[id], [class]").each((_, element) => {
    const name = nameOf(element);
    if ($(element).is("html, body, main, article") || $(element).find("main, article, h1").length)
      return;
    const isBanner = BANNER_NAME.test(name) && textLength($(element).text()) <= MAX_BANNER_LENGTH;
    if (isBanner || (MENU_NAME.test(name) && linkShare($, element) > 0.5)) $(element).remove();
  });
}
