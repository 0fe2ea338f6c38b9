/** @module Five ways in which such projects fail, each looked for. */
import type { Observations } from "../evidence/observations.ts";
import type { Answers } from "../questionnaire/answers.ts";

export interface Pitfall {
  readonly text: string;
  readonly state: "pass" | "fail" | "unknown";
}

/** In a fixed order. */
export function checkPitfalls(answers: Answers, observations: Observations): readonly Pitfall[] {
  const judge = (
    text: string,
    id: string,
    passes: readonly string[],
    fails: readonly string[],
  ): Pitfall => {
    const value = answers.get(id) ?? "";
    const state = passes.includes(value) ? "pass" : fails.includes(value) ? "fail" : "unknown";
    return { text, state };
  };
  const { golden } = observations;
  return [
    judge(
      "there is a golden set of real questions",
      "p.evaluation",
      ["50-to-200", "more"],
      ["none", "below-50"],
    ),
    judge("chunks, both legs, filters and a reranker are in place", "p.retrieval", ["yes"], ["no"]),
    judge("two people agree on the labels", "p.labelQuality", ["above-0.6"], ["below-0.6"]),
    golden
      ? {
          text: "questions that the documents do not answer are part of the evaluation",
          state: golden.unanswerable > 0 ? "pass" : "fail",
        }
      : { text: "it is built for real, messy questions, not for a demo", state: "unknown" },
    judge("nothing is locked in before requirements are stable", "p.requirements", ["yes"], ["no"]),
  ];
}
