/** @module Answers that cannot all be true, and which of them is then believed. */
import type { Answers } from "./answers.ts";

export interface Contradiction {
  readonly questions: readonly string[];
  readonly text: string;
  /** What it means for the recommendation. */
  readonly meaning: string;
}

interface Rule extends Contradiction {
  readonly holds: (is: (id: string, ...values: readonly string[]) => boolean) => boolean;
}

const RULES: readonly Rule[] = [
  {
    questions: ["k.size", "k.citations"],
    text: "nothing is written down, and yet every answer must cite a source",
    meaning: "the citations are believed: the documents have to be written first",
    holds: (is) => is("k.size", "none") && is("k.citations", "required"),
  },
  {
    questions: ["k.live", "k.change"],
    text: "live records are needed, and yet what the answers depend on rarely changes",
    meaning: "the live records are believed: a tool reads them at the time of the question",
    holds: (is) => is("k.live", "yes") && is("k.change", "quarterly", "yearly"),
  },
  {
    questions: ["k.change", "k.live"],
    text: "what the answers depend on changes all the time, and yet no live records are needed",
    meaning: "the change is believed: documents are synced as they change",
    holds: (is) => is("k.change", "live") && is("k.live", "no"),
  },
  {
    questions: ["k.gap", "k.size"],
    text: "it lacks your facts, and yet none are written down",
    meaning: "no method can give it facts that nobody wrote down: write them down first",
    holds: (is) => is("k.gap", "knowledge", "both") && is("k.size", "none"),
  },
  {
    questions: ["p.pattern", "p.months", "p.evaluation"],
    text: "there is a clear pattern of failures, and yet neither traffic nor a golden set to see it in",
    meaning: "the pattern is not believed: tuning a generator waits until it is measured",
    holds: (is) =>
      is("p.pattern", "yes") && is("p.months", "below-3") && is("p.evaluation", "none"),
  },
  {
    questions: ["p.prompts", "p.evaluation"],
    text: "prompts were tried and measured, and yet there is no golden set to measure on",
    meaning: "the measurements are not believed: the first step is a golden set",
    holds: (is) => is("p.prompts", "yes") && is("p.evaluation", "none"),
  },
  {
    questions: ["b.format", "b.validity"],
    text: "the output is free text, and yet a share of it has the wrong form",
    meaning: "the share counts; say which form it is that fails",
    holds: (is) => is("b.format", "free") && is("b.validity", "below-95", "95-to-99"),
  },
];

/** In a fixed order; empty where nothing contradicts. */
export function findContradictions(answers: Answers): readonly Contradiction[] {
  const is = (id: string, ...values: readonly string[]): boolean =>
    values.includes(answers.get(id) ?? "");
  return RULES.filter(({ holds }) => holds(is)).map(({ questions, text, meaning }) => ({
    questions,
    text,
    meaning,
  }));
}
