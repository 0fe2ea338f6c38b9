/** @module Every number, time of day and date of a text, as values that can be compared. */
import type { TextValue } from "../../foundation/text-value.ts";
import { toAsciiDigits } from "../analysis/index.ts";
import { findDates } from "./dates.ts";
import { CURRENCY_BEFORE, readCurrency, readUnit } from "./measure-units.ts";
import { readScale } from "./scale-words.ts";
import { findSpelledNumbers } from "./spelled-numbers.ts";
import { toPrimary } from "./time-words.ts";

/** Languages that write a decimal comma and thousands parted by points or blanks. */
const COMMA_DECIMAL = new Set("de el es fr id it nl pl pt ro ru tr vi cs da sv nb fi".split(" "));

const CLOCK =
  /(?<![\p{L}\p{N}.:])(?:(\d{1,2}):(\d{2})(?::\d{2})?\s?([ap]\.?m\.?(?!\p{L}))?|(\d{1,2})\s?([ap])\.?m\.?(?!\p{L})|(\d{1,2})(?:[.:h]\s?(\d{2}))?\s?(?:Uhr|h(?=\d{2}|\b)))(?![\p{N}])/giu;
const ISO_DATE = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/gu;
/** Blanks part thousands where two groups or a decimal sign show that they do. */
const FIGURE =
  /(?<![\p{L}\p{N}_]|\p{L}-|\d[.,]|\.)(?:(?<=(?:^|[\s(:=~≈])(?:[$€£¥]\s?)?)[-−+])?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*)[½¼¾]?|(?<![\p{N}])[½¼¾]/gu;
const CJK = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}]/u;
const FIGURE_AFTER_LETTER =
  /(?<=[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}])\d+(?:[.,]\d+)*/gu;
const VULGAR: Readonly<Record<string, number>> = { "½": 0.5, "¼": 0.25, "¾": 0.75 };
/** French and Spanish say "at least" with the same word, so that only this one is read. */
const MINUS = /(?:^|[\s(])minus\s$/iu;
/** "1." and "2)" at the beginning of a line count its items. */
const LIST_NUMBER = /^[ \t]*(?:\d{1,3}[.)]|[-*•])[ \t]+(?=\S)/gmu;

/**
 * Values in the order of dates, times and numbers. Separators are read as the language writes them:
 * `1.250` is 1250 in German and 1.25 in English. Scale words are multiplied in, times of day are
 * minutes, spans of time days or months. What is part of a date or time is no number of its own.
 *
 * @param language BCP 47; its number words and English ones are read.
 */
export function readValues(text: string, language: string): readonly TextValue[] {
  const body = toAsciiDigits(text).replaceAll(LIST_NUMBER, (mark) => " ".repeat(mark.length));
  const taken: { readonly start: number; readonly end: number }[] = [];
  const take = (start: number, length: number): boolean => {
    const end = start + length;
    if (taken.some((other) => start < other.end && other.start < end)) return false;
    taken.push({ start, end });
    return true;
  };
  const values: TextValue[] = [];
  for (const { 0: found, 1: year, 2: month, 3: day, index } of body.matchAll(ISO_DATE))
    if (take(index, found.length))
      values.push({
        kind: "date",
        year: +(year ?? 0),
        month: +(month ?? 0),
        day: +(day ?? 0),
        text: found,
      });
  for (const { fields, text: found, start, end } of findDates(body, language)) {
    const [year, month, day] = fields;
    // A year alone is compared as the number it is: "2024" answers "in 2024".
    if (month === undefined || !take(start, end - start)) continue;
    values.push({
      kind: "date",
      ...(year === undefined ? {} : { year }),
      month,
      ...(day === undefined ? {} : { day }),
      text: found,
    });
  }
  for (const match of body.matchAll(CLOCK))
    if (take(match.index, match[0].length))
      values.push({ kind: "time", minutes: toMinutes(match), text: match[0] });
  for (const { amount, text: found, start } of listNumbersIn(body, language)) {
    const value = toNumber(body, amount, found, start, language);
    if (take(start, value.text.length)) values.push(value);
  }
  return values;
}

function toMinutes([, hours, minutes, half, hour, half2, h, m]: RegExpExecArray): number {
  const mark = (half ?? half2 ?? "").slice(0, 1).toLowerCase();
  const given = Number(hours ?? hour ?? h);
  const of24 = mark === "" ? given : (given % 12) + (mark === "p" ? 12 : 0);
  return of24 * 60 + Number(minutes ?? m ?? 0);
}

interface FoundNumber {
  readonly amount: number;
  readonly text: string;
  readonly start: number;
}

/** Figures before words: "2 hundred" is read from its figure. */
function listNumbersIn(body: string, language: string): readonly FoundNumber[] {
  const figures = [
    ...body.matchAll(FIGURE),
    ...(CJK.test(body) ? body.matchAll(FIGURE_AFTER_LETTER) : []),
  ].flatMap(({ 0: text, index }) => readFigure(text, index, language));
  return [...figures, ...findSpelledNumbers(body, language)];
}

/** Several commas that part no thousands part the cells of a row: "6,8,1". */
function readFigure(text: string, start: number, language: string): readonly FoundNumber[] {
  const amount = toAmount(text, language);
  if (Number.isFinite(amount)) return [{ amount, text, start }];
  // With a decimal comma both signs part the figures of one cell, and no more can be told.
  if (text.includes(".") && COMMA_DECIMAL.has(toPrimary(language))) return [];
  let at = start;
  return text.split(",").flatMap((cell) => {
    const found = { amount: toAmount(cell, language), text: cell, start: at };
    at += cell.length + 1;
    return Number.isFinite(found.amount) ? [found] : [];
  });
}

function toNumber(
  body: string,
  bare: number,
  found: string,
  start: number,
  language: string,
): Extract<TextValue, { kind: "number" }> {
  const before = body.slice(Math.max(0, start - 8), start);
  const behind = start + found.length;
  const sign = CURRENCY_BEFORE.exec(before)?.[1];
  const { factor, length } = scaleBehind(
    body.slice(behind, behind + 40),
    language,
    sign !== undefined,
  );
  const rest = body.slice(behind + length, behind + length + 40);
  const unit = sign === undefined ? readUnit(rest, language) : undefined;
  const name = readCurrency(sign) ?? unit?.unit;
  // Rounded to twelve digits, so that 1.1 million is what 1,100,000 is.
  const amount = Number((bare * factor * (unit?.factor ?? 1)).toPrecision(12));
  return {
    kind: "number",
    amount: MINUS.test(before) ? -amount : amount,
    figure: MINUS.test(before) ? -bare : bare,
    ...(name === undefined ? {} : { unit: name }),
    text: body.slice(start, behind + length + (unit?.length ?? 0)),
  };
}

/** "5m" is five million of a currency, and five meters otherwise. */
function scaleBehind(
  rest: string,
  language: string,
  isMoney: boolean,
): { readonly factor: number; readonly length: number } {
  const million = /^\s?m(?![\p{L}\p{M}])/iu.exec(rest)?.[0];
  if (million !== undefined && (isMoney || /^\s?[€$£]/u.test(rest.slice(million.length))))
    return { factor: 1e6, length: million.length };
  return readScale(rest, language);
}

function toAmount(text: string, language: string): number {
  const fraction = VULGAR[text.slice(-1)] ?? 0;
  const figures = text
    .replaceAll(/[½¼¾\s\u00a0\u202f'’]/gu, "")
    .replace("−", "-")
    .replace(/^\+/, "");
  const isComma = COMMA_DECIMAL.has(toPrimary(language));
  return (figures === "" ? 0 : readSeparators(figures, isComma)) + fraction;
}

const isGrouped = (whole: string): boolean => /^-?\d{1,3}$/.test(whole) || GROUPS.test(whole);
const GROUPS = /^-?\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}$/;

/** Both signs: the last is the decimal one. One sign: by its groups, then as the language writes. */
function readSeparators(figures: string, isComma: boolean): number {
  const last = Math.max(figures.lastIndexOf(","), figures.lastIndexOf("."));
  if (last < 0) return Number(figures);
  const mark = figures[last] ?? "";
  const hasBoth = figures.includes(",") && figures.includes(".");
  const isRepeated = figures.indexOf(mark) !== last;
  const groups = GROUPS.test(figures);
  // Cells of a row, the last with a fraction: "6,64,27.00".
  if (hasBoth && (isRepeated || !isGrouped(figures.slice(0, last)))) return Number.NaN;
  const isThousands = !hasBoth && groups && (isRepeated || mark === (isComma ? "." : ","));
  if (isThousands) return Number(figures.replaceAll(/[.,]/g, ""));
  if (isRepeated) return Number.NaN;
  return Number(`${figures.slice(0, last).replaceAll(/[.,]/g, "")}.${figures.slice(last + 1)}`);
}
