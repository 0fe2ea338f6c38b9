/** @module Where the articles disagree: both readings, and the line that is taken here. */
import type { Article } from "../questionnaire/question.ts";
import { answered, type Facts } from "./facts.ts";

export interface ArticleConflict {
  readonly id: string;
  readonly subject: string;
  readonly readings: readonly { readonly says: string; readonly articles: readonly Article[] }[];
  readonly line: string;
  /** Whether it bears on this decision. */
  readonly applies: (facts: Facts, indicated: { retrieval: boolean; tuning: boolean }) => boolean;
}

export const ARTICLE_CONFLICTS: readonly ArticleConflict[] = [
  {
    id: "X1",
    subject: "regulated fields",
    readings: [
      { says: "retrieval, so that answers can be audited", articles: [0, 2, 3, 4] },
      { says: "tuning, so that output is the same each time", articles: [2] },
    ],
    line: "Two needs: sources come from retrieval, sameness from a constrained form and fixed decoding; tune only if that still falls short.",
    applies: (facts) =>
      answered(facts, "r.consistency", "yes") &&
      (answered(facts, "k.citations", "required") || answered(facts, "k.audit", "yes")),
  },
  {
    id: "X2",
    subject: "what tuning teaches",
    readings: [
      { says: "it puts knowledge into the model", articles: [2, 3] },
      { says: "it teaches how to act, not what to know", articles: [1, 4] },
    ],
    line: "How to act. Facts belong in weights only if they change once a year or never.",
    applies: (facts, { tuning }) => tuning && answered(facts, "k.gap", "knowledge", "both"),
  },
  {
    id: "X3",
    subject: "support assistants",
    readings: [
      { says: "retrieval", articles: [0, 2, 3] },
      { says: "retrieval and a tuned tone, or an agent with both", articles: [0, 4] },
    ],
    line: "Retrieval and tools now; the tone later, through the entry gate.",
    applies: (facts) => answered(facts, "b.task", "support"),
  },
  {
    id: "X4",
    subject: "what tuning costs",
    readings: [
      { says: "$20,000 to $60,000, and more over time", articles: [3, 4] },
      { says: "$50,000 to $500,000, and less at scale", articles: [0, 2] },
    ],
    line: "The cost model with your own numbers decides; the bands only warn.",
    applies: (_, { tuning }) => tuning,
  },
  {
    id: "X5",
    subject: "an exact form",
    readings: [
      { says: "tune for it", articles: [0, 1, 2, 3, 4] },
      { says: "constrain decoding, which came after the articles", articles: [] },
    ],
    line: "Constrain first: form is mostly solved that way, content is not.",
    applies: (facts) => answered(facts, "b.format", "exact"),
  },
  {
    id: "X6",
    subject: "what retrieval costs in time",
    readings: [{ says: "50 to 300 ms, by depth and reranker", articles: [1, 2, 4] }],
    line: "It is measured: search inside the process takes milliseconds, the longer prompt is the real part.",
    applies: (facts, { retrieval }) => retrieval && answered(facts, "s.latency", "no-room"),
  },
  {
    id: "X7",
    subject: "expert language that must be cited, as in law",
    readings: [
      { says: "retrieval", articles: [0] },
      { says: "a tuned model reads it better, without a source given", articles: [2] },
    ],
    line: "It changes and must be cited: retrieval. A tuned reader is an arm to measure, not a rule.",
    applies: (facts) =>
      answered(facts, "b.language", "some", "heavy") &&
      (answered(facts, "k.citations", "required") || answered(facts, "k.audit", "yes")),
  },
  {
    id: "X8",
    subject: "tuning against unstable prompts",
    readings: [
      { says: "tuning is faster than fighting prompts", articles: [1] },
      { says: "not as a first move", articles: [1] },
    ],
    line: "Both are true in order: examples and constraints are measured, then a model is tuned.",
    applies: (facts, { tuning }) => tuning && !answered(facts, "p.prompts", "yes"),
  },
  {
    id: "X9",
    subject: "how long retrieval takes",
    readings: [
      { says: "a few weeks", articles: [3] },
      { says: "the work is in retrieval", articles: [1] },
    ],
    line: "A first version takes weeks; the days to keep it up are in the cost model.",
    applies: (facts, { retrieval }) =>
      retrieval && answered(facts, "p.weeks", "below-4", "4-to-12"),
  },
];
