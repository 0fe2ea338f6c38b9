/** @module From how many questions a month on one arm costs less than another. */
import type { InputValues } from "./inputs.ts";
import type { ArmPlan } from "./lines.ts";
import { computeCost } from "./totals.ts";

/** More than any service has. */
const MOST = 1e12;
const STEPS = 200;

/**
 * Questions a month from which `a` costs no more than `b`, by bisection, its machines counted anew
 * at each volume; null where it never does, or a price is unknown.
 */
export function findBreakEven(
  values: InputValues,
  a: ArmPlan,
  b: ArmPlan,
  months: number,
): number | null {
  const differenceAt = (questionsPerMonth: number): number => {
    const at = { ...values, questionsPerMonth };
    const [costA, costB] = [computeCost(at, a, months), computeCost(at, b, months)];
    return costA.unpriced.length + costB.unpriced.length > 0 ? NaN : costA.total - costB.total;
  };
  let low = 0;
  let high = MOST;
  if (!(differenceAt(high) < 0)) return null;
  if (differenceAt(low) <= 0) return 0;
  for (let step = 0; step < STEPS && high - low > 1e-6 * high; step++) {
    const middle = (low + high) / 2;
    if (differenceAt(middle) > 0) low = middle;
    else high = middle;
  }
  return high;
}
