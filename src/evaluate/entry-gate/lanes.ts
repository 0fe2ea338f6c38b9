/** @module The lanes of tuning: what each mends, what has to be tried before it, and what it learns from. */
import type { FailureClass } from "../../domain/failure.ts";

export const LANES = [
  "embedder",
  "adapter",
  "reranker",
  "fusion",
  "retrieval",
  "classifier",
  "router",
  "abstention",
  "generator",
] as const;
export type Lane = (typeof LANES)[number];

/** What lanes learn from. */
export const LABEL_KINDS = [
  "pairs",
  "judgedQueries",
  "leastOfAClass",
  "gradedAnswers",
  "wrongAnswers",
  "cleanRows",
] as const;
export type LabelKind = (typeof LABEL_KINDS)[number];

export const LABEL_WORDS: Readonly<Record<LabelKind, string>> = {
  pairs: "questions with a passage that answers them",
  judgedQueries: "questions with judged documents",
  leastOfAClass: "examples of the rarest class",
  gradedAnswers: "graded answers",
  wrongAnswers: "wrong answers among them",
  cleanRows: "edits, demonstrations and right answers",
};

export interface LaneNeeds {
  /** `local` lanes take minutes and are undone by a pointer, so they need not wait for traffic. */
  readonly kind: "generator" | "local";
  /** Classes of failures that it mends. */
  readonly classes: readonly FailureClass[];
  /** Of those classes, the causes; absent: all. */
  readonly causes?: readonly string[];
  /** What is cheaper, and has to have been measured. */
  readonly cheaper: string;
  /** The least to start with. */
  readonly labels: Readonly<Partial<Record<LabelKind, number>>>;
  /** What it writes are labels of a set, which must not move. */
  readonly hasLabelSet?: true;
  /** It is tuned from a model that others may end. */
  readonly hasBase?: true;
}

const SEARCH = "analyzer, chunking, synonyms or the weight of the legs";
const WEIGHTS = "the weights of legs and fields";

/**
 * The least labels: 300 and 500 pairs, 200 judged queries, 50 rows and 200 answers with 50 wrong ones
 * are what such lanes start from; 8 of a class is where SetFit (Tunstall et al., 2022) begins, and 30
 * cases are the least that an interval is told of.
 */
export const LANE_NEEDS: Readonly<Record<Lane, LaneNeeds>> = {
  embedder: {
    kind: "local",
    classes: ["not_retrieved"],
    cheaper: SEARCH,
    labels: { pairs: 500 },
  },
  adapter: {
    kind: "local",
    classes: ["not_retrieved"],
    cheaper: SEARCH,
    labels: { pairs: 300 },
    hasBase: true,
  },
  reranker: {
    kind: "local",
    classes: ["ranked_too_low"],
    cheaper: WEIGHTS,
    labels: { judgedQueries: 200 },
  },
  fusion: {
    kind: "local",
    classes: ["ranked_too_low"],
    cheaper: "each leg alone",
    labels: { judgedQueries: 30 },
  },
  retrieval: {
    kind: "local",
    classes: ["not_retrieved", "ranked_too_low"],
    cheaper: SEARCH,
    labels: { judgedQueries: 200 },
  },
  classifier: {
    kind: "local",
    classes: ["wrong_answer", "wrong_format"],
    cheaper: "examples in a prompt",
    labels: { leastOfAClass: 8 },
    hasLabelSet: true,
  },
  router: {
    kind: "local",
    classes: ["not_retrieved"],
    causes: ["filtered"],
    cheaper: "the rules of the routes",
    labels: { leastOfAClass: 8 },
    hasLabelSet: true,
  },
  abstention: {
    kind: "local",
    classes: ["wrong_abstention", "should_have_abstained"],
    cheaper: "a threshold by hand",
    labels: { gradedAnswers: 200, wrongAnswers: 50 },
  },
  generator: {
    kind: "generator",
    classes: ["unsupported_answer", "wrong_format", "wrong_answer"],
    cheaper: "prompts with examples",
    labels: { cleanRows: 50 },
    hasBase: true,
  },
};
