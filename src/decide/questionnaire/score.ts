/** @module Two scores: does it need knowledge at question time, does it need other behaviour? */
import { findOption, findQuestion, QUESTIONS, type Answers } from "./answers.ts";

/** From this score on an axis is indicated. */
export const INDICATED = 5;

export interface Contribution {
  readonly question: string;
  readonly answer: string;
  readonly k: number;
  readonly b: number;
}

export interface Axes {
  /** Knowledge at question time: retrieval. */
  readonly K: number;
  /** Behaviour that prompts do not give: tuning. */
  readonly B: number;
  /** Those that added anything, in the order of the questions. */
  readonly contributions: readonly Contribution[];
}

/** Traffic pays for tuning only while the knowledge in the weights stays true. */
const STABLE = new Set(["quarterly", "yearly"]);

/** What is not known adds nothing. */
export function scoreAnswers(answers: Answers): Axes {
  const contributions = QUESTIONS.flatMap(({ id }): readonly Contribution[] => {
    const chosen = findOption(answers, id);
    if (!chosen || (chosen.k === 0 && chosen.b === 0)) return [];
    if (id === "s.traffic" && !STABLE.has(answers.get("k.change") ?? "")) return [];
    return [{ question: id, answer: chosen.value, k: chosen.k, b: chosen.b }];
  });
  const sum = (of: (contribution: Contribution) => number): number =>
    contributions.reduce((total, contribution) => total + of(contribution), 0);
  return { K: sum(({ k }) => k), B: sum(({ b }) => b), contributions };
}

/** Label of an answer as a report shows it. */
export const describeAnswer = (id: string, value: string): string =>
  findQuestion(id)?.options.find((candidate) => candidate.value === value)?.label ?? value;
