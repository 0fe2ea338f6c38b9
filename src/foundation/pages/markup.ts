/** @module Markup whose foreign parts cannot be markup: every value is escaped unless it was made here. */
import { cleanText } from "./clean-text.ts";

/** Made by `html` alone. */
export interface Markup {
  readonly markup: string;
}

type Value = string | number | Markup | readonly Markup[] | undefined | false;

/** Strings and numbers are escaped, markup stays, `undefined` and `false` are nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const markup = parts.map((part, at) => `${toFlat(part)}${toMarkup(values[at])}`).join("");
  return { markup };
}

/** Indentation of the source is half of a page of many cases. */
const toFlat = (part: string): string => part.replaceAll(/\n\s+/g, "\n");

function toMarkup(value: Value): string {
  if (value === undefined || value === false) return "";
  if (typeof value === "string" || typeof value === "number") return escapeHtml(String(value));
  if ("markup" in value) return value.markup;
  return value.map(({ markup }) => markup).join("");
}

const NAMED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeHtml = (text: string): string =>
  cleanText(text).replaceAll(/[&<>"']/g, (character) => NAMED[character] ?? "");

/** Foreign text in its own direction, so that it turns nothing around it. */
export const foreign = (text: string, language?: string): Markup =>
  language !== undefined && /^[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]+)*$/.test(language)
    ? html`<bdi lang="${language}">${text}</bdi>`
    : html`<bdi>${text}</bdi>`;
