/** @module One reply to one case with what several measures need of it, each found once. */
import type {
  AnswerReply,
  ReplyGrade,
  ReplySentence,
  SystemReply,
} from "../../../domain/evaluation.ts";
import type { GoldenCase } from "../../../domain/golden-set.ts";
import type { Assessment, Verification } from "../../../ports/verifier.ts";
import { judgeRepeatedly, type RepeatedJudgment } from "../../judges/judge-repeatedly.ts";
import { readAnswerAs } from "../../judges/judge-request.ts";
import type { AnswerTools } from "./measure.ts";

export interface ReplyReading {
  readonly golden: GoldenCase;
  readonly reply: SystemReply;
  readonly tools: AnswerTools;
  /** Of the answer, else of the case, else `en`. */
  readonly language: string;
  /** Sentences that claim something. */
  readonly factual: readonly ReplySentence[];
  /** Of one sentence against some of the passages shown. */
  verify(sentence: string, passageIds: readonly string[]): Promise<Verification>;
  /** Of the whole answer against all passages; `undefined` where the verifier cannot. */
  assess(): Promise<Assessment | undefined>;
  /** Every repeat of one criterion; `undefined` without a judge that knows it. */
  judge(criterion: string): Promise<RepeatedJudgment | undefined>;
  /** All that was asked so far, by criterion. */
  listJudgments(): Promise<readonly (readonly [string, RepeatedJudgment])[]>;
  /** Right or wrong, and why; see `gradeReply`. */
  grade(): Promise<ReplyGrade>;
}

export function createReplyReading(
  golden: GoldenCase,
  reply: SystemReply,
  tools: AnswerTools,
  grade: (reading: ReplyReading) => Promise<ReplyGrade>,
): ReplyReading {
  const { answer } = reply;
  const language = answer?.language ?? golden.language ?? "en";
  const verified = new Map<string, Promise<Verification>>();
  const judged = new Map<string, Promise<RepeatedJudgment | undefined>>();
  let assessed: Promise<Assessment | undefined> | undefined;
  let graded: Promise<ReplyGrade> | undefined;
  const reading: ReplyReading = {
    golden,
    reply,
    tools,
    language,
    factual: answer?.sentences.filter(({ factual }) => factual) ?? [],
    verify(sentence, passageIds) {
      const key = JSON.stringify([sentence, passageIds]);
      const found = verified.get(key) ?? verifySentence(reading, sentence, passageIds);
      verified.set(key, found);
      return found;
    },
    assess: () => (assessed ??= assessAnswer(reading)),
    judge(criterion) {
      const found = judged.get(criterion) ?? judgeAnswer(reading, criterion);
      judged.set(criterion, found);
      return found;
    },
    async listJudgments() {
      const all = await Promise.all(
        [...judged].map(async ([criterion, judgment]) => ({ criterion, judgment: await judgment })),
      );
      return all.flatMap(({ criterion, judgment }) => (judgment ? [[criterion, judgment]] : []));
    },
    grade: () => (graded ??= grade(reading)),
  };
  return reading;
}

async function verifySentence(
  { golden, reply, tools, language }: ReplyReading,
  sentence: string,
  passageIds: readonly string[],
): Promise<Verification> {
  const wanted = new Set(passageIds);
  const sources = (reply.answer?.passages ?? [])
    .filter(({ id }) => wanted.has(id))
    .map(({ text }) => ({ text, headings: [] }));
  return tools.verifier.verify({
    sentence,
    sources,
    question: golden.text,
    language,
    analyzer: tools.analyzerFor(language),
  });
}

async function assessAnswer({
  golden,
  reply,
  tools,
  language,
  factual,
}: ReplyReading): Promise<Assessment | undefined> {
  return tools.verifier.assess?.({
    sentences: factual.map(({ text }) => text),
    sources: (reply.answer?.passages ?? []).map(({ text }) => ({ text, headings: [] })),
    question: golden.text,
    history: golden.history.map(({ text }) => text),
    language,
    analyzer: tools.analyzerFor(language),
  });
}

async function judgeAnswer(
  { golden, reply, tools, language }: ReplyReading,
  criterion: string,
): Promise<RepeatedJudgment | undefined> {
  const { judge: lent, style } = tools;
  const { answer } = reply;
  if (!lent || !answer || !lent.judge.criteria.includes(criterion)) return undefined;
  const request = readAnswerAs(criterion, golden, answer, language, style);
  if (!request) return undefined;
  return judgeRepeatedly(
    lent.judge,
    { ...request, ...(lent.signal ? { signal: lent.signal } : {}) },
    lent.repeats,
  );
}

/** The answer that a reply gives; `undefined` when it gives none, or a system's own word for none. */
export function answerGiven({ answer }: SystemReply): AnswerReply | undefined {
  return answer?.outcome === "answered" || answer?.outcome === "incomplete" ? answer : undefined;
}
