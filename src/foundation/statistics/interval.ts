/** @module A range that holds the unknown value at a stated level. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The least interval that holds both. */
export const hullOf = (a: Interval, b: Interval): Interval => ({
  low: Math.min(a.low, b.low),
  high: Math.max(a.high, b.high),
});

/** The part of it inside `[low, high]`. */
export const clampInterval = (interval: Interval, low: number, high: number): Interval => ({
  low: Math.min(high, Math.max(low, interval.low)),
  high: Math.max(low, Math.min(high, interval.high)),
});
