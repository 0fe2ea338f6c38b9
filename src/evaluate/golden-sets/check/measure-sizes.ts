/** @module What a golden set is large enough to tell. */
import type { GoldenCase, Part } from "../../../domain/golden-set.ts";
import {
  computeSmallestSeen,
  countCasesToSee,
} from "../../../foundation/statistics/hypotheses/power.ts";
import type { GoldenProblem } from "./problem.ts";

/** Standard deviations of paired differences of nDCG@10, as seen (guide: evaluation, 1.4). */
export const DEVIATIONS = [0.1, 0.2, 0.3] as const;
/** Of a change of the analysis, or of an equal-weight hybrid: what most comparisons are like. */
const USUAL_DEVIATION = 0.2;
/** How alike cases of one group are judged, the middle of what is seen. */
const WITHIN_GROUP = 0.3;
/** No verdict is given on fewer cases, or fewer groups. */
const LEAST = 30;
const LEAST_UNANSWERABLE = 50;
const LEAST_UNANSWERABLE_SHARE = 0.2;

export interface PartSize {
  readonly part: Part;
  readonly cases: number;
  readonly answerable: number;
  readonly unanswerable: number;
  readonly groups: number;
  /** Answerable cases that count as much as independent ones: n/(1 + (m − 1)·.3). */
  readonly effective: number;
  /** Smallest difference seen with 80 % power at 5 %, by standard deviation. */
  readonly smallestSeen: Readonly<Record<string, number>>;
}

/** Of one part, retired cases left out. */
export function measureSize(part: Part, cases: readonly GoldenCase[]): PartSize {
  const ours = cases.filter((each) => each.part === part && each.retired === undefined);
  const answerable = ours.filter((each) => each.answerable);
  const sizes = new Map<string, number>();
  for (const { group } of answerable) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  // The group that a case finds itself in, on average: one large group weighs as it should.
  const squares = [...sizes.values()].reduce((sum, size) => sum + size * size, 0);
  const mean = answerable.length === 0 ? 1 : squares / answerable.length;
  const effective = answerable.length / (1 + (mean - 1) * WITHIN_GROUP);
  const seen = DEVIATIONS.map((sd) => [String(sd), computeSmallestSeen(sd, effective)] as const);
  return {
    part,
    cases: ours.length,
    answerable: answerable.length,
    unanswerable: ours.length - answerable.length,
    groups: sizes.size,
    effective,
    smallestSeen: effective > 0 ? Object.fromEntries(seen) : {},
  };
}

/** @param effect the smallest difference of a measure in [0, 1] that should be seen. */
export function checkSizes(
  cases: readonly GoldenCase[],
  parts: readonly Part[],
  effect: number | undefined,
): { readonly sizes: readonly PartSize[]; readonly problems: readonly GoldenProblem[] } {
  const sizes = parts.map((part) => measureSize(part, cases));
  const problems: GoldenProblem[] = [];
  const warn = (code: string, message: string): unknown =>
    problems.push({ kind: "warning", code, message, cases: [] });
  const test = sizes.find(({ part }) => part === "test");
  if (!test || test.cases === 0) warn("no-test", "no case is in the test part: nothing can gate");
  else {
    const { answerable, groups, effective, unanswerable } = test;
    if (answerable < LEAST)
      warn("too-few", `${answerable} answerable test cases; no verdict is given on fewer than 30`);
    else if (groups < LEAST)
      warn(
        "too-few-groups",
        `${groups} groups of test cases; no verdict is given on fewer than 30`,
      );
    if (effect !== undefined) {
      const needed = countCasesToSee(USUAL_DEVIATION, effect);
      if (effective < needed)
        warn(
          "effect-not-seen",
          `a difference of ${effect} at a deviation of ${USUAL_DEVIATION} needs ${needed} independent test cases; these count as ${Math.floor(effective)}`,
        );
    }
    if (unanswerable < LEAST_UNANSWERABLE || unanswerable < LEAST_UNANSWERABLE_SHARE * test.cases)
      warn(
        "few-unanswerable",
        `${unanswerable} of ${test.cases} test cases are unanswerable; abstention needs 50, and a fifth`,
      );
  }
  return { sizes, problems };
}
