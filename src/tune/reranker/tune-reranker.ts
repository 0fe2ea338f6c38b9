/** @module The reranker lane: weights, then trees, each only where it beats the one before. */
import {
  explainScores,
  RANKING_FEATURES,
  type LinearModel,
  type RankingFeature,
  type RankingModel,
  type TreesModel,
} from "../../engine/rerank/index.ts";
import { accept, type LaneVerdict, type Rival } from "../folds/accept.ts";
import type { Checkpoint } from "../folds/checkpoint.ts";
import { compareHeldOut, crossValidate, NO_PAUSE, type Pause } from "../folds/cross-validate.ts";
import { makeFolds, type FoldCase } from "../folds/make-folds.ts";
import { definedOf, SERVES, type LaneOptions } from "../fusion/tune-fusion.ts";
import { MEASURE } from "../retrieval/judged.ts";
import { fitLambdaMart } from "./lambda-mart.ts";
import { measureScores, type RankedQuestion } from "./learning-data.ts";
import { fitPairwiseLogistic, scoreRows } from "./pairwise-logistic.ts";

export interface RerankerResult extends LaneVerdict {
  /** Fitted to all questions; absent where nothing beats what serves. */
  readonly model: RankingModel | undefined;
  /** What each kind of model reached on held-out folds, in the order they were tried. */
  readonly tried: readonly { readonly kind: RankingModel["kind"]; readonly verdict: LaneVerdict }[];
}

export interface RerankerOptions extends LaneOptions {
  /** Questions from which trees are tried. */
  readonly leastForTrees?: number | undefined;
  readonly checkpoint?: Checkpoint | undefined;
}

/** Chosen among on folds within the training part; L2 on features of deviation 1. */
export const DECAYS = [0.001, 0.01, 0.03, 0.1] as const;
const INNER_FOLDS = 3;
const LEAST_FOR_TREES = 1000;
const MOST_TREES = 300;
/** A better fused score, and terms in the question's own order, never make a passage worse. */
const INCREASING: readonly RankingFeature[] = ["fused", "ord"];
const WIDTH = RANKING_FEATURES.length;

/**
 * @param cases what decides which questions are held out together, in the order of `questions`.
 */
export async function tuneReranker(
  cases: readonly FoldCase[],
  questions: readonly RankedQuestion[],
  options: RerankerOptions,
): Promise<RerankerResult> {
  const { leastForTrees = LEAST_FOR_TREES, against = SERVES, ...lane } = options;
  const served = questions.map((question) => question.served);
  const linear = await tryModel(cases, questions, fitLinear, lane, [{ against, baseline: served }]);
  const tried = [{ kind: "linear" as const, verdict: linear.verdict }];
  const all = [...questions.keys()];
  const { seed, pause = NO_PAUSE, signal } = lane;
  const fit = (fitter: Fitter): Promise<RankingModel> =>
    fitter({ cases, questions, subset: all, seed, pause, signal });
  const isLinear = linear.verdict.verdict === "pass";
  if (questions.length < leastForTrees)
    return { ...linear.verdict, model: isLinear ? await fit(fitLinear) : undefined, tried };
  const trees = await tryModel(cases, questions, fitTrees, lane, [
    { against, baseline: served },
    { against: "the weighted features", baseline: linear.scores },
  ]);
  const both = [...tried, { kind: "trees" as const, verdict: trees.verdict }];
  if (trees.verdict.verdict === "pass")
    return { ...trees.verdict, model: await fit(fitTrees), tried: both };
  return { ...linear.verdict, model: isLinear ? await fit(fitLinear) : undefined, tried: both };
}

interface FitInput {
  readonly cases: readonly FoldCase[];
  readonly questions: readonly RankedQuestion[];
  readonly subset: readonly number[];
  readonly seed: string;
  readonly pause?: Pause | undefined;
  readonly signal: AbortSignal | undefined;
}
type Fitter<Model = RankingModel> = (input: FitInput) => Promise<Model>;

async function tryModel(
  cases: readonly FoldCase[],
  questions: readonly RankedQuestion[],
  fitter: Fitter,
  { seed, pause, signal, checkpoint, ...rest }: Omit<RerankerOptions, "leastForTrees" | "against">,
  rivals: readonly { readonly against: string; readonly baseline: ArrayLike<number> }[],
): Promise<{ readonly verdict: LaneVerdict; readonly scores: Float64Array }> {
  const held = await crossValidate<RankingModel>(cases, {
    ...definedOf({
      ...rest,
      pause,
      signal,
      checkpoint: checkpoint && under(fitter.name, checkpoint),
    }),
    seed,
    fit: (subset, own) => fitter({ cases, questions, subset, seed: own, pause, signal }),
    score: async (model, index) => measureModel(model, questions[index]),
  });
  const compared = rivals.map(({ against, baseline }): Rival => {
    const sides = { scores: held.scores, baseline };
    const { units } = held.folds;
    const comparison = compareHeldOut(cases, units, sides, { measure: MEASURE, seed });
    return { against, comparison };
  });
  return { verdict: accept(MEASURE, compared), scores: held.scores };
}

/** Both kinds of models are judged on the same folds, and kept apart. */
const under = (name: string, { read, keep }: Checkpoint): Checkpoint => ({
  read: (key) => read(`${name} ${key}`),
  keep: (key, value) => keep(`${name} ${key}`, value),
});

/** What the ranking by a model is worth. */
export function measureModel(model: RankingModel, question: RankedQuestion | undefined): number {
  if (!question) return 0;
  const { features, grades } = question;
  const scores =
    model.kind === "linear"
      ? scoreRows(features, grades.length, Float64Array.from(model.weights))
      : explainScores(model, features, grades.length).map((shares) =>
          shares.reduce((sum, share) => sum + share, 0),
        );
  return measureScores(question, scores);
}

/** The decay is the one that ranks best on folds within the subset; the stronger of equal ones. */
export const fitLinear: Fitter<LinearModel> = async ({
  cases,
  questions,
  subset,
  seed,
  pause = NO_PAUSE,
  signal,
}) => {
  const own = subset.flatMap((index) => cases[index] ?? []);
  const pick = (indexes: readonly number[]): readonly RankedQuestion[] =>
    indexes.flatMap((index) => questions[subset[index] ?? -1] ?? []);
  const { folds } = makeFolds(own, { seed: `${seed}/decay`, count: INNER_FOLDS });
  let [decay, most] = [DECAYS.at(-1) ?? 0, -1];
  const before = new Map<number, Float64Array>();
  for (const candidate of DECAYS.toReversed()) {
    let sum = 0;
    for (const [at, { training, heldOut }] of folds.entries()) {
      await pause();
      const options = { decay: candidate, start: before.get(at), signal };
      const weights = fitPairwiseLogistic(pick(training), WIDTH, options);
      before.set(at, weights);
      for (const question of pick(heldOut)) sum += measureModel(toLinear(weights), question);
    }
    if (sum > most) [most, decay] = [sum, candidate];
  }
  return toLinear(fitPairwiseLogistic(pick([...own.keys()]), WIDTH, { decay, signal }));
};

/** Weights in so many digits that two machines agree on them. */
const toLinear = (weights: Float64Array): LinearModel => ({
  format: "plumbline.reranker/1",
  kind: "linear",
  features: RANKING_FEATURES,
  weights: Array.from(weights, round),
});

/** How many trees is told by a part of the subset that they were not grown on; then all of it counts. */
export const fitTrees: Fitter<TreesModel> = async ({
  cases,
  questions,
  subset,
  seed,
  pause,
  signal,
}) => {
  const own = subset.flatMap((index) => cases[index] ?? []);
  const pick = (indexes: readonly number[]): readonly RankedQuestion[] =>
    indexes.flatMap((index) => questions[subset[index] ?? -1] ?? []);
  const [fold] = makeFolds(own, { seed: `${seed}/trees` }).folds;
  const increasing = new Set(INCREASING.map((name) => RANKING_FEATURES.indexOf(name)));
  const limits = { increasing, pause, signal };
  const [training, heldOut] = [pick(fold?.training ?? []), pick(fold?.heldOut ?? [])];
  const most = { ...limits, trees: MOST_TREES };
  const stopped = await fitLambdaMart(training, heldOut, WIDTH, most);
  const enough = { ...limits, trees: stopped.length };
  const trees = await fitLambdaMart(pick([...own.keys()]), [], WIDTH, enough);
  return {
    format: "plumbline.reranker/1",
    kind: "trees",
    features: RANKING_FEATURES,
    trees: trees.map((tree) => ({ ...tree, value: tree.value.map(round) })),
  };
};

const round = (value: number): number => Number(value.toPrecision(12));
