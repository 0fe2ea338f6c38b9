/** @module What every form of a report says of an evaluation in words. */
import type { Evaluation, FailureChange, MeasureResult } from "../../domain/evaluation.ts";
import {
  countOf,
  describeUnscored,
  formatCost,
  formatDifference,
  formatDifferenceInterval,
  formatP,
  formatSubject,
} from "./figures.ts";

/** `golden/hr@1f3a9c01 test, 214 cases (52 unanswerable)`. */
export function describeGolden({ golden, counts }: Evaluation): string {
  const part = golden.part === "all" ? "all parts" : golden.part;
  const unanswerable = counts.unanswerable > 0 ? ` (${counts.unanswerable} unanswerable)` : "";
  const cases = countOf(counts.cases, "case");
  return `${golden.name}@${golden.hash.slice(0, 8)} ${part}, ${cases}${unanswerable}`;
}

/** `release rel_9b… against release rel_41…`. */
export function describeSubjects({ subject, baseline }: Evaluation): string {
  const against = baseline ? ` against ${formatSubject(baseline)}` : "";
  return `${formatSubject(subject)}${against}`;
}

/** Classes of failures, most frequent first. */
export function countFailures({ cases }: Evaluation): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { failure } of cases)
    if (failure !== undefined) counts.set(failure, (counts.get(failure) ?? 0) + 1);
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
}

/** `failures 31: ranked_too_low 12, …`; empty where none was attributed. */
export function describeFailures(evaluation: Evaluation, shown = Infinity): string {
  const counts = countFailures(evaluation);
  if (counts.length === 0) return "";
  const total = counts.reduce((sum, [, n]) => sum + n, 0);
  const named = counts.slice(0, shown).map(([name, n]) => `${name} ${n}`);
  return `failures ${total}: ${named.join(", ")}${counts.length > shown ? ", …" : ""}`;
}

/** Classes told of, of those that grew. */
const GROWN = 3;
/** Below it a change is more than chance makes. */
const SURE = 0.05;

/** `failures: not_retrieved grew from 3 to 12 of 60 cases: +.150 [+.043, +.249], p .004`. */
export function describeFailureChanges(
  changes: readonly FailureChange[] | undefined,
): readonly string[] {
  const grown = (changes ?? []).filter(({ difference }) => difference > 0);
  return grown.slice(0, GROWN).map(({ class: name, before, now, cases, difference, ...rest }) => {
    const change = `${formatDifference(difference)} ${formatDifferenceInterval(rest.interval)}`;
    const doubt = rest.p < SURE ? "" : ", which chance may do as well";
    return `failures: ${name} grew from ${before} to ${now} of ${countOf(cases, "case")}: ${change}, p ${formatP(rest.p)}${doubt}`;
  });
}

/** What is left out of the means or out of the comparison, and what went into them doubtfully. */
export function describeCounts(evaluation: Evaluation): readonly string[] {
  const { counts, baseline, gate, failureChanges } = evaluation;
  const { stale, retired, notCompared, ranking } = counts;
  return [
    stale > 0
      ? `${countOf(stale, "stale case")} left out: a newer version has replaced the evidence`
      : "",
    retired > 0 ? `${countOf(retired, "retired case")} left out` : "",
    baseline && notCompared > 0
      ? `${countOf(notCompared, "case")} not compared: the other side has none with this hash`
      : "",
    ranking
      ? `rankings: ${ranking.queries} judged, ${ranking.missing} missing (0 in the means), ${ranking.noRelevant} without a relevant document, ${ranking.foreign} foreign, ${ranking.tiedAtCutoff} tied at a cutoff`
      : "",
    ...(gate ? [] : describeFailureChanges(failureChanges)),
  ].filter((line) => line !== "");
}

/** Role, reason of the verdict, what could not be scored. */
export function describeMeasure(measure: MeasureResult): string {
  const { role, verdictReason, comparison } = measure;
  const adjusted = comparison?.adjustedP;
  const parts = [
    role,
    verdictReason,
    adjusted === undefined ? "" : `p by Holm's rule ${formatP(adjusted)}`,
    describeUnscored(measure),
  ];
  return parts.filter((part) => part !== undefined && part !== "").join("; ");
}

/** `verdict inconclusive`, the failures, the id and the cost. */
export function describeOutcome(evaluation: Evaluation): string {
  const { gate, id, costUsd, judgeCostUsd } = evaluation;
  const judge = judgeCostUsd === undefined ? "" : `, judge ${formatCost(judgeCostUsd)}`;
  const parts = [
    gate ? `verdict ${gate.verdict}` : "no gate",
    describeFailures(evaluation, 4),
    id,
    `${formatCost(costUsd)}${judge}`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
