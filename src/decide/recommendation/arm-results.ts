/** @module What was measured of the arms, and which of them the measurements choose. */
import { ARMS, type Arm, type ArmFacts } from "../rules/facts.ts";

export interface ArmResult extends ArmFacts {
  readonly status: "measured" | "unmeasured";
  /** Cases of the golden set that it answered. */
  readonly cases?: number;
  /** Share of right answers, right abstentions among them, with its 95 % interval. */
  readonly success?: { readonly mean: number; readonly low: number; readonly high: number };
  readonly usdPerAnswer?: number | "unknown";
  readonly evaluationId?: string;
  /** What would measure it. */
  readonly command?: string;
}

/** `a − b` over the same cases, in shares of answers. */
export interface ArmComparison {
  readonly a: Arm;
  readonly b: Arm;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
  /** By Holm's rule over the comparisons that were declared before; absent for others. */
  readonly adjustedP?: number;
  readonly cases: number;
  readonly smallestSeen: number;
  /** What one more right answer costs; unknown where a price is. */
  readonly usdPerExtra?: number | "unknown";
}

export interface ArmChoice {
  readonly arm: Arm;
  /** The last simpler arm that it was compared with. */
  readonly rival?: Arm;
  readonly comparison?: ArmComparison;
  /** Why the next ones did not replace it. */
  readonly declined: readonly { readonly arm: Arm; readonly reason: string }[];
  /** Measured, but not on the same cases as the arm that was chosen: nothing follows from them. */
  readonly uncompared: readonly Arm[];
}

/** Fewer give no verdict. */
export const LEAST_CASES = 30;

const simplicity = (arm: Arm): number => ARMS.indexOf(arm);

/**
 * From the simplest arm on: the next one replaces it only where the paired interval is above 0 and
 * one more right answer costs no more than it is worth. `undefined` while fewer than two arms of the
 * allowed ones were measured on at least thirty cases.
 */
export function chooseByArms(
  arms: readonly ArmResult[],
  comparisons: readonly ArmComparison[],
  excluded: ReadonlySet<Arm>,
  valueOfRightAnswerUsd: number | undefined,
): ArmChoice | undefined {
  const measured = arms
    .filter(
      ({ arm, status, cases = 0 }) =>
        status === "measured" && cases >= LEAST_CASES && !excluded.has(arm),
    )
    .map(({ arm }) => arm)
    .toSorted((x, y) => simplicity(x) - simplicity(y));
  const [simplest, ...others] = measured;
  if (simplest === undefined || others.length === 0) return undefined;
  let choice: ArmChoice = { arm: simplest, declined: [], uncompared: [] };
  for (const arm of others) {
    const comparison = comparisons.find(({ a, b }) => a === arm && b === choice.arm);
    if (!comparison || comparison.cases < LEAST_CASES) {
      choice = { ...choice, uncompared: [...choice.uncompared, arm] };
      continue;
    }
    const reason = whyNot(comparison, valueOfRightAnswerUsd);
    choice =
      reason === undefined
        ? { ...choice, arm, rival: choice.arm, comparison }
        : { ...choice, declined: [...choice.declined, { arm, reason }] };
  }
  // Where nothing replaced the simplest, what it was compared with is its rival.
  const rival = choice.rival ?? others[0];
  const comparison =
    choice.comparison ?? comparisons.find(({ a, b }) => a === rival && b === choice.arm);
  return { ...choice, ...(rival ? { rival } : {}), ...(comparison ? { comparison } : {}) };
}

function whyNot(comparison: ArmComparison, valueUsd: number | undefined): string | undefined {
  const { difference, low, high, usdPerExtra } = comparison;
  const points = (share: number): string => (100 * share).toFixed(1);
  const told = `${points(difference)} points [${points(low)}, ${points(high)}]`;
  if (low <= 0) return `gain not shown: ${told}`;
  if (valueUsd === undefined || usdPerExtra === undefined) return undefined;
  if (usdPerExtra === "unknown")
    return `gain ${told}, but what one more right answer costs is unknown`;
  return usdPerExtra <= valueUsd
    ? undefined
    : `gain ${told}, but one more right answer costs $${usdPerExtra.toFixed(2)} and is worth $${valueUsd.toFixed(2)}`;
}
