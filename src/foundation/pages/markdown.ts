/** @module Foreign text in Markdown: read as text, whatever it holds. */
import { toCleanLine } from "./clean-text.ts";

/**
 * No markup, no mention of a person, no link and no cell of it takes effect. A blank of no width
 * keeps what reads as a name or an address from being linked.
 */
export function escapeMarkdown(text: string): string {
  return toCleanLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_{}[\]()#!|~]/g, "\\$&")
    .replaceAll(/(?<!\w)@|@(?=[\w-]+\.)/g, "@\u200B")
    .replaceAll(/:\/\//g, ":\u200B//")
    .replaceAll(/\bwww\./gi, "www\u200B.");
}
