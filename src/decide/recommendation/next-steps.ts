/** @module What to do next, in the order in which each step pays best. */
import type { Answers } from "../questionnaire/answers.ts";
import type { Arm } from "../rules/facts.ts";
import { commandToMeasure } from "./measure-commands.ts";
import type { Recommendation } from "./recommend.ts";

export interface NextStep {
  readonly order: number;
  readonly what: string;
  readonly why: string;
  /** Days of work, as a range; what the step itself computes takes minutes to hours. */
  readonly effort: string;
  readonly command?: string;
}

interface Step extends Omit<NextStep, "order"> {
  readonly done: (answers: Answers, measured: ReadonlySet<Arm>) => boolean;
  readonly needed: (recommendation: Recommendation) => boolean;
}

const always = (): boolean => true;
const retrieves = ({ approach }: Recommendation): boolean =>
  approach === "retrieval" || approach === "both";
const tunes = ({ approach }: Recommendation): boolean =>
  approach === "tuned" || approach === "both";
const is = (answers: Answers, id: string, ...values: readonly string[]): boolean =>
  values.includes(answers.get(id) ?? "");

/** All five articles begin with retrieval; two spell out the order, and warn against turning it. */
const DEFAULT_ORDER: readonly Step[] = [
  {
    what: "Make a golden set of at least 50 real, messy questions, unanswerable ones among them",
    why: "nothing else can be measured without it",
    effort: "1 to 3 days",
    command: "plumbline golden make golden/first --collection NAME",
    needed: always,
    done: (answers) => is(answers, "p.evaluation", "50-to-200", "more"),
  },
  {
    what: "Measure the best prompt, its output constrained to the form you need",
    why: "it is the arm that every other one has to beat",
    effort: "1 to 3 days",
    command: commandToMeasure("prompt"),
    needed: always,
    done: (answers, measured) => measured.has("prompt") || is(answers, "p.prompts", "yes"),
  },
  {
    what: "Measure the same prompt with three or more examples",
    why: "examples cost tokens, not weeks",
    effort: "1 day",
    command: commandToMeasure("fewshot"),
    needed: always,
    done: (answers, measured) => measured.has("fewshot") || is(answers, "p.prompts", "yes"),
  },
  {
    what: "Build retrieval: both legs, filters, the reranker over the best 50, checked citations",
    why: "facts stay current, and every answer names its source",
    effort: "days to weeks",
    command: "plumbline ingest ./documents --collection NAME",
    needed: retrieves,
    done: (answers, measured) => measured.has("retrieval") || is(answers, "p.retrieval", "yes"),
  },
  {
    what: "Measure retrieval on the golden set, then tune the search itself on it",
    why: "a reranker or an adapter is trained in minutes and undone with one command",
    effort: "hours",
    command: "plumbline evaluate golden/first --gate",
    needed: retrieves,
    done: () => false,
  },
  {
    what: "Run it for three months, with traces and feedback",
    why: "requirements move before they settle, and tuning that is redone costs most",
    effort: "three months of use",
    command: "plumbline serve",
    needed: always,
    done: (answers) => is(answers, "p.months", "3-or-more"),
  },
  {
    what: "Check the entry gate",
    why: "it names what is still missing before a model is tuned",
    effort: "minutes",
    command: "plumbline decide gate generator --golden GOLDEN",
    needed: tunes,
    done: () => false,
  },
  {
    what: "Tune the behaviour that is left, lightly, and keep retrieval for the facts",
    why: "weights hold how to act; documents hold what is true",
    effort: "days to weeks",
    needed: tunes,
    done: () => false,
  },
  {
    what: "Decide again with the measurements",
    why: "a decision holds as long as what it rests on",
    effort: "an hour",
    command: "plumbline decide",
    needed: always,
    done: () => false,
  },
];

/** The first ones that are needed and not done, from 1 on. */
export function planNextSteps(
  recommendation: Recommendation,
  answers: Answers,
  measured: ReadonlySet<Arm>,
  count = 3,
): readonly NextStep[] {
  return DEFAULT_ORDER.filter(
    ({ needed, done }) => needed(recommendation) && !done(answers, measured),
  )
    .slice(0, count)
    .map(({ what, why, effort, command }, index) => ({
      order: index + 1,
      what,
      why,
      effort,
      ...(command === undefined ? {} : { command }),
    }));
}
