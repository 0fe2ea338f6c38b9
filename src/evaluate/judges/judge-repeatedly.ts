/** @module A judge asked several times: every verdict is kept, and what they come to. */
import { PlumblineError } from "../../foundation/errors.ts";
import type { JudgedVerdict, Score, Unscored } from "../../domain/evaluation.ts";
import type { Judge, JudgeRequest, Judgment } from "../../ports/judge.ts";
import { REASONS } from "../measures/answers/reasons.ts";

export interface RepeatedJudgment {
  /** In order, those that failed or could not tell as well. */
  readonly verdicts: readonly JudgedVerdict[];
  /** Mean over the verdicts that tell, yes 1 and no 0. */
  readonly value: Score;
  /** It said yes and no of the same. */
  readonly flaky: boolean;
  /** Of all repeats; `unknown` where one that was asked has no price. */
  readonly costUsd: number | "unknown";
}

/**
 * A fault of the judge's provider, a timeout among them, is a verdict that could not tell; it is
 * never an error of the evaluation.
 *
 * @throws what is no PlumblineError, which is a bug; the signal's reason.
 */
export async function judgeRepeatedly(
  judge: Judge,
  request: JudgeRequest,
  repeats: number,
): Promise<RepeatedJudgment> {
  const judgments: Judgment[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    request.signal?.throwIfAborted();
    judgments.push(await judgeOnce(judge, request));
  }
  const verdicts = judgments.map(({ verdict, reason }): JudgedVerdict =>
    reason === undefined ? { verdict } : { verdict, reason },
  );
  const told = verdicts.filter(({ verdict }) => verdict !== "cannot-tell");
  const yes = told.filter(({ verdict }) => verdict === "yes").length;
  return {
    verdicts,
    value: told.length === 0 ? untold(verdicts) : yes / told.length,
    flaky: yes > 0 && yes < told.length,
    costUsd: judgments.some(({ usage }) => usage?.costUsd === undefined)
      ? "unknown"
      : judgments.reduce((sum, { usage }) => sum + (usage?.costUsd ?? 0), 0),
  };
}

async function judgeOnce(judge: Judge, request: JudgeRequest): Promise<Judgment> {
  try {
    return await judge.judge(request);
  } catch (error) {
    request.signal?.throwIfAborted();
    if (!(error instanceof PlumblineError)) throw error;
    return {
      verdict: "cannot-tell",
      reason: `${REASONS.judgeFailed}: ${error.code}`,
      evidence: [],
    };
  }
}

/** A fault is told apart from a judge that would not decide: it counts against the run. */
function untold(verdicts: readonly JudgedVerdict[]): Unscored {
  const failed = verdicts.find(({ reason }) => reason?.startsWith(REASONS.judgeFailed));
  if (failed?.reason !== undefined) return { unscored: failed.reason };
  return { unscored: verdicts[0]?.reason ?? REASONS.judgeSilent };
}
