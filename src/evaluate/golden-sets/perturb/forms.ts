/** @module Other ways in which people write the same question. */
import { createRandom } from "../../../foundation/random.ts";
import type { TextTools } from "../text-tools.ts";
import { addTypos } from "./typos.ts";

export const FORMS = ["typos", "unaccented", "telegraphic", "colloquial"] as const;
export type Form = (typeof FORMS)[number];

export interface FormContext {
  readonly language: string;
  /** Names the stream of random numbers, with the case's id. */
  readonly seed: string;
  readonly tools: Pick<TextTools, "listTerms">;
}

/**
 * The question in a form: `typos` with slips, `unaccented` without accents and umlauts, `telegraphic`
 * as the words that say what it is about, `colloquial` in lower case without punctuation. As it was
 * where a form changes nothing.
 */
export const toForm = (form: Form, text: string, context: FormContext): string =>
  CHANGES[form](text, context);

const CHANGES: Readonly<Record<Form, (text: string, context: FormContext) => string>> = {
  typos: (text, { language, seed }) => addTypos(text, language, createRandom(`${seed}/typos`)),
  unaccented: (text) => removeAccents(text),
  telegraphic: (text, { language, tools }) => keepContent(text, language, tools),
  colloquial: (text) =>
    tidy(text.toLowerCase().replaceAll(/(?<!\p{N})[\p{P}](?!\p{N})|[?!¿¡]/gu, " ")),
};

/** Letters that are no composition of a base and a mark. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  Ø: "O",
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  æ: "ae",
  Æ: "AE",
  œ: "oe",
  Œ: "OE",
  ı: "i",
};

/** Marks on Latin, Greek and Cyrillic letters; elsewhere a mark is a letter. */
function removeAccents(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/([\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}])\p{M}+/gu, "$1")
    .normalize("NFC")
    .replaceAll(/[ßøØłŁđĐæÆœŒı]/g, (letter) => PLAIN[letter] ?? letter);
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:[-'’.][\p{L}\p{M}\p{N}]+)*/gu;

/** Words that are a term of content; fewer than two are no question any more. */
function keepContent(text: string, language: string, tools: Pick<TextTools, "listTerms">): string {
  const words = text.match(WORD) ?? [];
  const kept = words.filter((word) => tools.listTerms(word, language).length > 0);
  return kept.length >= 2 ? kept.join(" ") : text;
}

const tidy = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
