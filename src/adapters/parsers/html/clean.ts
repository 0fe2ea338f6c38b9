/** @module Takes out of a page what no reader sees: code, controls, hidden text. */
import type { CheerioAPI } from "cheerio";

const NO_CONTENT =
  "script, style, noscript, template, svg, canvas, iframe, object, embed, audio, video, " +
  "input, select, textarea, button, dialog:not([open]), annotation, annotation-xml, rp, head";

const HIDDEN_STYLE =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|!|$))/i;

/** A sign beside a heading that links to it. */
const ANCHOR = "a.headerlink, a.hash-link, a.anchor, a.anchorjs-link, a.heading-anchor";

/** Length as a reader sees it: white space is one blank. */
export const textLength = (text: string): number => text.replaceAll(/\s+/g, " ").trim().length;

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
  $(ANCHOR)
    .filter((_, element) => textLength($(element).text()) <= 2)
    .remove();
}
