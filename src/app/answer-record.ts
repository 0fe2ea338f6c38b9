/** @module What is put on record of an answer, however it ended. */
import { listPrincipals, type Access } from "../domain/access.ts";
import type { Answer, AnswerUsage } from "../domain/answer.ts";
import type { AnswerRecord, RecordedRewrite } from "../domain/answer-record.ts";
import type { Trace } from "../domain/trace.ts";
import type { Answered } from "../answer/index.ts";
import type { Retrieved } from "../retrieve/index.ts";
import type { DraftUsage } from "../ports/generator.ts";
import type { Store } from "../ports/store.ts";
import { toErrorCode } from "../trace/index.ts";
import type { AskInput } from "./ask.ts";
import type { Assembly } from "./assembly.ts";
import { listCollectionsOf, type BegunTrace } from "./trace/begin-trace.ts";
import { recordLegs, recordPassages } from "./trace/record-retrieval.ts";

export interface Asking {
  readonly begun: BegunTrace;
  readonly id: string;
  readonly access: Access;
  readonly input: AskInput;
  readonly question: string;
  readonly language: string;
  readonly askedAt: string;
  readonly startedMs: number;
  readonly foundMs: number;
  readonly retrieved: Retrieved;
  readonly rewrite: RecordedRewrite | undefined;
}

/** How it ended, when that was not by the writer's own last word. */
export interface Interruption {
  readonly outcome: "incomplete" | "error";
  readonly reason: string;
}

/** Puts on record what there is; the answer that comes back says whether that worked. */
export function recordAnswer(
  assembly: Assembly,
  store: Store,
  asking: Asking,
  answered: Answered,
  interruption?: Interruption,
): Promise<Answer> {
  const endedMs = assembly.clock.monotonicMs();
  const incomplete = interruption !== undefined || answered.finish === "incomplete";
  const answer: Answer = {
    id: asking.id,
    question: asking.question,
    ...answered.body,
    ...(incomplete ? { incomplete: true } : {}),
    release: assembly.release,
    language: asking.language,
    ...(answered.usage ? { usage: toUsage(answered.usage) } : {}),
    latencyMs: Math.round((endedMs - asking.startedMs) * 100) / 100,
    recorded: true,
  };
  const reason = interruption?.reason ?? answered.reason;
  const record: AnswerRecord = {
    ...toRecord(assembly, asking, answered),
    outcome: interruption?.outcome ?? toOutcome(answer),
    ...(reason === undefined ? {} : { reason }),
    answer,
    stagesMs: {
      retrieve: round(asking.foundMs - asking.startedMs),
      answer: round(endedMs - asking.foundMs),
    },
  };
  return keepRecord(assembly, store, record, buildTrace(asking, record));
}

const round = (ms: number): number => Math.round(ms * 100) / 100;

/** Reasons hold what a service said; a trace holds codes and names alone. */
const toTraceReason = ({ answer, reason }: AnswerRecord): string | undefined =>
  answer.reason ?? reason?.split(":")[0];

function buildTrace({ begun, retrieved }: Asking, record: AnswerRecord): Trace {
  const { builder, known } = begun;
  const { answer, outcome, threshold } = record;
  if (answer.abstained) {
    const span = builder.begin("abstain");
    span.note({ reason: answer.reason ?? "?", confidence: answer.confidence, threshold });
  }
  const reason = toTraceReason(record);
  return builder.build({
    operation: "ask",
    ...known,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    answerId: record.id,
    foundIn: listCollectionsOf(retrieved.passages),
  });
}

/** Of a question for which nothing could be looked for. */
export async function recordFailure(
  { context, exporter }: Assembly,
  { builder, known, parts }: BegunTrace,
  error: unknown,
): Promise<void> {
  const reason = toErrorCode(error);
  const trace = builder.build({
    operation: "ask",
    ...known,
    outcome: "error",
    reason,
    foundIn: [],
  });
  exporter.offer(trace, () => ({ question: "", documents: [] }));
  try {
    await parts.store.putTraces([trace]);
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : String(failure);
    context.logger.warn("a trace could not be recorded", { id: trace.id, reason: why });
  }
}

const toOutcome = ({ incomplete, abstained }: Answer): AnswerRecord["outcome"] =>
  incomplete ? "incomplete" : abstained ? "abstained" : "answered";

const toUsage = ({ model, inputTokens, outputTokens, costUsd }: DraftUsage): AnswerUsage => ({
  model,
  inputTokens: inputTokens ?? "unknown",
  outputTokens: outputTokens ?? "unknown",
  costUsd: costUsd ?? "unknown",
});

function toRecord(
  { generator, verifier, release, answerSettings }: Assembly,
  { id, begun, access, input, askedAt, retrieved, rewrite }: Asking,
  { context, provenance }: Answered,
): Omit<AnswerRecord, "outcome" | "reason" | "answer" | "stagesMs"> {
  const { result, reranking } = retrieved;
  const { source, fingerprint, conversationId } = begun.known;
  return {
    id,
    traceId: begun.builder.id,
    source,
    fingerprint,
    ...(conversationId === undefined ? {} : { conversationId }),
    askedAt,
    principals: listPrincipals(access),
    collections: input.collections ?? "all",
    filter: input.filter ?? [],
    ...(input.without && input.without.length > 0 ? { without: input.without } : {}),
    ...(input.history && input.history.length > 0 ? { history: input.history } : {}),
    ...(rewrite ? { rewrite } : {}),
    ...(retrieved.terms ? { terms: retrieved.terms } : {}),
    release,
    generation: result.generation,
    generator: generator.id,
    verifier: verifier.id,
    legs: recordLegs(retrieved),
    reranking,
    passages: recordPassages(retrieved, context, provenance !== undefined),
    threshold: answerSettings.threshold,
    ...(provenance ? { draft: provenance } : {}),
  };
}

/** A full disk costs the record, not the answer; the answer says so. */
async function keepRecord(
  { context, exporter }: Assembly,
  store: Store,
  record: AnswerRecord,
  trace: Trace,
): Promise<Answer> {
  exporter.offer(trace, () => ({
    question: record.answer.question,
    reply: record.answer.text,
    documents: record.passages.map(({ documentId: id, score }) => ({ id, score })),
  }));
  try {
    await store.putAnswer(record, trace);
    return record.answer;
  } catch (error) {
    context.logger.warn("the answer could not be recorded", {
      id: record.id,
      reason: error instanceof Error ? error.message : String(error),
    });
    return { ...record.answer, recorded: false };
  }
}
