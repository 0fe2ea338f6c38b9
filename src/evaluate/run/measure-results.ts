/** @module From scores by case to figures: of all cases, of each slice, and of the set as a whole. */
import type { CaseResult, Interval, MeasureResult, Score } from "../../domain/evaluation.ts";
import { clampInterval } from "../../foundation/statistics/interval.ts";
import { estimateStatistic } from "../../foundation/statistics/intervals/statistic.ts";
import type { CaseScores } from "../compare/case-values.ts";
import type { MeasuredSlice } from "../compare/judge-slices.ts";
import { measureCases, type MeasuredCases } from "../compare/measure-cases.ts";
import type { AnswerTools, GradedCase, SetMeasure, SetScore } from "../measures/answers/measure.ts";
import { isVoid } from "../measures/answers/reasons.ts";
import type { ChosenMeasures } from "./choose-measures.ts";
import type { CaseSlice } from "./slice-cases.ts";

export interface Figures {
  readonly measures: readonly MeasuredCases[];
  readonly slices: readonly MeasuredSlice[];
}

/** One measure of single cases. */
interface CaseColumn {
  readonly name: string;
  readonly direction: "higher" | "lower";
  readonly range: readonly [number, number];
}

export interface Measuring {
  readonly measures: ChosenMeasures;
  readonly cases: readonly CaseResult[];
  readonly slices: readonly CaseSlice[];
  /** Measures that are computed for every slice. */
  readonly inSlices: ReadonlySet<string>;
  readonly seed: string;
}

/** In the order the measures were chosen in, those of rankings first. */
export function measureResults(measuring: Measuring): Figures {
  const { measures, cases, slices, inSlices, seed } = measuring;
  const columns: readonly CaseColumn[] = [
    ...measures.ranking,
    ...measures.answers.filter(({ kind }) => kind !== "set"),
  ];
  const over = (
    within: readonly CaseResult[],
    of: readonly CaseColumn[],
    stream: string,
  ): readonly MeasuredCases[] =>
    of
      .filter(({ name }) => within.some(({ scores }) => scores[name] !== undefined))
      .map((column) => measureColumn(column, within, stream));
  const sliced = columns.filter(({ name }) => inSlices.has(name));
  return {
    measures: over(cases, columns, seed),
    slices: slices.map(({ name, ids }) => {
      const within = cases.filter(({ caseId }) => ids.has(caseId));
      return { name, cases: within.length, measures: over(within, sliced, `${seed}/${name}`) };
    }),
  };
}

function measureColumn(
  { name, direction, range }: CaseColumn,
  cases: readonly CaseResult[],
  seed: string,
): MeasuredCases {
  const [low, high] = range;
  const measured = measureCases(
    cases.map((result) => toCaseScores(result, name)),
    { measure: name, direction, range: { low, high }, seed },
  );
  const nothing = countVoid(cases, name);
  return Object.keys(nothing).length === 0
    ? measured
    : { ...measured, result: { ...measured.result, notApplicable: nothing } };
}

/** Where there was nothing to measure, the measure does not apply to the case. */
function toCaseScores({ caseId, asked, scores, baseline }: CaseResult, name: string): CaseScores {
  const before = dropVoid(baseline?.[name]);
  return {
    caseId,
    ...(asked ? { group: asked.group } : {}),
    scores: dropVoid(scores[name]) ?? [],
    ...(before ? { baseline: before } : {}),
  };
}

const dropVoid = (scores: readonly Score[] | undefined): readonly Score[] | undefined =>
  scores?.filter((score) => typeof score === "number" || !isVoid(score.unscored));

/** Cases none of whose repeats held anything to measure, by the first one's reason. */
function countVoid(cases: readonly CaseResult[], name: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { scores } of cases) {
    const [first] = scores[name] ?? [];
    if (first === undefined || typeof first === "number") continue;
    if (dropVoid(scores[name])?.length === 0)
      counts[first.unscored] = (counts[first.unscored] ?? 0) + 1;
  }
  return counts;
}

/**
 * Figures that are no means over cases: how sure they are is told by drawing whole groups of cases
 * again, and there is no verdict on them.
 */
export function measureSet(
  measures: ChosenMeasures["answers"],
  graded: readonly GradedCase[],
  tools: AnswerTools,
  seed: string,
): readonly MeasuredCases[] {
  return measures
    .filter((measure) => measure.kind === "set")
    .map((measure) => {
      const score = measure.score(graded, tools);
      const interval = score.interval ?? drawInterval(measure, score, graded, seed);
      const result = toSetResult(measure, score, graded.length);
      const isTold = interval !== undefined && result.mean !== undefined;
      return { result: { ...result, ...(isTold ? { interval } : {}) }, units: 0, violations: 0 };
    });
}

function drawInterval(
  { name, range: [low, high] }: SetMeasure,
  { resample }: SetScore,
  graded: readonly GradedCase[],
  seed: string,
): Interval | undefined {
  const units = graded.map(({ golden }) => golden.group);
  const interval = resample && estimateStatistic(resample, { units, seed: `${seed}/set/${name}` });
  return interval && clampInterval(interval, low, high);
}

function toSetResult(
  { name, direction }: SetMeasure,
  { value, scored, unscored }: SetScore,
  cases: number,
): MeasureResult {
  const isScored = typeof value === "number";
  const voids = Object.entries(unscored).filter(([reason]) => isVoid(reason));
  const reasons = Object.entries(unscored).filter(([reason]) => !isVoid(reason));
  const why = isScored || reasons.length > 0 ? reasons : [[value.unscored, cases] as const];
  return {
    measure: name,
    direction,
    ...(isScored ? { mean: value } : {}),
    scored: isScored ? scored : 0,
    unscored: why.reduce((sum, [, n]) => sum + n, 0),
    unscoredReasons: Object.fromEntries(why),
    ...(voids.length > 0 ? { notApplicable: Object.fromEntries(voids) } : {}),
  };
}
