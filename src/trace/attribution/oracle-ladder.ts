/** @module What mending a stage could win at most: which failed cases to ask again, with gold in it. */
import type { Attribution, FailureEvidence } from "../../domain/failure.ts";
import type { Interval } from "../../foundation/statistics/interval.ts";
import { computeWilsonInterval } from "../../foundation/statistics/intervals/proportion.ts";
import { isFailureClass } from "./shares.ts";

/** Each hands the evidence in at one stage; what comes before it no longer matters. */
export const ORACLES = [
  "documents added",
  "gold in the candidates",
  "gold first",
  "gold in the context",
] as const;
export type Oracle = (typeof ORACLES)[number];

export interface JudgedCase {
  readonly caseId: string;
  readonly attribution: Attribution;
  readonly evidence: Pick<FailureEvidence, "sets">;
}

export interface Rerun {
  readonly caseId: string;
  readonly oracle: Oracle;
}

export interface LadderPlan {
  /** In the order of the cases, then of the oracles. */
  readonly reruns: readonly Rerun[];
  /** Failures that no oracle can help, and why. */
  readonly left: readonly { readonly caseId: string; readonly reason: string }[];
}

/**
 * A case whose evidence came as far as stage r is asked again with each oracle from r on: one before
 * it hands in what was there already. Evidence that the asker may not read is never handed in.
 */
export function planLadder(cases: readonly JudgedCase[]): LadderPlan {
  const reruns: Rerun[] = [];
  const left: LadderPlan["left"][number][] = [];
  for (const { caseId, attribution, evidence } of cases) {
    if (!isFailureClass(attribution.class)) continue;
    const reason = whyLeft(attribution, evidence);
    if (reason !== undefined) left.push({ caseId, reason });
    else for (const oracle of ORACLES.slice(attribution.reach)) reruns.push({ caseId, oracle });
  }
  return { reruns, left };
}

function whyLeft(
  { reach }: Attribution,
  { sets }: Pick<FailureEvidence, "sets">,
): string | undefined {
  if (reach === undefined) return "no evidence is known";
  if (reach === 4) return "the evidence was read";
  const isOpen = (units: FailureEvidence["sets"][number]): boolean =>
    units.length > 0 && units.every(({ store }) => store !== "not_permitted");
  return sets.some(isOpen) ? undefined : "the asker may not read the evidence";
}

/** One rerun's outcome; in the order of `Rerun`. */
export interface RerunResult extends Rerun {
  /** Whether the answer was right; what could not be told counts as not. */
  readonly success: boolean;
}

export interface OracleWorth {
  readonly oracle: Oracle;
  /** Failed cases asked again. */
  readonly cases: number;
  /** Of them, those whose answer was then right. */
  readonly won: number;
  /** Share of all answerable cases that are won with this stage and all before it perfect. */
  readonly gain: number;
  /** Wilson's for the gain, 95 %. */
  readonly interval: Interval;
  /** Gain above that of the oracle before: the most that this stage alone can win. */
  readonly ofThisStage: number;
}

/**
 * By oracle, in their order. A case that an oracle says nothing new of counts as not won by it: it
 * failed with that evidence in place.
 *
 * @param answerable cases in the evaluation that could be answered, failed or not.
 */
export function computeWorth(
  results: readonly RerunResult[],
  answerable: number,
): readonly OracleWorth[] {
  let before = 0;
  return ORACLES.map((oracle) => {
    const own = results.filter((result) => result.oracle === oracle);
    const won = own.filter(({ success }) => success).length;
    const gain = answerable === 0 ? 0 : won / answerable;
    const ofThisStage = gain - before;
    before = gain;
    const interval = computeWilsonInterval(won, answerable);
    return { oracle, cases: own.length, won, gain, interval, ofThisStage };
  });
}
