/** @module Embedders side by side on the same questions: quality with intervals, time, money, memory. */
import type { Interval } from "../../domain/evaluation.ts";
import { comparePaired } from "../compare/compare-paired.ts";
import { summarizeCases } from "../compare/summarize.ts";

/** How a ranking came about: by vectors alone, fused with BM25, and ordered again as it serves. */
export const EMBEDDER_STAGES = ["alone", "hybrid", "reranked"] as const;
export type EmbedderStage = (typeof EMBEDDER_STAGES)[number];

/** What is told of an embedder beside its rankings. */
export interface EmbedderFacts {
  readonly name: string;
  readonly fingerprint: string;
  readonly dimensions: number;
  /** Weight of the dense leg that it was measured with, its own default. */
  readonly alpha: number;
  readonly queryP50Ms: number;
  readonly queryP95Ms: number;
  /** Of chunks, one call after the other. */
  readonly textsPerSecond: number;
  /** Of chunks; 0 where nobody is paid, `unknown` where nobody told a price. */
  readonly usdPerMillionTexts: number | "unknown";
  /** Of the vectors of a million chunks, as the store keeps them. */
  readonly indexBytesPerMillionTexts: number;
  /** What the process grew by when the embedder was opened and first asked. */
  readonly memoryBytes: number;
}

/** nDCG@10 of one question, a value a stage. */
export interface EmbedderCase extends Readonly<Record<EmbedderStage, number>> {
  readonly caseId: string;
  readonly group: string;
}

export interface MeasuredEmbedder {
  readonly facts: EmbedderFacts;
  /** The same questions in the same order for every embedder. */
  readonly cases: readonly EmbedderCase[];
}

export interface StageResult {
  readonly mean: number;
  /** 95 %; absent for a single question. */
  readonly interval?: Interval;
  /** Against the first embedder, paired by question; absent for the first itself. */
  readonly against?: {
    readonly difference: number;
    readonly interval: Interval;
    readonly p: number;
    readonly smallestSeen: number;
  };
}

export interface ComparedEmbedder extends EmbedderFacts {
  readonly measures: Readonly<Record<EmbedderStage, StageResult>>;
}

const SEED = "42";
const MEASURE = "nDCG@10";

/** In the order given; each behind the first is compared with it. */
export function compareEmbedders(
  measured: readonly MeasuredEmbedder[],
): readonly ComparedEmbedder[] {
  const [first] = measured;
  return measured.map(({ facts, cases }, at) => {
    const judge = (stage: EmbedderStage): StageResult =>
      judgeStage(stage, cases, at === 0 ? undefined : first?.cases);
    return {
      ...facts,
      measures: {
        alone: judge("alone"),
        hybrid: judge("hybrid"),
        reranked: judge("reranked"),
      },
    };
  });
}

function judgeStage(
  stage: EmbedderStage,
  cases: readonly EmbedderCase[],
  baseline: readonly EmbedderCase[] | undefined,
): StageResult {
  const before = new Map(baseline?.map((each) => [each.caseId, each[stage]]));
  const scored = cases.map(({ caseId, group, ...scores }) => {
    const known = before.get(caseId);
    const own = { caseId, group, scores: [scores[stage]] };
    return known === undefined ? own : { ...own, baseline: [known] };
  });
  const options = { measure: MEASURE, seed: `${SEED}/${stage}` };
  const { mean = 0, interval } = summarizeCases(scored, options).result;
  const compared = baseline ? comparePaired(scored, options) : undefined;
  return {
    mean,
    ...(interval ? { interval } : {}),
    ...(compared
      ? {
          against: {
            difference: compared.difference,
            interval: compared.interval,
            p: compared.p,
            smallestSeen: compared.smallestSeen,
          },
        }
      : {}),
  };
}
