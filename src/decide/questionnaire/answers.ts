/** @module Answers to the questionnaire: which there are, read strictly. */
import { z } from "zod";
import { badAnswers } from "../errors.ts";
import { BEHAVIOUR_QUESTIONS } from "./behaviour-questions.ts";
import { KNOWLEDGE_QUESTIONS } from "./knowledge-questions.ts";
import { PROJECT_QUESTIONS } from "./project-questions.ts";
import type { Option, Question } from "./question.ts";

/** In the order in which they are asked. */
export const QUESTIONS: readonly Question[] = [
  ...KNOWLEDGE_QUESTIONS,
  ...BEHAVIOUR_QUESTIONS,
  ...PROJECT_QUESTIONS,
];

const BY_ID = new Map(QUESTIONS.map((question) => [question.id, question]));

/** Always allowed: no points, and less confidence. */
export const UNKNOWN = "unknown";

/** By question; questions left out are not known. */
export type Answers = ReadonlyMap<string, string>;

export const findQuestion = (id: string): Question | undefined => BY_ID.get(id);

/** `undefined` for what is not known. */
export function findOption(answers: Answers, id: string): Option | undefined {
  const value = answers.get(id);
  return BY_ID.get(id)?.options.find((candidate) => candidate.value === value);
}

const File = z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]));

/** `yes` and `no` are booleans to YAML. */
const toText = (value: string | boolean | number): string =>
  value === true ? "yes" : value === false ? "no" : String(value);

/**
 * @param value question ids with the values of their options; `unknown`, or no entry, is allowed.
 * @throws decide.bad-answers naming each question and value that is none, and what would be.
 */
export function parseAnswers(value: unknown): Answers {
  const parsed = File.safeParse(value ?? {});
  if (!parsed.success)
    throw badAnswers({ mistakes: ["the answers are not a list of `question: value`"] });
  const mistakes: string[] = [];
  const answers = new Map<string, string>();
  for (const [id, raw] of Object.entries(parsed.data)) {
    const question = BY_ID.get(id);
    const text = toText(raw);
    // The label quality's own `unknown` is an answer: nobody has looked.
    const known = question?.options.find((candidate) => candidate.value === text);
    if (!question) mistakes.push(`${id} is no question`);
    else if (known) answers.set(id, text);
    else if (text !== UNKNOWN)
      mistakes.push(
        `${id} is ${JSON.stringify(text)}, not one of ${question.options.map(({ value: v }) => v).join(", ")}, ${UNKNOWN}`,
      );
  }
  if (mistakes.length > 0) throw badAnswers({ mistakes });
  return answers;
}
