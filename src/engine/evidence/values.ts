/** @module The numbers, dates and names that a sentence states, in a form that can be compared. */
import { listNumberWords } from "./number-words.ts";
import { findDates } from "./dates.ts";
import { readTimeUnit, toPrimary } from "./time-words.ts";

export interface StatedValue {
  readonly kind: "number" | "date" | "name";
  /** What is measured: "duration", "money:eur", "percent", "clock", "date" or a unit word. */
  readonly family: string;
  /** Comparable form; see `agrees`. */
  readonly fields: readonly (number | undefined)[];
  /** Verbatim, with its span in the sentence. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SOFT_UNITS =
  /^(?:business|working|calendar|consecutive|full|paid|more|additional|or|and|to|of|the|in|a|an|at|for|on|is|are|from|by|per|with|x)$/u;
const CURRENCY: Readonly<Record<string, string>> = {
  $: "usd",
  "€": "eur",
  "£": "gbp",
  usd: "usd",
  eur: "eur",
  euro: "eur",
  euros: "eur",
  gbp: "gbp",
  chf: "chf",
  dollars: "usd",
  dollar: "usd",
};
const SCALE: Readonly<Record<string, number>> = {
  thousand: 1e3,
  k: 1e3,
  million: 1e6,
  m: 1e6,
  billion: 1e9,
};

const CLOCK = /\b(\d{1,2}):(\d{2})\s*(am|pm)?\b|\b(\d{1,2})\s*(am|pm)\b/giu;

/** Not the end of a word, but of one in a script that parts words by nothing. */
const BEFORE =
  "(?<![[\\p{L}--[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}\\p{scx=Thai}]]\\p{N}.,:\\/#_=\\-])";
const FIGURES = "\\d{1,3}(?:[,\\u00a0\\u202f ]\\d{3})+(?:[.,]\\d+)?|\\d+(?:[.,]\\d+)?";
/** Thousands parted by points, which English does not write. */
const FIGURES_BY_POINTS = "\\d{1,3}(?:\\.\\d{3})+(?:,\\d+)?(?!\\d)";

const patterns = new Map<string, RegExp>();

/** Numbers of a language's texts, in figures or as one of its words, with what follows. */
function numbersOf(language: string): RegExp {
  const known = patterns.get(language);
  if (known) return known;
  const isEnglish = toPrimary(language) === "en";
  // Outside of English the word for one is the article.
  const own = [...listNumberWords(language)].filter(([, value]) => isEnglish || value > 1);
  const words = [...listNumberWords("en").keys(), ...own.map(([word]) => word)].join("|");
  const figures = isEnglish ? FIGURES : `${FIGURES_BY_POINTS}|${FIGURES}`;
  const pattern = new RegExp(
    `${BEFORE}([$€£])?\\s?(${figures}|(?<![\\p{L}\\p{M}])(?:${words})(?![\\p{L}\\p{M}]))` +
      "(?:\\s?(k|thousand|million|billion)\\b)?(?:\\s?(%|percent\\b|per cent\\b)|[\\s\\-]?([€$£]|\\p{L}[\\p{L}\\p{M}]*)(?:[\\s\\-](\\p{L}+))?)?",
    "giv",
  );
  patterns.set(language, pattern);
  return pattern;
}

/**
 * Numbers with a unit, currency or per-cent sign, clock times and dates. Bare numbers are none.
 *
 * @param language of the sentence: its words for numbers, units of time and months are read.
 */
export function statedQuantities(sentence: string, language: string): readonly StatedValue[] {
  const values = [...findDates(sentence, language), ...clocksIn(sentence)];
  const taken = values.map(({ start, end }) => ({ start, end }));
  for (const match of sentence.matchAll(numbersOf(language))) {
    const start = match.index;
    const end = start + match[0].length;
    if (taken.some((other) => start < other.end && other.start < end)) continue;
    const value = quantity(match, start, language);
    if (value !== undefined) values.push(value);
  }
  return values;
}

function quantity(
  match: RegExpMatchArray,
  start: number,
  language: string,
): StatedValue | undefined {
  const [whole, symbol, digits = "", scale = "", percent, unit = "", after = ""] = match;
  const amount = amountOf(digits, language) * (SCALE[scale.toLowerCase()] ?? 1);
  const first = unit.toLowerCase();
  const value = (family: string, number: number, last: string): StatedValue => {
    const text = whole.slice(0, whole.lastIndexOf(last) + last.length).trim();
    const from = start + whole.indexOf(text);
    return { kind: "number", family, fields: [number], text, start: from, end: from + text.length };
  };
  const sign = CURRENCY[symbol ?? ""];
  if (sign !== undefined) return value(`money:${sign}`, amount, scale === "" ? digits : scale);
  const currency = CURRENCY[first];
  if (currency !== undefined) return value(`money:${currency}`, amount, unit);
  if (percent !== undefined) return value("percent", amount, percent);
  const time = readTimeUnit(first, language);
  if (time) return value("duration", amount * time.days, unit.slice(0, time.text.length));
  if (SOFT_UNITS.test(first)) {
    const later = readTimeUnit(after.toLowerCase(), language);
    return later && value("duration", amount * later.days, after);
  }
  return first.length < 3 ? undefined : value(first.replace(/(?<=\p{L}{3})s$/u, ""), amount, unit);
}

function amountOf(digits: string, language: string): number {
  const name = digits.toLowerCase();
  const word = listNumberWords(language).get(name) ?? listNumberWords("en").get(name);
  if (word !== undefined) return word;
  if (/^\d{1,3}(?:[,\u00a0\u202f ]\d{3})+/u.test(digits))
    return Number(digits.replaceAll(/[,\u00a0\u202f ](?=\d{3}(?!\d))/gu, "").replace(",", "."));
  if (toPrimary(language) !== "en" && /^\d{1,3}(?:\.\d{3})+(?:,|$)/.test(digits))
    return Number(digits.replaceAll(".", "").replace(",", "."));
  return Number(digits.replace(",", "."));
}

function clocksIn(sentence: string): StatedValue[] {
  return [...sentence.matchAll(CLOCK)].map((match) => {
    const [text, hours, minutes, half, hours2, half2] = match;
    const afternoon = (half ?? half2 ?? "").toLowerCase() === "pm";
    const hour = (Number(hours ?? hours2) % 12) + (afternoon || Number(hours) >= 12 ? 12 : 0);
    return {
      kind: "number",
      family: "clock",
      fields: [hour * 60 + Number(minutes ?? 0)],
      text,
      start: match.index,
      end: match.index + text.length,
    };
  });
}

/** Whether two values of a family say the same: no field that both state differs by over 5 %. */
export function agrees(left: StatedValue, right: StatedValue): boolean {
  if (left.kind === "name") return left.text === right.text;
  return left.fields.every((field, index) => {
    const other = right.fields[index];
    if (field === undefined || other === undefined) return true;
    const slack =
      left.family === "duration" ? 0.05 * Math.max(Math.abs(field), Math.abs(other)) : 1e-9;
    return Math.abs(field - other) <= slack;
  });
}

const NAME = /(?<=[\p{Ll}\p{N},]\s)\p{Lu}[\p{L}’'-]+(?:\s+\p{Lu}[\p{L}’'-]+)+/gu;

/** Runs of two or more capitalised words inside a sentence: people, places, organisations. */
export function statedNames(sentence: string): readonly StatedValue[] {
  return [...sentence.matchAll(NAME)].map((match) => ({
    kind: "name",
    family: "name",
    fields: [],
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

const LABEL = /(?<![\p{L}\p{N}])(?:\p{Lu}|\p{L}*\p{N}[\p{L}\p{N}]*)(?![\p{L}\p{N}])/gu;

/** Labels that tell cases apart ("Model B", "Tier 2", "Q3"), outside the values themselves. */
export function statedLabels(
  sentence: string,
  values: readonly StatedValue[],
): ReadonlySet<string> {
  const labels = new Set<string>();
  for (const { 0: text, index } of sentence.matchAll(LABEL)) {
    if (index === 0 || text === "I") continue;
    if (!values.some(({ start, end }) => index < end && start < index + text.length))
      labels.add(text);
  }
  return labels;
}
