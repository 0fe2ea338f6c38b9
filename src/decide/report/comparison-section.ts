/** @module The twelve rows by which retrieval and tuning are usually compared, with what was measured here. */
import type { Decision } from "../record/decision.ts";
import { table, text, words, type Block } from "./blocks.ts";
import { formatCount, formatShare, formatUsd } from "./figures.ts";
import { describeBreakEven, nameArm } from "./wording.ts";

interface Row {
  readonly about: string;
  readonly retrieval: string;
  readonly tuned: string;
  /** Empty where nothing was. */
  readonly measured: (decision: Decision) => string;
}

const COMPARED: ReadonlySet<string> = new Set(["retrieval", "tuned", "both"]);
const nothing = (): string => "";

const byArm =
  (tell: (arm: Decision["arms"][number]) => string | undefined) =>
  ({ arms }: Decision): string =>
    arms
      .filter(({ arm }) => COMPARED.has(arm))
      .flatMap((arm) => {
        const told = tell(arm);
        return told === undefined ? [] : [`${nameArm(arm.arm)} ${told}`];
      })
      .join("; ");

const countFailures =
  (...classes: readonly string[]) =>
  ({ failures }: Decision): string =>
    failures
      .filter((failure) => classes.includes(failure.class))
      .map((failure) => `${failure.class} ${formatCount(failure.count)}`)
      .join("; ");

const toldOf =
  (question: string) =>
  ({ answers }: Decision): string =>
    answers.find((answer) => answer.question === question)?.told ?? "";

const toTotals = ({ costs }: Decision): string =>
  costs
    .filter(({ arm, months }) => COMPARED.has(arm) && months === 24)
    .map(
      ({ arm, total, unpriced }) =>
        `${nameArm(arm)} ${formatUsd(total)}${unpriced.length > 0 ? ` without ${unpriced.join(", ")}` : ""}`,
    )
    .join("; ");

const toVolume = (decision: Decision): string =>
  decision.breakEven
    .filter(({ a, months }) => a === "tuned" && months === 24)
    .map((each) => describeBreakEven(decision, each))
    .join("");

const toFreshness = (decision: Decision): string =>
  [toldOf("k.change")(decision), decision.freshness ?? ""].filter((part) => part !== "").join("; ");

const ROWS: readonly Row[] = [
  {
    about: "use",
    retrieval: "answers that documents settle",
    tuned: "behaviour, form and narrow tasks",
    measured: toldOf("k.gap"),
  },
  {
    about: "knowledge base",
    retrieval: "outside of the model, in documents",
    tuned: "in the weights, as of the training",
    measured: toldOf("k.size"),
  },
  {
    about: "invented answers",
    retrieval: "strongly fewer: answers rest on passages",
    tuned: "not reliably fewer",
    measured: countFailures("unsupported_answer", "should_have_abstained"),
  },
  {
    about: "freshness",
    retrieval: "a change is answered once it is synced",
    tuned: "as old as the last training",
    measured: toFreshness,
  },
  {
    about: "factual accuracy",
    retrieval: "as good as what is found",
    tuned: "good in its own field",
    measured: byArm(({ success }) => success && formatShare(success.mean)),
  },
  {
    about: "traceability",
    retrieval: "each sentence names its source",
    tuned: "none",
    measured: toldOf("k.citations"),
  },
  {
    about: "cost over time",
    retrieval: "tokens with each question, little at first",
    tuned: "training and hosting, again with each change",
    measured: toTotals,
  },
  {
    about: "latency",
    retrieval: "a search and a longer prompt",
    tuned: "no search",
    measured: byArm(({ p95Ms }) =>
      p95Ms === undefined ? undefined : `p95 ${formatCount(p95Ms)} ms`,
    ),
  },
  {
    about: "scalability",
    retrieval: "cost grows with questions and their context",
    tuned: "machines first, little with each question",
    measured: toVolume,
  },
  {
    about: "security",
    retrieval: "access and erasure stay with the documents",
    tuned: "what was trained on cannot be hidden from a reader",
    measured: toldOf("r.access"),
  },
  {
    about: "best use",
    retrieval: "corporate search, internal tools, regulated fields",
    tuned: "classification, sentiment, automated workflows",
    measured: nothing,
  },
  {
    about: "reliability",
    retrieval: "as the search is",
    tuned: "as its examples are",
    measured: countFailures("missing_document", "not_retrieved", "ranked_too_low", "wrong_answer"),
  },
];

export const toComparison = (decision: Decision): readonly Block[] => [
  text("What is said of both in general, by article 4, beside what was measured or priced here."),
  table(
    "Retrieval and tuning in twelve rows",
    [words("about"), words("retrieval"), words("tuning"), words("here")],
    ROWS.map(({ about, retrieval, tuned, measured }) => [
      about,
      retrieval,
      tuned,
      measured(decision),
    ]),
  ),
];
