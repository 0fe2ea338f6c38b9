/** @module Units that tell equal numbers apart: per cent, currencies, times and measures. */
import { readTimeUnit } from "./time-words.ts";

const PERCENT =
  /^\s?(?:[%٪]|percentage points?|percent|per cent|prozentpunkte|prozent|pour cent|por ?ciento|per ?cento|por cento|procente?|la sută|процент(?:а|ов)?|τοις εκατό|प्रतिशत|phần trăm|เปอร์เซ็นต์|퍼센트|パーセント)(?!\p{L})/iu;

/** Signs stand on either side of a number, words and codes behind it or, as codes, before. */
const CURRENCIES: readonly (readonly [string, RegExp])[] = [
  ["usd", /^(?:us\$|\$|usd|us dollars?|dollars?|dólares|dollari)$/iu],
  ["eur", /^(?:€|eur|euros?|евро|ευρώ|欧元|ユーロ|유로|يورو)$/iu],
  ["gbp", /^(?:£|gbp|pounds?|livres|libras)$/iu],
  ["chf", /^(?:chf|franken|sfr\.?)$/iu],
  ["jpy", /^(?:¥|jpy|yen|円)$/iu],
  ["cny", /^(?:cny|rmb|yuan|元|人民币)$/iu],
  ["inr", /^(?:₹|inr|rupees?|रुपये|रुपए)$/iu],
  ["rub", /^(?:₽|rub|руб\.?|рубл(?:ь|я|ей))$/iu],
  ["krw", /^(?:₩|krw|won|원)$/iu],
];
const CURRENCY_WORD =
  /^\s?(us\$|[$€£¥₹₽₩円元원]|us dollars?|人民币|欧元|ユーロ|유로|\p{L}[\p{L}\p{M}]*\.?)/iu;
export const CURRENCY_BEFORE = /(us\$|[$€£¥₹₽₩]|(?<!\p{L})(?:usd|eur|gbp|chf|jpy|cny|inr))\s?$/iu;

/** Symbols of measures, by what they are compared as; cases matter in "MB" and "Mb". */
const MEASURES: readonly (readonly [string, RegExp])[] = [
  ["kg", /^(?:kg|kilos?|kilograms?|kilogramm)$/u],
  ["g", /^(?:g|grams?|gramm)$/u],
  ["mg", /^mg$/u],
  ["t", /^(?:t|tons?|tonnes?|tonnen)$/u],
  ["km", /^(?:km|kilometers?|kilometres?|kilometer)$/u],
  ["m", /^(?:m|meters?|metres?)$/u],
  ["cm", /^cm$/u],
  ["mm", /^mm$/u],
  ["mi", /^miles?$/u],
  ["l", /^(?:l|liters?|litres?|litern?)$/iu],
  ["ml", /^ml$/iu],
  ["kb", /^[kK]B$/u],
  ["mb", /^MB$/u],
  ["gb", /^GB$/u],
  ["tb", /^TB$/u],
  ["kwh", /^kWh$/u],
  ["kw", /^kW$/u],
  ["ms", /^ms$/u],
  ["celsius", /^°C$/u],
  ["fahrenheit", /^°F$/u],
];
const MEASURE_WORD = /^\s?[-‑]?(°[CF]|\p{L}[\p{L}\p{M}]*)/u;

/** Words between a number and its unit of time: "10 business days", "5 more weeks". */
const BETWEEN =
  /^[\s-](?:business|working|calendar|consecutive|full|paid|unpaid|more|additional|bezahlte|weitere|volle|jours? ouvrables?)(?=[\s-])/iu;
const TIME_WORD = /^[\s\u00a0-]?(\p{L}[\p{L}\p{M}]*)/u;
/** Months and years have no length in days: they are counted apart. */
const MONTH_DAYS = 30;
const MONTHS_OF_YEAR = 12;

export interface ReadUnit {
  readonly unit: string;
  /** The number is multiplied by it. */
  readonly factor: number;
  readonly length: number;
}

const nameOf = (
  names: readonly (readonly [string, RegExp])[],
  word: string | undefined,
): string | undefined => names.find(([, pattern]) => pattern.test(word ?? ""))?.[0];

export const readCurrency = (word: string | undefined): string | undefined =>
  nameOf(CURRENCIES, word);

/** The unit that `rest`, the text behind a number, begins with. */
export function readUnit(rest: string, language: string): ReadUnit | undefined {
  const percent = PERCENT.exec(rest)?.[0].length;
  if (percent !== undefined) return { unit: "percent", factor: 1, length: percent };
  const money = CURRENCY_WORD.exec(rest);
  const currency = readCurrency(money?.[1]);
  if (money && currency) return { unit: currency, factor: 1, length: money[0].length };
  const between = BETWEEN.exec(rest)?.[0].length ?? 0;
  const time = TIME_WORD.exec(rest.slice(between));
  const span = time?.[1] && readTimeUnit(time[1].toLowerCase(), language);
  if (time && span) {
    const length = between + time[0].length - (time[1] ?? "").length + span.text.length;
    if (span.days < MONTH_DAYS) return { unit: "days", factor: span.days, length };
    const factor = span.days === MONTH_DAYS ? 1 : MONTHS_OF_YEAR;
    return { unit: "months", factor, length };
  }
  const measure = MEASURE_WORD.exec(rest);
  const unit = nameOf(MEASURES, measure?.[1]);
  return measure && unit ? { unit, factor: 1, length: measure[0].length } : undefined;
}
