/** @module The ranges of the cost model: a team's own first, what it answered next, defaults last. */
import { z } from "zod";
import { badCosts } from "../errors.ts";
import type { Answers } from "../questionnaire/answers.ts";
import { DEFAULT_RANGES, INPUTS, type Range } from "./inputs.ts";
import { findPrice, type PriceTable } from "./price-tables.ts";

const range = (low: number, mode: number, high: number): Range => ({ low, mode, high });

/** What an answer says of an input: wide, because answers are classes. */
const FROM_ANSWERS: Readonly<Record<string, Readonly<Record<string, readonly [string, Range]>>>> = {
  "s.traffic": {
    "below-100k": ["questionsPerMonth", range(30_000, 60_000, 100_000)],
    "100k-to-1m": ["questionsPerMonth", range(100_000, 300_000, 1_000_000)],
    "above-1m": ["questionsPerMonth", range(1_000_000, 2_000_000, 10_000_000)],
  },
  "k.change": {
    live: ["changeShare", range(0.1, 0.2, 0.5)],
    weekly: ["changeShare", range(0.05, 0.08, 0.2)],
    monthly: ["changeShare", range(0.02, 0.03, 0.05)],
    quarterly: ["changeShare", range(0.005, 0.01, 0.02)],
    yearly: ["changeShare", range(0, 0.002, 0.005)],
  },
  "k.size": {
    none: ["documents", range(0, 0, 0)],
    "fits-prompt": ["documents", range(10, 50, 80)],
    hundreds: ["documents", range(100, 500, 1_000)],
    thousands: ["documents", range(1_000, 3_000, 10_000)],
    beyond: ["documents", range(10_000, 50_000, 200_000)],
  },
};

/** The row of a price table that an input takes its price from. */
export const FROM_TABLES: Readonly<Record<string, string>> = {
  gpuHourPrice: "gpu-hour/together-dedicated",
  smallGpuHourPrice: "gpu-hour/l40s",
  trainingPrice: "training/together/up-to-16b-lora",
};

const Value = z.number().nullable();
const Own = z.record(
  z.string(),
  z.union([Value, z.strictObject({ low: z.number(), mode: z.number(), high: z.number() })]),
);

/** Inputs that are shares: more than 1 is a slip of a percent sign. */
const SHARES = new Set(INPUTS.filter(({ kind }) => kind === "share").map(({ name }) => name));
const PRICES = new Set(INPUTS.filter(({ kind }) => kind === "price").map(({ name }) => name));

/**
 * A team's own figures go before what was measured, that before its answers, those before its price
 * tables, those before the defaults, which are the bundled table's.
 *
 * @param own by input: a number, `{low, mode, high}`, or null for a price that is not known.
 * @throws decide.bad-costs naming each input that is none, and each figure that cannot be.
 */
export function toRanges(
  answers: Answers,
  own: unknown,
  {
    tables = [],
    measured = {},
  }: {
    readonly tables?: readonly PriceTable[];
    readonly measured?: Readonly<Record<string, number>>;
  } = {},
): Readonly<Record<string, Range>> {
  const parsed = Own.safeParse(own ?? {});
  if (!parsed.success)
    throw badCosts({
      mistakes: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
    });
  const given = Object.entries(parsed.data).map(([name, value]): readonly [string, Range] => [
    name,
    value === null
      ? range(NaN, NaN, NaN)
      : typeof value === "number"
        ? range(value, value, value)
        : value,
  ]);
  const mistakes = given.flatMap(([name, value]) => findMistakes(name, value));
  if (mistakes.length > 0) throw badCosts({ mistakes });
  const answered = Object.entries(FROM_ANSWERS).flatMap(([question, byValue]) => {
    const found = byValue[answers.get(question) ?? ""];
    return found ? [found] : [];
  });
  const priced = Object.entries(FROM_TABLES).flatMap(([name, row]) => {
    const found = findPrice(tables, row);
    if (!found) return [];
    const { usd, low = usd, high = usd } = found;
    return [[name, range(low, usd, high)] as const];
  });
  const known = Object.entries(measured).map(
    ([name, value]) => [name, range(value, value, value)] as const,
  );
  return Object.fromEntries([
    ...Object.entries(DEFAULT_RANGES),
    ...priced,
    ...answered,
    ...known,
    ...given,
  ]);
}

function findMistakes(name: string, { low, mode, high }: Range): readonly string[] {
  if (!(name in DEFAULT_RANGES)) return [`${name} is no input`];
  if (Number.isNaN(mode))
    return PRICES.has(name) ? [] : [`${name} may not be unknown: only prices may`];
  if (!(low <= mode && mode <= high))
    return [`${name} is not in order: low ${low}, mode ${mode}, high ${high}`];
  if (low < 0) return [`${name} is ${low}: it cannot be negative`];
  if (SHARES.has(name) && high > 1)
    return [`${name} is ${high}: a share is at most 1, so 8 % is 0.08`];
  return [];
}
