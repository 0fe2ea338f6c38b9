/** @module What the articles state, with figures, and what is done with each statement. */
import type { Article } from "../questionnaire/question.ts";

export interface Figure {
  readonly id: string;
  readonly text: string;
  readonly articles: readonly Article[];
  readonly use: string;
}

const figure = (id: string, text: string, articles: readonly Article[], use: string): Figure => ({
  id,
  text,
  articles,
  use,
});

/** Opinions and single cases: bands and defaults, never evidence. */
export const FIGURES: readonly Figure[] = [
  figure(
    "F1",
    "retrieval goes live within days or weeks; a prototype takes two to three weeks",
    [0, 2, 3],
    "band of time",
  ),
  figure(
    "F2",
    "tuning takes days to several weeks; a run may take days, and errors start it over",
    [0, 2],
    "band of time; tries for each accepted model",
  ),
  figure(
    "F3",
    "teams retrain for half a year at every change of their documents",
    [1],
    "cost of one changed fact, by arm",
  ),
  figure(
    "F4",
    "early tuning is done three times, because requirements move",
    [1],
    "criterion G5; three builds in the pessimistic case",
  ),
  figure(
    "F5",
    "at least three months of traffic and a clear pattern of failures come first",
    [1],
    "criteria G2 and G3",
  ),
  figure(
    "F6",
    "80 % of business cases, or most, end with retrieval; serious features end with both",
    [0, 1, 2, 3, 4],
    "shown, weighs nothing",
  ),
  figure(
    "F7",
    "setup: retrieval $15,000 to 40,000, tuning $20,000 to 60,000, both $30,000 to 70,000",
    [3],
    "bands of setup",
  ),
  figure(
    "F8",
    "running a month: retrieval $50 to 500 of API, tuned $200 to 2,000 of hosting",
    [3],
    "bands of running cost",
  ),
  figure(
    "F9",
    "tuning costs $50,000 to 500,000 at first; judge over 12 to 24 months",
    [0],
    "band of setup; the horizon",
  ),
  figure(
    "F10",
    "a wrong choice wastes months and tens of thousands in compute",
    [2],
    "text of the report",
  ),
  figure(
    "F11",
    "at millions of questions a month retrieved context can cost more than tuning",
    [2],
    "check of the break-even",
  ),
  figure(
    "F12",
    "retrieval adds 50 to 300 ms, by depth and reranker",
    [1],
    "replaced by the measured p95",
  ),
  figure(
    "F13",
    "hybrid search, filters, a tuned encoder and reranking the best 50 matter more than the model",
    [0, 1],
    "next steps; question p.retrieval",
  ),
  figure(
    "F14",
    "a tuned model of 7 billion parameters can beat a general one of 70 on a narrow task",
    [0, 3],
    "hypothesis for a small tuned model: to be measured",
  ),
  figure(
    "F15",
    "2,000 hospital documents, and a change is answered within minutes; a tuned model takes a new version",
    [1, 3, 4],
    "freshness, as measured",
  ),
  figure(
    "F16",
    "500 earlier reports were enough for the form of a report",
    [3],
    "default number of labels",
  ),
  figure(
    "F17",
    "a tuned legal model beats retrieval on legal questions; no source is given",
    [2],
    "conflict X7: to be measured",
  ),
  figure("F18", "tuning loses general skills", [0, 2], "forgetting suite; question b.general"),
  figure(
    "F19",
    "retrieval reduces invented answers; tuning does so in its own field, or not reliably",
    [0, 2, 4],
    "measured: citation precision, share of false answers",
  ),
  figure(
    "F20",
    "each change of a tuned model costs training, evaluation and downtime",
    [0, 2, 4],
    "lines of the cost model",
  ),
  figure(
    "F21",
    "a matrix of seven rows: currency, domains, sensitivity, output, traffic, time, upkeep",
    [2],
    "questions; reading of article 2",
  ),
  figure(
    "F22",
    "a comparison of twelve rows, from knowledge base to reliability",
    [4],
    "appendix of the report; reading of article 4",
  ),
  figure(
    "F23",
    "five pitfalls: no evaluation, poor chunks or no reranker, noisy labels, built for the demo, locked in early",
    [0],
    "five checks of the report",
  ),
  figure(
    "F24",
    "indexing and caching decide what retrieval costs; prompts get long",
    [4],
    "share of cached tokens in the cost model",
  ),
  figure(
    "F25",
    "both: a lightly tuned base, retrieval for content, a vector store, monitoring and evaluation",
    [2, 3, 4],
    "definition of the arm `both`",
  ),
  figure(
    "F26",
    "a large base keeps its skills with retrieval; a small one with little knowledge gains from tuning",
    [2],
    "question s.model",
  ),
  figure(
    "F27",
    "thresholds: once a month, four weeks, $30,000",
    [3],
    "question k.change; rule H10",
  ),
  figure(
    "F28",
    "named for retrieval: catalogues, policies, legal documents, market data, support articles, manuals, internal search",
    [0, 1, 2, 3, 4],
    "examples beside the questions",
  ),
  figure(
    "F29",
    "named for tuning: medical coding, clauses, in-house languages, radiology, brand voice, grading, sentiment",
    [0, 1, 2, 3, 4],
    "examples beside the questions",
  ),
  figure(
    "F30",
    "tuning on health or legal data raises exposure; with retrieval access stays with the data",
    [2, 4],
    "section on compliance; rules H5 and H6",
  ),
];
