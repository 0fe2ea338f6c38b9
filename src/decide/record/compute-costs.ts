/** @module Every arm priced over both horizons, as it goes on record. */
import { findBreakEven } from "../cost/break-even.ts";
import { COSTED_ARMS, modesOf, PAIR, toCostedArm, type CostedArm } from "../cost/inputs.ts";
import { LINES, priceChangedFact, type ArmPlan } from "../cost/lines.ts";
import { computeSavings } from "../cost/savings.ts";
import { computeTornado, simulate } from "../cost/sensitivity.ts";
import { computeCost, pricePerExtra, type ArmCost } from "../cost/totals.ts";
import type { DecideInput } from "../decide-input.ts";
import type { ArmComparison } from "../recommendation/arm-results.ts";
import type { Decision } from "./decision.ts";

export const HORIZONS = [12, 24] as const;
/** What a lead asks about first: what does tuning add to retrieval? */
export const COMPARED = { a: "both", b: "retrieval", months: 24 } as const;
const SWINGS_SHOWN = 8;
const [LARGE, SMALL] = PAIR;
const BROKEN_EVEN: readonly (readonly [CostedArm, CostedArm])[] = [
  ["tuned", "retrieval"],
  ["both", "retrieval"],
  [SMALL, LARGE],
];

export interface Costs {
  readonly all: readonly ArmCost[];
  readonly described: Decision["costs"];
  readonly breakEven: Decision["breakEven"];
  readonly savings: Decision["savings"];
  readonly tornado: Decision["tornado"];
  /** Whether tuning costs no more than what it would replace; absent where a price is unknown. */
  readonly paysBack: Readonly<Partial<Record<"tuned" | "both", boolean>>>;
}

/** In the order of the arms, 12 months before 24. */
export function computeCosts(input: DecideInput): Costs {
  const { ranges, hosting } = input;
  const values = modesOf(ranges);
  const plan = (arm: CostedArm): ArmPlan => ({ arm, hosting });
  const plans = COSTED_ARMS.map(plan);
  const all = HORIZONS.flatMap((months) => plans.map((each) => computeCost(values, each, months)));
  const { a, b, months } = COMPARED;
  const totalOf = (arm: CostedArm): number => computeCost(values, plan(arm), months).total;
  return {
    all,
    described: HORIZONS.flatMap((horizon) => describeHorizon(input, plans, horizon)),
    paysBack: {
      ...judgePayback(all, "tuned", "fewshot"),
      ...judgePayback(all, "both", "retrieval"),
    },
    breakEven: HORIZONS.flatMap((horizon) =>
      BROKEN_EVEN.map(([one, other]) => ({
        a: one,
        b: other,
        months: horizon,
        perMonth: findBreakEven(values, plan(one), plan(other), horizon),
      })),
    ),
    savings: (["prompt", "fewshot"] as const).map((from) => {
      const { perCall, perMonth, usd } = computeSavings(values, from, months);
      return { from, perCall, perMonth, months, usd: toUsd(usd) };
    }),
    tornado: {
      a,
      b,
      months,
      atModes: totalOf(a) - totalOf(b),
      swings: computeTornado(ranges, plan(a), plan(b), months)
        .slice(0, SWINGS_SHOWN)
        .map((swing) => ({ ...swing })),
    },
  };
}

function describeHorizon(
  { ranges, hosting, seed, draws }: DecideInput,
  plans: readonly ArmPlan[],
  months: number,
): Costs["described"] {
  const values = modesOf(ranges);
  const simulation = simulate(ranges, plans, months, {
    seed: `${seed}/${months}`,
    ...(draws === undefined ? {} : { draws }),
  });
  return plans.map((each, index) => {
    const cost = computeCost(values, each, months);
    const { p10 = 0, p50 = 0, p90 = 0 } = simulation.totals[index] ?? {};
    return {
      arm: each.arm,
      months,
      hosting,
      lines: LINES.map((line) => ({ line, usd: toUsd(cost.lines[line]) })),
      setup: cost.setup,
      total: cost.total,
      p10,
      p50,
      p90,
      cheapestShare: simulation.cheapest[index] ?? 0,
      unpriced: [...cost.unpriced],
      changedFactUsd: toUsd(priceChangedFact(values, each)),
    };
  });
}

const toUsd = (usd: number): number | "unknown" => (Number.isNaN(usd) ? "unknown" : usd);

function judgePayback(
  all: readonly ArmCost[],
  tuned: "tuned" | "both",
  instead: CostedArm,
): Readonly<Partial<Record<"tuned" | "both", boolean>>> {
  const [own, other] = [tuned, instead].map((arm) =>
    all.find((cost) => cost.arm === arm && cost.months === COMPARED.months),
  );
  if (!own || !other || own.unpriced.length + other.unpriced.length > 0) return {};
  return { [tuned]: own.total <= other.total };
}

/** With what one more right answer costs, over the longer horizon. */
export function priceComparisons(
  { ranges, comparisons }: DecideInput,
  all: readonly ArmCost[],
): readonly ArmComparison[] {
  const values = modesOf(ranges);
  const find = (arm: ArmComparison["a"]): ArmCost | undefined =>
    all.find((cost) => cost.arm === toCostedArm(arm) && cost.months === COMPARED.months);
  return comparisons.map((comparison) => {
    const [a, b] = [find(comparison.a), find(comparison.b)];
    if (comparison.usdPerExtra !== undefined || !a || !b) return comparison;
    // Of the same cases, so that the paired difference is what is bought.
    const gained = { cost: a, success: comparison.difference };
    return { ...comparison, usdPerExtra: pricePerExtra(values, gained, { cost: b, success: 0 }) };
  });
}
