/** @module Every arm priced over both horizons, as it goes on record. */
import { findBreakEven } from "../cost/break-even.ts";
import { COSTED_ARMS, modesOf, type CostedArm } from "../cost/inputs.ts";
import { LINES, priceChangedFact, type ArmPlan } from "../cost/lines.ts";
import { computeTornado, simulate } from "../cost/sensitivity.ts";
import { computeCost, type ArmCost } from "../cost/totals.ts";
import type { DecideInput } from "../decide-input.ts";
import type { Decision } from "./decision.ts";

export const HORIZONS = [12, 24] as const;
/** What a lead asks about first: what does tuning add to retrieval? */
export const COMPARED = { a: "both", b: "retrieval", months: 24 } as const;
const SWINGS_SHOWN = 8;

export interface Costs {
  readonly all: readonly ArmCost[];
  readonly described: Decision["costs"];
  readonly breakEven: Decision["breakEven"];
  readonly tornado: Decision["tornado"];
}

/** In the order of the arms, 12 months before 24. */
export function computeCosts({ ranges, hosting, seed, draws }: DecideInput): Costs {
  const values = modesOf(ranges);
  const plan = (arm: CostedArm): ArmPlan => ({ arm, hosting });
  const plans = COSTED_ARMS.map(plan);
  const all = HORIZONS.flatMap((months) => plans.map((each) => computeCost(values, each, months)));
  const described = HORIZONS.flatMap((months) => {
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
  });
  const { a, b, months } = COMPARED;
  const totalOf = (arm: CostedArm): number => computeCost(values, plan(arm), months).total;
  return {
    all,
    described,
    breakEven: HORIZONS.flatMap((horizon) =>
      (["tuned", "both"] as const).map((arm) => ({
        a: arm,
        b: "retrieval",
        months: horizon,
        perMonth: findBreakEven(values, plan(arm), plan("retrieval"), horizon),
      })),
    ),
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

const toUsd = (usd: number): number | "unknown" => (Number.isNaN(usd) ? "unknown" : usd);
