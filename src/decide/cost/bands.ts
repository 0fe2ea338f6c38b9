/** @module Figures that others have stated, to check ours against: a remark, never a correction. */
import type { Line } from "./lines.ts";
import type { ArmCost } from "./totals.ts";

interface Band {
  readonly name: string;
  /** Where it is from, as the figures of the articles are numbered. */
  readonly source: string;
  readonly low: number;
  readonly high: number;
  readonly valueOf: (cost: ArmCost) => number;
  readonly likely: string;
}

export interface BandCheck {
  readonly arm: string;
  readonly name: string;
  readonly source: string;
  readonly low: number;
  readonly high: number;
  readonly value: number;
  readonly position: "below" | "inside" | "above";
  /** What usually explains it; absent inside. */
  readonly likely?: string;
}

const SETUP = "setup";
const setupOf = ({ setup }: ArmCost): number => setup;
const monthly = (cost: ArmCost, line: Line): number => cost.lines[line] / cost.months;
const building = "fewer or more days of work than these projects took";

const BANDS: Readonly<Record<string, readonly Band[]>> = {
  retrieval: [
    { name: SETUP, source: "F7", low: 15_000, high: 40_000, valueOf: setupOf, likely: building },
    {
      name: "API a month",
      source: "F8",
      low: 50,
      high: 500,
      valueOf: (cost) => monthly(cost, "query tokens"),
      likely: "another volume, or another class of model",
    },
  ],
  tuned: [
    { name: SETUP, source: "F7", low: 20_000, high: 60_000, valueOf: setupOf, likely: building },
    {
      name: SETUP,
      source: "F9",
      low: 50_000,
      high: 500_000,
      valueOf: setupOf,
      likely: "little data and no cluster of one's own",
    },
    {
      name: "hosting a month",
      source: "F8",
      low: 200,
      high: 2_000,
      valueOf: (cost) => monthly(cost, "hosting"),
      likely: "a GPU that is always on; a smaller one, or paying by the token, costs less",
    },
  ],
  both: [
    { name: SETUP, source: "F7", low: 30_000, high: 70_000, valueOf: setupOf, likely: building },
  ],
};

/** In the order of the costs given; what has no known price is compared with nothing. */
export function checkBands(costs: readonly ArmCost[]): readonly BandCheck[] {
  return costs.flatMap((cost) =>
    (BANDS[cost.arm] ?? []).flatMap((band): readonly BandCheck[] => {
      const { name, source, low, high, valueOf, likely } = band;
      const value = valueOf(cost);
      if (Number.isNaN(value)) return [];
      const position = value < low ? "below" : value > high ? "above" : "inside";
      const told = position === "inside" ? {} : { likely };
      return [{ arm: cost.arm, name, source, low, high, value, position, ...told }];
    }),
  );
}
