/** @module Which proposed questions are worth a person's time. */
import { listWords } from "../../../foundation/min-hash.ts";
import { toComparable } from "../../../foundation/comparable-text.ts";
import type { ProposedQuestion } from "../../../ports/question-maker.ts";
import { containsAnswer } from "../../measures/contains-answer.ts";
import { computeTokenF1 } from "../../measures/answers/text/text-measures.ts";
import type { TextTools } from "../text-tools.ts";

export type Rejection =
  | "no-proposal"
  | "quote-not-verbatim"
  | "names-the-text"
  | "copies-the-source"
  | "answer-in-question"
  | "wrong-language"
  | "repeats"
  | "round-trip";

/** Nobody who has not seen a text speaks of it. */
const NAMES_TEXT =
  /\b(?:the|this|above|given|following) (?:text|document|passage|section|excerpt|paragraph|article)\b|\babove\b|\b(?:im|dem|der|des|diese[rsm]?) (?:text|dokument|abschnitt|absatz)\b|\b(?:ce|cette|le|la) (?:texte|document|passage|section)\b|\b(?:el|este|la|esta) (?:texto|documento|pasaje|sección)\b/iu;

/** Content terms that may be one run of the source (guide: evaluation, 1.6). */
const COPIED = 0.6;
/** Shorter runs are names. */
const SHORTEST_RUN = 3;
/** Token F1 from which two answers are the same. */
const SAME_ANSWER = 0.8;

/** Everything that can be told without asking a model again; `undefined` when nothing speaks against it. */
export function findRejection(
  { question, answer, quote }: ProposedQuestion,
  { section, language }: { readonly section: string; readonly language: string },
  tools: TextTools,
): Rejection | undefined {
  if (!toComparable(section).text.includes(toComparable(quote).text.trim()))
    return "quote-not-verbatim";
  if (NAMES_TEXT.test(question)) return "names-the-text";
  if (containsAnswer(question, [answer])) return "answer-in-question";
  const told = tools.detectLanguage(question);
  const same = told.split("-")[0] === language.split("-")[0];
  if (told !== "und" && language !== "und" && !same) return "wrong-language";
  if (computeCopiedShare(question, section, language, tools) >= COPIED) return "copies-the-source";
  return undefined;
}

/** Share of a question's content terms that are one run of the source's; 0 for runs below three. */
export function computeCopiedShare(
  question: string,
  source: string,
  language: string,
  tools: Pick<TextTools, "listTerms">,
): number {
  const asked = tools.listTerms(question, language);
  const said = tools.listTerms(source, language);
  let longest = 0;
  for (const start of asked.keys())
    for (const from of said.keys()) {
      let length = 0;
      while (asked[start + length] !== undefined && asked[start + length] === said[from + length])
        length++;
      longest = Math.max(longest, length);
    }
  return longest < SHORTEST_RUN ? 0 : longest / asked.length;
}

/** Equal numbers, and either holds the other or their words agree. */
export function saysTheSame(answer: string, other: string | undefined, language: string): boolean {
  if (other === undefined) return false;
  const toNumbers = (text: string): string =>
    listWords(text)
      .filter((word) => /^\p{N}+$/u.test(word))
      .toSorted()
      .join();
  if (toNumbers(answer) !== toNumbers(other)) return false;
  return computeTokenF1(other, [answer], language) >= SAME_ANSWER;
}
