/** @module What each article's own checklist says of the same answers. */
import type { Answers } from "../questionnaire/answers.ts";
import type { Article } from "../questionnaire/question.ts";

export type Said = "prompt" | "retrieval" | "tuned" | "both" | "undecided";

export interface Reading {
  readonly article: Article;
  readonly says: Said;
  readonly reason: string;
}

type Test = readonly [question: string, ...values: string[]];

interface Row {
  readonly name: string;
  readonly retrieval: Test;
  readonly tuned: Test;
}

const holds = (answers: Answers, [id, ...values]: Test): boolean =>
  values.includes(answers.get(id) ?? "");

/** Two lists of five reasons, one for each side. */
const LISTS: Readonly<Record<"retrieval" | "tuned", readonly Test[]>> = {
  retrieval: [
    ["k.change", "live", "weekly", "monthly"],
    ["k.size", "hundreds", "thousands", "beyond"],
    ["k.citations", "required", "helpful"],
    ["k.gap", "knowledge", "both"],
    ["k.live", "yes"],
  ],
  tuned: [
    ["b.format", "exact"],
    ["b.style", "drifting", "strict"],
    ["b.language", "heavy"],
    ["b.task", "classify", "report", "code"],
    ["s.traffic", "above-1m"],
  ],
};
/** Of five reasons, this many make a case. */
const MOST = 3;

function readLists(answers: Answers): Omit<Reading, "article"> {
  const retrieval = LISTS.retrieval.filter((test) => holds(answers, test)).length;
  const tuned = LISTS.tuned.filter((test) => holds(answers, test)).length;
  const reason = `${retrieval} of 5 reasons for retrieval, ${tuned} of 5 for tuning`;
  if (retrieval >= MOST && tuned >= MOST) return { says: "both", reason };
  if (retrieval === tuned) return { says: "undecided", reason };
  return { says: retrieval > tuned ? "retrieval" : "tuned", reason };
}

/** Prompt, then retrieval, then tuning, each only when the one before was not enough. */
function readOrder(answers: Answers): Omit<Reading, "article"> {
  const facts =
    holds(answers, ["k.gap", "knowledge", "both"]) || holds(answers, ["k.citations", "required"]);
  const ready =
    holds(answers, ["p.months", "3-or-more"]) &&
    holds(answers, ["p.prompts", "yes"]) &&
    !holds(answers, ["p.pattern", "no"]);
  const behaviour = holds(answers, ["k.gap", "behaviour", "both"]);
  if (behaviour && ready)
    return facts
      ? {
          says: "both",
          reason: "prompts were tried over three months, and both facts and behaviour fail",
        }
      : {
          says: "tuned",
          reason: "prompts were tried over three months, and behaviour still fails",
        };
  if (facts)
    return { says: "retrieval", reason: "facts are missing: retrieval comes before tuning" };
  return { says: "prompt", reason: "prompts and three months of traffic come first" };
}

const MATRIX: readonly Row[] = [
  {
    name: "currency",
    retrieval: ["k.change", "live", "weekly", "monthly"],
    tuned: ["k.change", "yearly"],
  },
  { name: "domains", retrieval: ["k.domains", "several"], tuned: ["k.domains", "one"] },
  { name: "sensitivity", retrieval: ["r.train", "inside", "no"], tuned: ["r.consistency", "yes"] },
  { name: "output", retrieval: ["k.factual", "mostly"], tuned: ["b.format", "exact"] },
  {
    name: "traffic",
    retrieval: ["s.traffic", "below-100k", "100k-to-1m"],
    tuned: ["s.traffic", "above-1m"],
  },
  { name: "time", retrieval: ["p.weeks", "below-4"], tuned: ["p.weeks", "later"] },
  { name: "upkeep", retrieval: ["p.upkeep", "curate"], tuned: ["p.upkeep", "retrain"] },
];
const THREE: readonly Row[] = [
  { name: "what is missing", retrieval: ["k.gap", "knowledge"], tuned: ["k.gap", "behaviour"] },
  {
    name: "sources",
    retrieval: ["k.citations", "required", "helpful"],
    tuned: ["k.citations", "no"],
  },
  { name: "language", retrieval: ["b.language", "no"], tuned: ["b.language", "heavy"] },
];

/** Six questions, each for one side. */
const SIX: readonly Row[] = [
  {
    name: "change",
    retrieval: ["k.change", "live", "weekly", "monthly"],
    tuned: ["k.change", "yearly", "quarterly"],
  },
  {
    name: "sources",
    retrieval: ["k.citations", "required", "helpful"],
    tuned: ["k.citations", "no"],
  },
  {
    name: "amount",
    retrieval: ["k.size", "hundreds", "thousands", "beyond"],
    tuned: ["k.size", "none", "fits-prompt"],
  },
  { name: "form and tone", retrieval: ["b.format", "free", "light"], tuned: ["b.format", "exact"] },
  {
    name: "time and money",
    retrieval: ["p.weeks", "below-4"],
    tuned: ["p.labels", "500-to-5000", "more"],
  },
  { name: "what fails", retrieval: ["k.gap", "knowledge"], tuned: ["k.gap", "behaviour"] },
];

/** The rows of best use that a questionnaire can answer. */
const BEST_USE: readonly Row[] = [
  {
    name: "use",
    retrieval: ["b.task", "qa", "support", "search"],
    tuned: ["b.task", "classify", "report", "extract"],
  },
  {
    name: "knowledge base",
    retrieval: ["k.size", "hundreds", "thousands", "beyond"],
    tuned: ["k.size", "none"],
  },
  {
    name: "freshness",
    retrieval: ["k.change", "live", "weekly", "monthly"],
    tuned: ["k.change", "yearly"],
  },
  {
    name: "factual accuracy",
    retrieval: ["k.factual", "mostly", "some"],
    tuned: ["k.factual", "no"],
  },
  {
    name: "traceability",
    retrieval: ["k.citations", "required", "helpful"],
    tuned: ["k.citations", "no"],
  },
  { name: "security", retrieval: ["r.access", "yes"], tuned: ["r.access", "no"] },
  { name: "tone", retrieval: ["b.style", "soft"], tuned: ["b.style", "drifting", "strict"] },
];

/** By majority; a behaviour that fails beside facts that are missing makes it both. */
function readRows(answers: Answers, rows: readonly Row[]): Omit<Reading, "article"> {
  const names = (side: "retrieval" | "tuned"): readonly string[] =>
    rows.filter((row) => holds(answers, row[side])).map(({ name }) => name);
  const [retrieval, tuned] = [names("retrieval"), names("tuned")];
  const told = (side: readonly string[]): string => side.join(", ") || "nothing";
  const reason = `for retrieval: ${told(retrieval)}; for tuning: ${told(tuned)}`;
  if (holds(answers, ["k.gap", "both"]) && retrieval.length > 0 && tuned.length > 0)
    return { says: "both", reason };
  if (retrieval.length === tuned.length) return { says: "undecided", reason };
  return { says: retrieval.length > tuned.length ? "retrieval" : "tuned", reason };
}

/** One for each article, in their order. Disagreement lowers no confidence; it is shown. */
export function readArticles(answers: Answers): readonly Reading[] {
  return [
    { article: 0, ...readLists(answers) },
    { article: 1, ...readOrder(answers) },
    { article: 2, ...readRows(answers, [...THREE, ...MATRIX]) },
    { article: 3, ...readRows(answers, SIX) },
    { article: 4, ...readRows(answers, BEST_USE) },
  ];
}
