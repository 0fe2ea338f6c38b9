/** @module Going through the questions one by one, forth and back: what is shown, what is understood. */
import { UNKNOWN, type Answers } from "./answers.ts";
import type { Question } from "./question.ts";

export interface Interview {
  readonly questions: readonly Question[];
  /** Place of the question that is asked; as many as there are when it is over. */
  readonly at: number;
  readonly answers: Answers;
  /** Said of the last line, when it was not understood. */
  readonly problem?: string;
}

export const startInterview = (
  questions: readonly Question[],
  answers: Answers = new Map(),
): Interview => ({ questions, at: 0, answers });

export const isOver = ({ at, questions }: Interview): boolean => at >= questions.length;

/** What is asked now: a heading, the question, its help, and one line an option. */
export function renderQuestion({ questions, at, answers, problem }: Interview): readonly string[] {
  const question = questions[at];
  if (!question) return [];
  const { id, text, help, options } = question;
  const chosen = answers.get(id);
  return [
    ...(problem === undefined ? [] : [problem]),
    `Question ${at + 1} of ${questions.length}`,
    text,
    ...(help === undefined ? [] : [help]),
    ...options.map(
      ({ value, label }, index) =>
        `  ${index + 1}  ${label}${value === chosen ? "  (chosen)" : ""}`,
    ),
    `  0  don't know${chosen === undefined ? "" : ", forget the choice"}`,
  ];
}

/** Said once, at the start. */
export const INTERVIEW_HELP =
  "Type a number. Enter keeps what is chosen or skips, b goes back, q ends here and decides.";

/**
 * What follows from one line: a number or an option's value chooses, `0` forgets, an empty line
 * goes on, `b` goes back, `q` ends. Anything else asks again.
 */
export function answerLine(interview: Interview, line: string): Interview {
  const { questions, at, answers } = interview;
  const question = questions[at];
  if (!question) return interview;
  const typed = line.trim().toLowerCase();
  if (typed === "") return { questions, at: at + 1, answers };
  if (typed === "b") return { questions, at: Math.max(0, at - 1), answers };
  if (typed === "q") return { questions, at: questions.length, answers };
  const { id, options } = question;
  if (typed === "0" || typed === UNKNOWN || typed === "?") {
    const kept = new Map(answers);
    kept.delete(id);
    return { questions, at: at + 1, answers: kept };
  }
  const chosen = options.find(
    ({ value }, index) => typed === String(index + 1) || typed === value.toLowerCase(),
  );
  if (!chosen)
    return {
      questions,
      at,
      answers,
      problem: `"${line.trim()}" is none of 0 to ${options.length}, b or q.`,
    };
  return { questions, at: at + 1, answers: new Map([...answers, [id, chosen.value]]) };
}
