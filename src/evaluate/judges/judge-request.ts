/** @module What a judge is shown of a case and its answer, criterion by criterion. */
import type { AnswerReply } from "../../domain/evaluation.ts";
import type { GoldenCase } from "../../domain/golden-set.ts";
import type { JudgeRequest } from "../../ports/judge.ts";
import type { StyleGuide } from "../measures/answers/form/style-guide.ts";

/** Criteria that a golden set and a style guide can feed. */
export const JUDGE_CRITERIA = ["correct", "faithful", "complete", "style"] as const;
export type JudgeCriterion = (typeof JUDGE_CRITERIA)[number];

/**
 * `undefined` where the case holds nothing to judge the criterion by: a right answer for `correct`
 * and `complete`, passages for `faithful`, a style guide for `style`.
 */
export function readAnswerAs(
  criterion: string,
  golden: GoldenCase,
  answer: AnswerReply,
  language: string,
  style?: StyleGuide,
): JudgeRequest | undefined {
  const shared = { criterion, question: toQuestion(golden), answer: answer.text, language };
  const passages = answer.passages.map(({ text }) => text);
  switch (criterion) {
    case "correct":
    case "complete":
      if (!golden.answerable || golden.answers.length === 0) return undefined;
      return { ...shared, references: golden.answers, passages: [] };
    case "faithful":
      return passages.length === 0 ? undefined : { ...shared, references: [], passages };
    case "style":
      return style && { ...shared, references: describeStyle(style), passages: [] };
    default:
      return undefined;
  }
}

const toQuestion = ({ history, text }: GoldenCase): string =>
  [...history.map((turn) => `${turn.role}: ${turn.text}`), text].join("\n");

/** The rules in words, one each. */
function describeStyle(style: StyleGuide): readonly string[] {
  const { address, required, banned, disclaimers, length, form } = style;
  return [
    ...(address ? [`address the reader: ${address}`] : []),
    ...required.map(({ say, when }) => `say one of (${when}): ${say.join(" | ")}`),
    ...banned.map(({ phrase }) => `never say: ${phrase.join(" | ")}`),
    ...disclaimers.map(({ text }) => `where it belongs, say: ${text}`),
    ...Object.entries(length).map(([name, limit]) => `${name}: ${limit}`),
    ...Object.entries(form).map(([name, allowed]) => `${name}: ${allowed ? "allowed" : "no"}`),
  ];
}
