/** @module Answers of any system from JSON Lines: strict in what they claim, lenient in how they say it. */
import { z } from "zod";
import type { AnswerReply, ReplyOutcome } from "../../domain/evaluation.ts";
import { citedSentences } from "../../foundation/cited-sentences.ts";
import { parseJsonLines } from "../../foundation/jsonl.ts";
import { answersInvalid } from "../errors.ts";
import { AnswerReplySchema } from "../report/json/reply-schema.ts";

const Id = z.union([z.string().min(1), z.number()]).transform(String);
const Shared = AnswerReplySchema.unwrap().shape;

/**
 * `text` or `answer` is what was said. What became of the question is `outcome` or `abstained`; a
 * system that declares neither is taken to have answered, and abstention is then not scored.
 */
const Line = z
  .object({
    _id: Id.optional(),
    id: Id.optional(),
    caseId: Id.optional(),
    text: z.string().optional(),
    answer: z.string().optional(),
    outcome: Shared.outcome.optional(),
    abstained: z.boolean().optional(),
    sentences: Shared.sentences.optional(),
    passages: Shared.passages.optional(),
    quotes: Shared.quotes.optional(),
    reason: Shared.reason,
    confidence: Shared.confidence,
    language: Shared.language,
    usage: Shared.usage,
  })
  .refine(({ _id, id, caseId }) => (_id ?? id ?? caseId) !== undefined, 'needs "id" or "_id"')
  .refine(
    ({ text, answer, outcome, abstained }) =>
      (text ?? answer ?? outcome ?? abstained) !== undefined,
    'needs "text", or "outcome" or "abstained"',
  );

const MISTAKES_SHOWN = 20;

/**
 * By case; several lines of one case are its repeats, in their order.
 *
 * @throws evaluate.answers-invalid naming lines.
 */
export function parseAnswers(
  text: string,
  path: string,
): ReadonlyMap<string, readonly AnswerReply[]> {
  const answers = new Map<string, AnswerReply[]>();
  const mistakes: string[] = [];
  for (const { line, value, error } of parseJsonLines(text)) {
    const parsed = Line.safeParse(value);
    if (error === undefined && parsed.success) {
      const { _id, id, caseId } = parsed.data;
      const key = _id ?? id ?? caseId ?? "";
      answers.set(key, [...(answers.get(key) ?? []), toReply(parsed.data)]);
      continue;
    }
    const issue = parsed.error?.issues[0];
    const where = issue?.path.map(String).join(".") ?? "";
    mistakes.push(`line ${line}: ${error ?? `${where} ${issue?.message ?? ""}`.trim()}`);
  }
  if (mistakes.length === 0 && answers.size === 0) mistakes.push("it has no answer");
  if (mistakes.length > 0)
    throw answersInvalid({ path, mistakes: mistakes.slice(0, MISTAKES_SHOWN) });
  return answers;
}

function toReply(line: z.output<typeof Line>): AnswerReply {
  const { outcome: declared, abstained, reason, confidence, language, usage } = line;
  const text = line.text ?? line.answer ?? "";
  const outcome: ReplyOutcome = declared ?? (abstained === true ? "abstained" : "answered");
  return {
    outcome,
    ...(declared === undefined && abstained === undefined ? { outcomeDeclared: false } : {}),
    text,
    sentences: line.sentences ?? (isAnswer(outcome) ? citedSentences(text) : []),
    passages: line.passages ?? [],
    quotes: line.quotes ?? [],
    ...(reason === undefined ? {} : { reason }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(language === undefined ? {} : { language }),
    ...(usage === undefined ? {} : { usage }),
  };
}

const isAnswer = (outcome: ReplyOutcome): boolean =>
  outcome === "answered" || outcome === "incomplete";
