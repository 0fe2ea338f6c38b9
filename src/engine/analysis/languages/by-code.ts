/** @module The rules of each language that has some, by its code. */
import type { LanguageRules } from "../language.ts";
import { arabic } from "./arabic.ts";
import { dutch } from "./dutch.ts";
import { english } from "./english.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import { greek } from "./greek.ts";
import { hindi } from "./hindi.ts";
import { italian } from "./italian.ts";
import { portuguese } from "./portuguese.ts";
import { romanian } from "./romanian.ts";
import { russian } from "./russian.ts";
import { spanish } from "./spanish.ts";
import { thai } from "./thai.ts";
import { turkish } from "./turkish.ts";
import { cjk } from "./cjk.ts";
import { vietnamese } from "./vietnamese.ts";

/** By primary subtag of BCP 47. */
export const RULES_OF_LANGUAGE: Readonly<Record<string, LanguageRules>> = {
  ar: arabic,
  de: german,
  el: greek,
  en: english,
  es: spanish,
  fr: french,
  hi: hindi,
  it: italian,
  ja: cjk,
  ko: cjk,
  nl: dutch,
  pt: portuguese,
  ro: romanian,
  ru: russian,
  th: thai,
  tr: turkish,
  vi: vietnamese,
  zh: cjk,
};
