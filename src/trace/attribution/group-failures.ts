/** @module Failures by class, collection, language and document: often the better answer than clusters. */
import type { FailureClass } from "../../domain/failure.ts";
import { compareLifts, computeLift, type Lift } from "./clusters/lift.ts";

export const DIMENSIONS = ["class", "collection", "language", "document"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export interface GroupedCase {
  /** Absent where it did not fail. */
  readonly failure?: FailureClass;
  readonly collection?: string;
  readonly language?: string;
  /** Those of its evidence, by key; it counts in the group of each. */
  readonly documents: readonly string[];
}

/**
 * `cases` are all that were asked of its collection, language and document. Where it has a class,
 * its lift is over the rate of that class, not of all failures.
 */
export interface FailureGroup extends Lift {
  readonly values: Readonly<Partial<Record<Dimension, string>>>;
}

const UNKNOWN = "unknown";

/** Groups with a failure: notable ones first, then by lift; what is not told is `unknown`. */
export function groupFailures(
  cases: readonly GroupedCase[],
  by: readonly Dimension[] = DIMENSIONS,
): readonly FailureGroup[] {
  const places = by.filter((dimension) => dimension !== "class");
  const asked = new Map<string, number>();
  const failed = new Map<
    string,
    { values: FailureGroup["values"]; place: string; count: number }
  >();
  for (const one of cases)
    for (const values of listValues(one, places)) {
      const place = toKey(values);
      asked.set(place, (asked.get(place) ?? 0) + 1);
      if (one.failure === undefined) continue;
      const full = by.includes("class") ? { class: one.failure, ...values } : values;
      const group = failed.get(toKey(full)) ?? { values: full, place, count: 0 };
      group.count++;
      failed.set(toKey(full), group);
    }
  const rateOf = (name: string | undefined): number =>
    cases.filter(({ failure }) => failure !== undefined && failure === (name ?? failure)).length /
    Math.max(1, cases.length);
  return [...failed]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { values, place, count }]) => ({
      values,
      ...computeLift(count, asked.get(place) ?? count, rateOf(values.class)),
    }))
    .toSorted(compareLifts);
}

function listValues(
  { collection = UNKNOWN, language = UNKNOWN, documents }: GroupedCase,
  places: readonly Dimension[],
): readonly FailureGroup["values"][] {
  const base = {
    ...(places.includes("collection") ? { collection } : {}),
    ...(places.includes("language") ? { language } : {}),
  };
  if (!places.includes("document")) return [base];
  const keys = documents.length > 0 ? [...new Set(documents)] : [UNKNOWN];
  return keys.map((document) => ({ ...base, document }));
}

const toKey = (values: FailureGroup["values"]): string => JSON.stringify(values);
