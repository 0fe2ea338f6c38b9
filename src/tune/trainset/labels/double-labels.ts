/** @module How far two people agree on labels, where both labelled the same. */
import { computeCohensKappa } from "../../../foundation/statistics/agreement.ts";

/** What one person called one text. */
export interface GivenLabel {
  readonly text: string;
  readonly label: string;
  readonly by: string;
}

export interface DoubleLabels {
  readonly rows: number;
  /** Absent where both always say one and the same thing. */
  readonly kappa?: number;
}

/** To train on, and to gate on (guide: tuning, 2.6). */
export const KAPPA_TO_TRAIN = 0.6;
export const KAPPA_TO_GATE = 0.7;
/** Fewer rows say nothing of people. */
export const LEAST_DOUBLE = 50;

/** The first two people of each text that several labelled. */
export function measureDoubleLabels(given: readonly GivenLabel[]): DoubleLabels {
  const texts = Map.groupBy(given, ({ text }) => text);
  const pairs = [...texts.values()].flatMap((labels): (readonly [string, string])[] => {
    const people = [...new Map(labels.map((each) => [each.by, each])).values()];
    const [one, other] = people.toSorted((a, b) => (a.by < b.by ? -1 : 1));
    return one && other ? [[one.label, other.label]] : [];
  });
  const kappa = computeCohensKappa(pairs);
  return { rows: pairs.length, ...(kappa === undefined ? {} : { kappa }) };
}
