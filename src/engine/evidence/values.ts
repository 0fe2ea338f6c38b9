/** @module The numbers, dates and names that a sentence states, in a form that can be compared. */

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

const WORDS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fourteen: 14,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
};

/** Days in a unit of time; months and years by convention, so equality allows 5 %. */
const DAYS: readonly (readonly [RegExp, number])[] = [
  [/^(?:minutes?|mins?|minutos?|minuti|minuten)$/u, 1 / 1440],
  [/^(?:hours?|hrs?|horas?|or[ae]|heures?|stunden?)$/u, 1 / 24],
  [/^(?:days?|días?|giorn[oi]|jours?|tagen?|tage|天|日)$/u, 1],
  [/^(?:weeks?|semanas?|settiman[ae]|semaines?|wochen?)$/u, 7],
  [/^(?:months?|mes(?:es)?|mes[ei]|mois|monaten?|monate)$/u, 30],
  [/^(?:years?|años?|ann[oi]|ans|années?|jahren?|jahre)$/u, 365],
];
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

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const MONTH =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?";
const DATES = new RegExp(
  `\\b(\\d{4})-(\\d{2})-(\\d{2})\\b` +
    `|\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(${MONTH})(?:,?\\s+(\\d{4}))?\\b` +
    `|\\b(${MONTH})\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?\\b` +
    `|\\b(${MONTH})\\s+(\\d{4})\\b` +
    `|(?<=\\b(?:in|since|by|until|from|of)\\s)((?:19|20)\\d{2})\\b`,
  "gu",
);
const CLOCK = /\b(\d{1,2}):(\d{2})\s*(am|pm)?\b|\b(\d{1,2})\s*(am|pm)\b/giu;
const NUMBER_WORDS = Object.keys(WORDS).join("|");
const NUMBER = new RegExp(
  `(?<![\\p{L}\\p{N}.,:/#_=-])([$€£])?\\s?(\\d{1,3}(?:[,\\u202f ]\\d{3})+(?:\\.\\d+)?|\\d+(?:[.,]\\d+)?|\\b(?:${NUMBER_WORDS})\\b)` +
    `(?:\\s?(k|thousand|million|billion)\\b)?(?:\\s?(%|percent\\b|per cent\\b)|[\\s-]?([€$£]|\\p{L}+)(?:[\\s-](\\p{L}+))?)?`,
  "giu",
);

/** Numbers with a unit, currency or per-cent sign, clock times and dates. Bare numbers are none. */
export function statedQuantities(sentence: string): readonly StatedValue[] {
  const values = [...datesIn(sentence), ...clocksIn(sentence)];
  const taken = values.map(({ start, end }) => ({ start, end }));
  for (const match of sentence.matchAll(NUMBER)) {
    const start = match.index;
    const end = start + match[0].length;
    if (taken.some((other) => start < other.end && other.start < end)) continue;
    const value = quantity(match, start);
    if (value !== undefined) values.push(value);
  }
  return values;
}

function quantity(match: RegExpMatchArray, start: number): StatedValue | undefined {
  const [whole, symbol, digits = "", scale = "", percent, unit = "", after = ""] = match;
  const amount = amountOf(digits) * (SCALE[scale.toLowerCase()] ?? 1);
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
  const days = daysOf(first);
  if (days !== undefined) return value("duration", amount * days, unit);
  if (SOFT_UNITS.test(first)) {
    const later = daysOf(after.toLowerCase());
    return later === undefined ? undefined : value("duration", amount * later, after);
  }
  return first.length < 3 ? undefined : value(first.replace(/(?<=\p{L}{3})s$/u, ""), amount, unit);
}

function amountOf(digits: string): number {
  const word = WORDS[digits.toLowerCase()];
  if (word !== undefined) return word;
  const grouped = /^\d{1,3}(?:[,\u202f ]\d{3})+/u.test(digits);
  return Number(grouped ? digits.replace(/[,\u202f ]/gu, "") : digits.replace(",", "."));
}

function daysOf(unit: string): number | undefined {
  return DAYS.find(([pattern]) => pattern.test(unit))?.[1];
}

function datesIn(sentence: string): StatedValue[] {
  return [...sentence.matchAll(DATES)].map((match) => {
    const [
      text,
      isoYear,
      isoMonth,
      isoDay,
      day1,
      month1,
      year1,
      month2,
      day2,
      year2,
      month3,
      year3,
      year4,
    ] = match;
    const year = isoYear ?? year1 ?? year2 ?? year3 ?? year4;
    const name = month1 ?? month2 ?? month3;
    const month =
      name === undefined ? numberOr(isoMonth) : MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
    return {
      kind: "date",
      family: "date",
      fields: [numberOr(year), month, numberOr(isoDay ?? day1 ?? day2)],
      text,
      start: match.index,
      end: match.index + text.length,
    };
  });
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

function numberOr(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
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
