/** @module The section on costs. */
import type { Decision } from "../record/decision.ts";
import { list, number, table, text, words, type Block } from "./blocks.ts";
import { formatUsd } from "./figures.ts";
import { describeBreakEven, describeChangedFact, describeCost, nameArm } from "./wording.ts";

export function toCosts(decision: Decision): readonly Block[] {
  const horizon = decision.costs.filter(({ months }) => months === 24);
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
          ...horizon.map(({ cheapestShare }) => `${Math.round(100 * cheapestShare)} %`),
        ],
        [
          "total over 12 months",
          ...horizon.map(({ arm }) =>
            formatUsd(decision.costs.find((c) => c.arm === arm && c.months === 12)?.total ?? 0),
          ),
        ],
      ],
    ),
    list(decision.breakEven.filter(({ months }) => months === 24).map(describeBreakEven)),
    text(`One changed fact costs: ${horizon.map(describeChangedFact).join("; ")}.`),
    { kind: "chart", chart: "tornado" },
    ...toBands(decision),
  ];
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
