/** @module Finds the part of a page that a reader came for. */
import { Readability } from "@mozilla/readability";
import type { CheerioAPI } from "cheerio";
import type { Element } from "domhandler";
import { parseHTML } from "linkedom";
import { linkShare, survey, type Marks } from "./marks.ts";

/** A declared main part that holds less than this is a teaser, not the content. */
const MIN_MAIN_SHARE = 0.5;
/** Where less of the text is links, there is no menu left that would be worth a guess. */
const MIN_LINK_SHARE = 0.3;
/** A guess takes time with the length of a page, and no article among menus is so long. */
const MAX_GUESSED = 200_000;
/** A guess that drops more than the rest of the text has taken content for menus. */
const MIN_KEPT_SHARE = 0.3;

/**
 * The page's own `main` or `article` where it holds most of the text that is not marked; what
 * stands around it is marked then, but for the page's main heading.
 *
 * @returns what holds the content: that part, or the body.
 */
export function markAroundMain($: CheerioAPI, body: Element, marks: Marks): Element {
  const { sizeOf } = survey(body, marks);
  for (const selector of ["main, [role=main]", "article"]) {
    const found = $(selector);
    const only = found.get(0);
    if (found.length !== 1 || only?.type !== "tag") continue;
    if (sizeOf(only).length < sizeOf(body).length * MIN_MAIN_SHARE) continue;
    marks.set(body, true);
    marks.set(only, false);
    if (sizeOf(only).titles === 0) $("h1").each((_, heading) => void marks.set(heading, false));
    return only;
  }
  return body;
}

/** Letters and digits alone, so that one text is found in another however it is laid out. */
export const toLetters = (text: string): string => text.replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "");

/**
 * Readability's guess at the content of a page that is still mostly links.
 *
 * @returns the letters of its text, or nothing where no guess is needed or it is a bad one.
 */
export function guessContent($: CheerioAPI, body: Element, marks: Marks): string | undefined {
  const size = survey(body, marks).sizeOf(body);
  if (size.length === 0 || size.length > MAX_GUESSED) return undefined;
  if (linkShare(size) < MIN_LINK_SHARE) return undefined;
  const { document } = parseHTML($.html());
  const article = new Readability(document, { charThreshold: 200 }).parse();
  const letters = toLetters(article?.textContent ?? "");
  return letters.length >= MIN_KEPT_SHARE * size.length ? letters : undefined;
}
