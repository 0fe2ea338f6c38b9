/** @module The section that puts the arms side by side. */
import type { Decision } from "../record/decision.ts";
import { number, table, words, type Block } from "./blocks.ts";
import { formatCount, formatPoints, formatShare, formatUsd } from "./figures.ts";
import { nameArm } from "./wording.ts";

export function toArms({ arms, comparisons, failures }: Decision): readonly Block[] {
  const measured = arms.some(({ success }) => success);
  return [
    ...(measured ? [{ kind: "chart", chart: "arms" } as const] : []),
    toArmTable(arms),
    ...(comparisons.length > 0 ? [toComparisonTable(comparisons)] : []),
    ...(failures.length > 0
      ? [
          table(
            "Failures by class",
            [words("class"), number("failures")],
            failures.map(({ class: name, count }) => [name, formatCount(count)]),
          ),
        ]
      : []),
  ];
}

function toArmTable(arms: Decision["arms"]): Block {
  const success = ({ success: s }: Decision["arms"][number]): string =>
    s ? `${formatShare(s.mean)} [${formatShare(s.low)}, ${formatShare(s.high)}]` : "";
  const state = ({ status, reason }: Decision["arms"][number]): string =>
    status === "excluded"
      ? `out, by ${reason ?? ""}`
      : reason === undefined
        ? status
        : `${status}: ${reason}`;
  return table(
    "Share of right answers, with its 95 % interval",
    [
      words("way"),
      words("state"),
      number("right"),
      number("cases"),
      number("p95"),
      number("per accepted answer"),
      words("what measures it"),
    ],
    arms.map((arm) => [
      nameArm(arm.arm),
      state(arm),
      success(arm),
      arm.cases === undefined ? "" : formatCount(arm.cases),
      arm.p95Ms === undefined ? "" : `${formatCount(arm.p95Ms)} ms`,
      arm.usdPerAccepted === undefined ? "" : formatUsd(arm.usdPerAccepted),
      arm.status === "unmeasured" ? (arm.command ?? "") : (arm.evaluationId ?? ""),
    ]),
  );
}

const formatChance = (p: number): string => (p < 0.001 ? "<.001" : formatShare(p));

const toComparisonTable = (comparisons: Decision["comparisons"]): Block =>
  table(
    "Compared on the same cases, in points",
    [
      words("pair"),
      number("difference"),
      number("95 % interval"),
      number("p"),
      number("p, by Holm"),
      number("cases"),
      number("smallest seen"),
      number("per extra right answer"),
    ],
    comparisons.map(
      ({ a, b, difference, low, high, p, adjustedP, cases, smallestSeen, usdPerExtra }) => [
        `${nameArm(a)} − ${nameArm(b)}`,
        formatPoints(difference),
        `${formatPoints(low)} to ${formatPoints(high)}`,
        formatChance(p),
        adjustedP === undefined ? "" : formatChance(adjustedP),
        formatCount(cases),
        formatPoints(smallestSeen),
        usdPerExtra === undefined ? "" : formatUsd(usdPerExtra),
      ],
    ),
  );
