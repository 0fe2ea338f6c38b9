/** @module Finds the part of a page that a reader came for. */
import { Readability } from "@mozilla/readability";
import { load, type CheerioAPI } from "cheerio";
import type { Element } from "domhandler";
import { parseHTML } from "linkedom";
import { linkShare } from "./clean.ts";

/** A declared main part that holds less than this is a teaser, not the content. */
const MIN_MAIN_SHARE = 0.5;
/** Where less of the text is links, there is no menu left that would be worth a guess. */
const MIN_LINK_SHARE = 0.3;
/** A guess that drops more than the rest of the text has taken content for menus. */
const MIN_KEPT_SHARE = 0.3;

const lengthOf = (text: string): number => text.replaceAll(/\s+/g, " ").trim().length;

function guessMain($: CheerioAPI): CheerioAPI | undefined {
  const { document } = parseHTML($.html());
  const article = new Readability(document, { charThreshold: 200 }).parse();
  return article?.content ? load(article.content) : undefined;
}

/**
 * The page's own `main` or `article` where it holds most of the text; a guess by Readability for
 * pages that are mostly links; else everything. Takes a page without scripts and hidden text.
 */
export function findMainContent($: CheerioAPI): { $: CheerioAPI; root: Element | undefined } {
  const body = $("body").get(0);
  if (!body) return { $, root: undefined };
  const all = lengthOf($(body).text());
  for (const selector of ["main, [role=main]", "article"]) {
    const found = $(selector);
    const only = found.get(0);
    if (
      found.length === 1 &&
      only?.type === "tag" &&
      lengthOf($(only).text()) >= all * MIN_MAIN_SHARE
    )
      return { $, root: only };
  }
  if (linkShare($, body) < MIN_LINK_SHARE) return { $, root: body };
  const guess = guessMain($);
  const guessed = guess?.("body").get(0);
  if (guess && guessed && lengthOf(guess(guessed).text()) >= all * MIN_KEPT_SHARE)
    return { $: guess, root: guessed };
  return { $, root: body };
}
