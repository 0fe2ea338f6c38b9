/** @module All that was found, put together as one evaluation. */
import type {
  CaseResult,
  Curves,
  Evaluation,
  EvaluationSubject,
  MeasureResult,
  RankingCounts,
  RankingReply,
  StaleCase,
} from "../../domain/evaluation.ts";
import type { GoldenCase, GoldenSet } from "../../domain/golden-set.ts";
import { hashJson } from "../../foundation/hash.ts";
import { decideGate } from "../compare/decide-gate.ts";
import type { MeasuredCases } from "../compare/measure-cases.ts";
import { listPolicyMeasures, makeDefaultPolicy, type GatePolicy } from "../compare/policy.ts";
import { warnOfPools } from "../compare/pool-bias.ts";
import { toMeasureResult } from "../compare/to-measure-result.ts";
import type { AnswerTools, GradedCase } from "../measures/answers/measure.ts";
import { countRankings } from "../measures/ranking/score-rankings.ts";
import { addBaseline, countNotCompared } from "./baseline-scores.ts";
import { isRanked, type ChosenMeasures } from "./choose-measures.ts";
import { describeFailureChanges } from "../report/describe-evaluation.ts";
import { drawCurves } from "./curves.ts";
import { listFailureChanges } from "./failure-changes.ts";
import { measureResults, measureSet } from "./measure-results.ts";
import { addCosts, type ScoredCase } from "./score-cases.ts";
import type { SelectedCases } from "./select-cases.ts";
import { sliceCases } from "./slice-cases.ts";

export interface Found {
  readonly golden: GoldenSet;
  readonly selected: SelectedCases;
  readonly subject: EvaluationSubject;
  readonly baseline?: Evaluation | undefined;
  readonly measures: ChosenMeasures;
  readonly scored: readonly ScoredCase[];
  readonly tools?: AnswerTools | undefined;
  readonly seed: string;
  readonly repeats: number;
  readonly precision?: "f64" | "f32" | undefined;
  /** Of a run from a file: queries that nobody judged. */
  readonly foreign?: number | undefined;
  /** Absent: no gate. Made once the measures are known. */
  readonly policy?: ((measured: readonly string[]) => GatePolicy) | undefined;
  readonly warnings: readonly string[];
  readonly packageVersion: string;
  readonly startedAt: string;
  readonly endedAt: string;
}

/** Strata and origins of questions that no person asked; see guides on golden sets. */
const SYNTHETIC = new Set(["made", "faq", "heading", "link", "definition", "cloze", "perturbed"]);

/** Figures depend on scores, baseline and seed alone; the id on them too, and on no clock. */
export function assembleEvaluation(found: Found): Evaluation {
  const { golden, selected, baseline, measures, scored, tools, seed, policy } = found;
  const cases = addBaseline(
    scored.map(({ result }) => result),
    baseline,
  );
  const figures = measureResults({
    measures,
    cases,
    slices: sliceCases(selected.asked),
    inSlices: chooseForSlices(cases, policy),
    seed,
  });
  const graded = scored.flatMap((each) => (each.graded ? [each.graded] : []));
  const ofSet = tools ? measureSet(measures.answers, graded, tools, seed) : [];
  const all = [...figures.measures, ...ofSet];
  const decided = policy && decide(all, figures.slices, found, policy);
  const failureChanges = listFailureChanges(cases, baseline);
  const counts = toCounts(found, cases);
  const evaluation: Omit<Evaluation, "id"> = {
    schema: "plumbline.evaluation/1",
    startedAt: found.startedAt,
    endedAt: found.endedAt,
    golden: { name: golden.name, id: golden.id, hash: golden.hash, part: selected.part },
    subject: found.subject,
    ...(baseline ? { baseline: { ...baseline.subject, evaluation: baseline.id } } : {}),
    seed,
    repeats: found.repeats,
    ...(found.precision === undefined ? {} : { precision: found.precision }),
    ...(tools ? { verifier: tools.verifier.id } : {}),
    ...(tools?.judge ? { judge: tools.judge.judge.id } : {}),
    packageVersion: found.packageVersion,
    cases,
    counts,
    measures: decided?.measures ?? all.map((measured) => toMeasureResult(measured)),
    slices:
      decided?.slices ??
      figures.slices.map((slice) => ({ ...slice, measures: slice.measures.map(toPlainResult) })),
    ...toCurves(graded),
    ...(selected.stale.length > 0 ? { stale: selected.stale.map(toStaleCase) } : {}),
    ...(failureChanges.length > 0 ? { failureChanges } : {}),
    ...(decided
      ? {
          gate: {
            verdict: decided.verdict,
            reasons: [...decided.reasons, ...describeFailureChanges(failureChanges)],
          },
        }
      : {}),
    ...toCosts(found),
    warnings: [
      ...found.warnings,
      ...warnOfNothing(counts),
      ...warnOfPools(all),
      ...warnOfMissing(all, baseline),
    ],
  };
  return { ...evaluation, id: toEvaluationId(evaluation) };
}

const toStaleCase = ({ id, hash, text, collection, evidence }: GoldenCase): StaleCase => ({
  caseId: id,
  caseHash: hash,
  text,
  ...(collection === undefined ? {} : { collection }),
  documents: [...new Set(evidence.flat().map(({ document }) => document))],
});

/** What decides, or would decide by default: every measure in every slice is a flood. */
function chooseForSlices(
  cases: readonly CaseResult[],
  policy: Found["policy"] = makeDefaultPolicy,
): ReadonlySet<string> {
  const names = new Set(cases.flatMap(({ scores }) => Object.keys(scores)));
  return new Set(names.size > 0 ? listPolicyMeasures(policy([...names])) : []);
}

const toPlainResult = (measured: MeasuredCases): MeasureResult => toMeasureResult(measured);

const decide = (
  measures: readonly MeasuredCases[],
  slices: Parameters<typeof decideGate>[0]["slices"],
  { baseline, selected }: Found,
  policy: NonNullable<Found["policy"]>,
): ReturnType<typeof decideGate> =>
  decideGate({
    policy: policy(measures.map(({ result }) => result.measure)),
    measures,
    ...(slices ? { slices } : {}),
    compared: baseline !== undefined,
    syntheticOnly: selected.asked.every(isSynthetic),
  });

const isSynthetic = ({ origin, stratum, labels }: GoldenCase): boolean =>
  labels.every(({ method }) => method === "judge") &&
  (SYNTHETIC.has(origin ?? "") || (origin === undefined && SYNTHETIC.has(stratum ?? "")));

function toCounts(found: Found, cases: readonly CaseResult[]): Evaluation["counts"] {
  const { selected, baseline, measures } = found;
  const answerable = selected.asked.filter((golden) => golden.answerable).length;
  return {
    cases: cases.length,
    answerable,
    unanswerable: selected.asked.length - answerable,
    stale: selected.stale.length,
    retired: selected.retired,
    notCompared: countNotCompared(cases, baseline),
    ...(measures.ranking.length > 0
      ? { ranking: toRankingCounts(found, selected.asked.filter(isRanked)) }
      : {}),
  };
}

function toRankingCounts(
  { measures, scored, foreign = 0 }: Found,
  judged: readonly GoldenCase[],
): RankingCounts {
  const qrels = new Map(judged.map(({ id, grades }) => [id, grades]));
  const rankings = new Map<string, RankingReply>();
  for (const { result } of scored) {
    const ranking = result.replies[0]?.ranking;
    // A query without a line in a run is one without a document.
    if (ranking && ranking.documents.length > 0 && qrels.has(result.caseId))
      rankings.set(result.caseId, ranking);
  }
  return { ...countRankings(measures.ranking, qrels, rankings), foreign };
}

function toCurves(graded: readonly GradedCase[]): { readonly curves?: Curves } {
  const curves = drawCurves(graded);
  return Object.keys(curves).length > 0 ? { curves } : {};
}

/** A reply that names no model cost nothing; one that does and has no price is not free. */
function toCosts({ scored, tools }: Found): Pick<Evaluation, "costUsd" | "judgeCostUsd"> {
  let costUsd: number | "unknown" = 0;
  let judgeCostUsd: number | "unknown" = 0;
  for (const { result, judgeCostUsd: judged } of scored) {
    judgeCostUsd = addCosts(judgeCostUsd, judged);
    for (const { answer } of result.replies)
      if (answer?.usage) costUsd = addCosts(costUsd, answer.usage.costUsd ?? "unknown");
  }
  return { costUsd, ...(tools?.judge ? { judgeCostUsd } : {}) };
}

/** Most likely it is the run of another set. */
function warnOfNothing({ ranking }: Evaluation["counts"]): readonly string[] {
  const { queries = 0, missing = 0, foreign = 0 } = ranking ?? {};
  if (queries === 0 || missing < queries) return [];
  const others = foreign > 0 ? `, and ${foreign} that nobody judged` : "";
  return [
    `nothing is ranked for any of the ${queries} judged queries${others}: do their ids agree?`,
  ];
}

function warnOfMissing(
  measures: readonly MeasuredCases[],
  baseline: Evaluation | undefined,
): readonly string[] {
  if (!baseline) return [];
  const known = new Set(baseline.cases.flatMap(({ scores }) => Object.keys(scores)));
  const missing = measures
    .filter(({ result, units }) => units > 0 && !known.has(result.measure))
    .map(({ result }) => result.measure);
  if (missing.length === 0) return [];
  return [`the baseline has no ${missing.join(", ")}: evaluate it again with these measures`];
}

/** Equal findings have one id: the same evaluation, made again, is the same one. */
function toEvaluationId({ cases, ...evaluation }: Omit<Evaluation, "id">): string {
  const { startedAt: _, endedAt: _ended, ...findings } = evaluation;
  const scores = cases.map(({ caseId, caseHash, scores: of, baseline }: CaseResult) => ({
    caseId,
    caseHash,
    scores: of,
    baseline,
  }));
  return `evl_${hashJson({ ...findings, cases: scores }).slice(0, 20)}`;
}
