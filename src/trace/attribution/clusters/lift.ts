/** @module How much oftener a group fails than all do. */
import type { Interval } from "../../../foundation/statistics/interval.ts";
import { computeWilsonInterval } from "../../../foundation/statistics/intervals/proportion.ts";

/** Under so many cases a group says nothing. */
export const FEW_CASES = 10;

export interface Lift {
  /** Failed cases of the group. */
  readonly failures: number;
  /** All cases of the group. */
  readonly cases: number;
  /** P(fail | group) / P(fail); 0 where nothing failed. */
  readonly lift: number;
  /** Wilson's for the group's rate, 95 %, over P(fail). */
  readonly interval: Interval;
  /** Surely above 1, with cases enough. */
  readonly notable: boolean;
}

/** @param rate share of failures among all cases. */
export function computeLift(failures: number, cases: number, rate: number): Lift {
  if (rate === 0 || cases === 0)
    return { failures, cases, lift: 0, interval: { low: 0, high: 0 }, notable: false };
  const { low, high } = computeWilsonInterval(failures, cases);
  return {
    failures,
    cases,
    lift: failures / cases / rate,
    interval: { low: low / rate, high: high / rate },
    notable: cases >= FEW_CASES && low / rate > 1,
  };
}

/** Notable ones first, then the higher lift, then more failures. */
export const compareLifts = (a: Lift, b: Lift): number =>
  Number(b.notable) - Number(a.notable) || b.lift - a.lift || b.failures - a.failures;
