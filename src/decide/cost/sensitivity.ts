/** @module Which input moves the difference of two arms, and how sure the totals are. */
import { createRandom } from "../../foundation/random.ts";
import { modesOf, type Range } from "./inputs.ts";
import type { ArmPlan } from "./lines.ts";
import { computeCost, computeTotal } from "./totals.ts";

export interface Swing {
  readonly input: string;
  /** `a − b` with this input at its low and its high value, the others at their mode. */
  readonly atLow: number;
  readonly atHigh: number;
}

/** Widest first; inputs without a range are left out. */
export function computeTornado(
  ranges: Readonly<Record<string, Range>>,
  a: ArmPlan,
  b: ArmPlan,
  months: number,
): readonly Swing[] {
  const modes = modesOf(ranges);
  const differenceWith = (name: string, value: number): number => {
    const values = { ...modes, [name]: value };
    return computeCost(values, a, months).total - computeCost(values, b, months).total;
  };
  return Object.entries(ranges)
    .filter(([, { low, high }]) => low < high)
    .map(([input, { low, high }]) => ({
      input,
      atLow: differenceWith(input, low),
      atHigh: differenceWith(input, high),
    }))
    .filter(({ atLow, atHigh }) => atLow !== atHigh)
    .toSorted(
      (x, y) =>
        Math.abs(y.atHigh - y.atLow) - Math.abs(x.atHigh - x.atLow) || (x.input < y.input ? -1 : 1),
    );
}

export interface Spread {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

export interface Simulation {
  readonly draws: number;
  /** In the order of the plans. */
  readonly totals: readonly Spread[];
  /** Of each plan after the first, its total less the first one's. */
  readonly differences: readonly Spread[];
  /** Share of draws in which each plan is the cheapest. */
  readonly cheapest: readonly number[];
}

/** Inverse of the triangular distribution's share. */
export function drawTriangular({ low, mode, high }: Range, share: number): number {
  if (high <= low) return mode;
  const peak = (mode - low) / (high - low);
  return share < peak
    ? low + Math.sqrt(share * (high - low) * (mode - low))
    : high - Math.sqrt((1 - share) * (high - low) * (high - mode));
}

/**
 * Each draw takes one value of each input for all plans, so that their differences mean something.
 * Inputs draw from streams of their own: another input changes no other's numbers.
 */
export function simulate(
  ranges: Readonly<Record<string, Range>>,
  plans: readonly ArmPlan[],
  months: number,
  { seed, draws = 10_000 }: { readonly seed: string; readonly draws?: number },
): Simulation {
  const unsure = Object.entries(ranges)
    .filter(([, { low, high }]) => low < high)
    .map(([name, range]) => ({ name, range, random: createRandom(`${seed}/cost/${name}`) }));
  const totals = plans.map(() => new Float64Array(draws));
  const wins = plans.map(() => 0);
  const values: Record<string, number> = { ...modesOf(ranges) };
  for (let draw = 0; draw < draws; draw++) {
    for (const { name, range, random } of unsure)
      values[name] = drawTriangular(range, random.uniform());
    let best = 0;
    for (const [index, plan] of plans.entries()) {
      const total = computeTotal(values, plan, months);
      const own = totals[index];
      if (own) own[draw] = total;
      if (total < (totals[best]?.[draw] ?? Infinity)) best = index;
    }
    wins[best] = (wins[best] ?? 0) + 1;
  }
  const [first = new Float64Array(draws)] = totals;
  return {
    draws,
    totals: totals.map(spreadOf),
    differences: totals
      .slice(1)
      .map((own) => spreadOf(own.map((total, i) => total - (first[i] ?? 0)))),
    cheapest: wins.map((count) => count / draws),
  };
}

function spreadOf(values: Float64Array): Spread {
  const sorted = values.toSorted();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
