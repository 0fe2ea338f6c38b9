/** @module Which cases a reader of a report wants to see first. */
import type { CaseResult, Evaluation, MeasureResult, Score } from "../../domain/evaluation.ts";

export interface OrderedCase {
  readonly result: CaseResult;
  /** Of the leading measure, over its repeats; absent where none was scored. */
  readonly value?: number;
  /** Positive is better; absent where there is nothing to compare with. */
  readonly change?: number;
}

/** What a user would ask first, where no gate says what decides. */
const FIRST = "AnswerSuccess";

/** The measure that cases are ordered by: the gate's primary one, or whether users were served. */
export function findLeadingMeasure({ measures }: Evaluation): MeasureResult | undefined {
  return (
    measures.find(({ role }) => role === "primary") ??
    measures.find(({ measure, scored }) => measure === FIRST && scored > 0) ??
    measures[0]
  );
}

/** Over scored repeats; nothing when there is none. */
export function meanScore(scores: readonly Score[] | undefined): number | undefined {
  const values = (scores ?? []).filter((score) => typeof score === "number");
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Regressed cases first, the largest loss before the others; then failures, then what scored
 * least; ties by id.
 */
export function orderCases(evaluation: Evaluation): readonly OrderedCase[] {
  const leading = findLeadingMeasure(evaluation);
  const sign = leading?.direction === "lower" ? -1 : 1;
  const ordered = evaluation.cases.map((result): OrderedCase => {
    const value = leading && meanScore(result.scores[leading.measure]);
    const before = leading && meanScore(result.baseline?.[leading.measure]);
    if (value === undefined) return { result };
    if (before === undefined) return { result, value };
    return { result, value, change: sign * (value - before) };
  });
  const loss = ({ change }: OrderedCase): number => Math.min(0, change ?? 0);
  const failed = ({ result }: OrderedCase): number => (isFailure(result) ? 0 : 1);
  return ordered.toSorted(
    (a, b) =>
      loss(a) - loss(b) ||
      failed(a) - failed(b) ||
      sign * ((a.value ?? sign * 2) - (b.value ?? sign * 2)) ||
      (a.result.caseId < b.result.caseId ? -1 : 1),
  );
}

export const isFailure = ({ failure, replies }: CaseResult): boolean =>
  failure !== undefined || replies.some((reply) => reply.failure !== undefined);

export const isRegressed = ({ change }: OrderedCase): boolean =>
  change !== undefined && change < -1e-9;
