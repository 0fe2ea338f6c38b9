/** @module The section on costs. */
import type { Decision } from "../record/decision.ts";
import { list, number, table, text, words, type Block } from "./blocks.ts";
import { formatUsd } from "./figures.ts";
import {
  describeBreakEven,
  describeChangedFact,
  describeCost,
  describeSavings,
  nameArm,
} from "./wording.ts";

const PAIR: ReadonlySet<string> = new Set(["large-prompted", "small-tuned"]);

export function toCosts(decision: Decision): readonly Block[] {
  const all = decision.costs.filter(({ months }) => months === 24);
  const horizon = all.filter(({ arm }) => !PAIR.has(arm));
  // Totals that lack different lines are not to be compared.
  const isPriced = all.every(({ unpriced }) => unpriced.length === 0);
  const lines = horizon[0]?.lines.map(({ line }) => line) ?? [];
  const cell = (cost: Decision["costs"][number], line: string): string =>
    formatUsd(cost.lines.find((each) => each.line === line)?.usd ?? 0);
  const shown = lines.filter((line) => horizon.some((cost) => cell(cost, line) !== "$0"));
  return [
    text(describeCost(decision)),
    { kind: "chart", chart: "costs" },
    table(
      "Costs over 24 months, in US dollars",
      [words("line"), ...horizon.map(({ arm }) => number(nameArm(arm)))],
      [
        ...shown.map((line) => [line, ...horizon.map((cost) => cell(cost, line))]),
        ["total", ...horizon.map(({ total }) => formatUsd(total))],
        ["10 % cost less than", ...horizon.map(({ p10 }) => formatUsd(p10))],
        ["10 % cost more than", ...horizon.map(({ p90 }) => formatUsd(p90))],
        [
          "cheapest in",
          ...horizon.map(({ cheapestShare }) =>
            isPriced ? `${Math.round(100 * cheapestShare)} %` : "unknown",
          ),
        ],
        [
          "total over 12 months",
          ...horizon.map(({ arm }) =>
            formatUsd(decision.costs.find((c) => c.arm === arm && c.months === 12)?.total ?? 0),
          ),
        ],
      ],
    ),
    toPair(decision),
    list([
      ...decision.breakEven
        .filter(({ months }) => months === 24)
        .map((each) => describeBreakEven(decision, each)),
      ...decision.savings.map(describeSavings),
    ]),
    text(`One changed fact costs: ${horizon.map(describeChangedFact).join("; ")}.`),
    { kind: "chart", chart: "tornado" },
    ...toBands(decision),
  ];
}

/** The pair by itself: what a question costs is what sets the two apart. */
function toPair({ costs }: Decision): Block {
  const line = ({ lines }: Decision["costs"][number], name: string): string =>
    formatUsd(lines.find((each) => each.line === name)?.usd ?? 0);
  const totalAt = (arm: string, horizon: number): string =>
    formatUsd(costs.find((each) => each.arm === arm && each.months === horizon)?.total ?? 0);
  return table(
    "A small tuned model against a large prompted one: 24 months, in US dollars",
    [
      words("way"),
      number("tokens"),
      number("GPUs"),
      number("total"),
      number("10 % cost less than"),
      number("10 % cost more than"),
      number("total over 12 months"),
    ],
    costs
      .filter(({ arm, months }) => PAIR.has(arm) && months === 24)
      .map((cost) => [
        nameArm(cost.arm),
        line(cost, "query tokens"),
        line(cost, "hosting"),
        formatUsd(cost.total),
        formatUsd(cost.p10),
        formatUsd(cost.p90),
        totalAt(cost.arm, 12),
      ]),
  );
}

function toBands({ bands }: Decision): readonly Block[] {
  const outside = bands.filter(({ position }) => position !== "inside");
  if (outside.length === 0) return [];
  return [
    list(
      outside.map(
        ({ arm, name, value, position, low, high, likely }) =>
          `${nameArm(arm)}, ${name}: ${formatUsd(value)} is ${position} what others report, ${formatUsd(low)} to ${formatUsd(high)}; likely ${likely ?? ""}.`,
      ),
    ),
  ];
}
