/** @module Every ranking measure there is, by the name ir-measures gives it. */
import type { Score } from "../../../domain/evaluation.ts";
import { countRelevant, gradeRanking, type GradedRanking } from "./graded-ranking.ts";
import { computeGradedNdcg } from "./ndcg.ts";
import type { MeasureParameters, ParameterName } from "./parameters.ts";
import {
  computeGradedRecall,
  computeJudged,
  computePrecision,
  computeSetF,
  computeSetPrecision,
  computeSuccess,
  computeUnjudged,
} from "./precision-and-recall.ts";
import {
  computeAveragePrecision,
  computeBpref,
  computeRankBiasedPrecision,
  computeReciprocalRank,
  computeRPrecision,
} from "./rank-weighted.ts";
import type { RankingMeasure } from "./ranking-measure.ts";
import { scoreSpans, type SpanShare } from "./spans.ts";

export interface MeasureDefinition {
  readonly name: string;
  readonly cutoff: "needed" | "possible" | "none";
  /** In the order they are printed. */
  readonly parameters: readonly ParameterName[];
  /** A parameter at its default is not printed, but for those in `printed`. */
  readonly defaults: MeasureParameters;
  readonly printed?: readonly ParameterName[];
  readonly level: RankingMeasure["level"];
  readonly total: RankingMeasure["total"];
  readonly score: (
    parameters: MeasureParameters,
    k: number | undefined,
  ) => (...input: Parameters<RankingMeasure["score"]>) => Score;
}

/** Sees the graded ranking, from which unjudged documents are gone where the name says so. */
type Compute = (
  graded: GradedRanking,
  k: number,
  parameters: Required<MeasureParameters>,
) => number;

const FILLED: Required<MeasureParameters> = {
  rel: 1,
  judged_only: false,
  dcg: "log2",
  p: 0.8,
  beta: 1,
  tokens: Infinity,
};

/** Unanswerable cases have no judgments: they say nothing of a ranking. */
const NO_JUDGMENTS: Score = { unscored: "no judgments" };

function ofDocuments(
  name: string,
  cutoff: MeasureDefinition["cutoff"],
  parameters: readonly ParameterName[],
  compute: Compute,
  rest: Partial<MeasureDefinition> = {},
): MeasureDefinition {
  const defaults = { ...FILLED, ...rest.defaults };
  return {
    name,
    cutoff,
    parameters,
    level: "document",
    total: "mean",
    ...rest,
    defaults,
    score: (given, k = Infinity) => {
      const filled = { ...defaults, ...given };
      return ({ grades }, { documents }) =>
        grades.size === 0
          ? NO_JUDGMENTS
          : compute(gradeRanking(grades, documents, filled.judged_only), k, filled);
    },
  };
}

const ofSpans = (name: string, share: SpanShare): MeasureDefinition => ({
  name,
  cutoff: "possible",
  parameters: ["tokens"],
  defaults: {},
  level: "span",
  total: "mean",
  score: ({ tokens }, k) => {
    const limit = {
      ...(k === undefined ? {} : { k }),
      ...(tokens === undefined ? {} : { tokens }),
    };
    return (judgments, ranking) => scoreSpans(share, judgments, ranking, limit);
  },
});

const RELEVANCE = ["rel", "judged_only"] as const;

/** Documents are counted, so queries add up. */
const SUM = { total: "sum" } as const;

export const DEFINITIONS: readonly MeasureDefinition[] = [
  ofDocuments("nDCG", "possible", ["dcg", "judged_only"], (graded, k, { dcg }) =>
    computeGradedNdcg(graded, k, dcg),
  ),
  ofDocuments("R", "needed", RELEVANCE, (graded, k, { rel }) =>
    computeGradedRecall(graded, k, rel),
  ),
  ofDocuments("RR", "possible", RELEVANCE, (graded, k, { rel }) =>
    computeReciprocalRank(graded, k, rel),
  ),
  ofDocuments("P", "needed", RELEVANCE, (graded, k, { rel }) => computePrecision(graded, k, rel)),
  ofDocuments("Success", "needed", RELEVANCE, (graded, k, { rel }) =>
    computeSuccess(graded, k, rel),
  ),
  ofDocuments("AP", "possible", RELEVANCE, (graded, k, { rel }) =>
    computeAveragePrecision(graded, k, rel),
  ),
  ofDocuments("Rprec", "none", RELEVANCE, (graded, _, { rel }) => computeRPrecision(graded, rel)),
  ofDocuments("Bpref", "none", ["rel"], (graded, _, { rel }) => computeBpref(graded, rel)),
  ofDocuments(
    "RBP",
    "possible",
    ["p", ...RELEVANCE],
    (graded, k, { p, rel }) => computeRankBiasedPrecision(graded, k, rel, p),
    // Without `rel` the name means graded gains elsewhere.
    { printed: ["p", "rel"] },
  ),
  ofDocuments("SetP", "none", RELEVANCE, (graded, _, { rel }) => computeSetPrecision(graded, rel)),
  ofDocuments("SetR", "none", ["rel"], (graded, _, { rel }) =>
    computeGradedRecall(graded, Infinity, rel),
  ),
  ofDocuments("SetF", "none", ["beta", ...RELEVANCE], (graded, _, { rel, beta }) =>
    computeSetF(graded, rel, beta),
  ),
  ofDocuments("Judged", "possible", [], (graded, k) => computeJudged(graded, k)),
  ofDocuments("Unjudged", "needed", ["judged_only"], (graded, k) => computeUnjudged(graded, k)),
  ofDocuments("NumQ", "none", [], () => 1, SUM),
  ofDocuments(
    "NumRet",
    "none",
    RELEVANCE,
    // Without `rel` it counts all that came back, unjudged ones too.
    ({ ranked }, _, { rel }) => (rel === 0 ? ranked.length : countRelevant(ranked, rel)),
    { ...SUM, defaults: { rel: 0 } },
  ),
  ofDocuments(
    "NumRel",
    "none",
    ["rel"],
    ({ judged }, _, { rel }) => countRelevant(judged, rel),
    SUM,
  ),
  ofSpans("SpanR", "recall"),
  ofSpans("SpanP", "precision"),
  ofSpans("SpanIoU", "iou"),
];
