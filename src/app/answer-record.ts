/** @module What is put on record of an answer, however it ended. */
import { listPrincipals, type Access } from "../domain/access.ts";
import type { Answer, AnswerUsage } from "../domain/answer.ts";
import type { AnswerRecord, RecordedHit, RecordedRewrite } from "../domain/answer-record.ts";
import type { Answered } from "../answer/index.ts";
import type { Retrieved } from "../retrieve/index.ts";
import type { DraftUsage } from "../ports/generator.ts";
import type { LegResults, Store } from "../ports/store.ts";
import type { AskInput } from "./ask.ts";
import type { Assembly } from "./assembly.ts";

export interface Asking {
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
  return keepRecord(assembly, store, {
    ...toRecord(assembly, asking, answered),
    outcome: interruption?.outcome ?? toOutcome(answer),
    ...(reason === undefined ? {} : { reason }),
    answer,
    stagesMs: {
      retrieve: asking.foundMs - asking.startedMs,
      answer: endedMs - asking.foundMs,
    },
  });
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
  { id, access, input, askedAt, retrieved, rewrite }: Asking,
  { context, provenance }: Answered,
): Omit<AnswerRecord, "outcome" | "reason" | "answer" | "stagesMs"> {
  const { result, passages, alpha, reranking } = retrieved;
  const toHits = (leg: LegResults["lexical"]): readonly RecordedHit[] =>
    leg.map(({ candidate, score }, index) => ({
      chunkId: result.candidates[candidate]?.chunkId ?? "",
      rank: index + 1,
      score,
    }));
  return {
    id,
    askedAt,
    principals: listPrincipals(access),
    collections: input.collections ?? "all",
    filter: input.filter ?? [],
    ...(input.history && input.history.length > 0 ? { history: input.history } : {}),
    ...(rewrite ? { rewrite } : {}),
    release,
    generation: result.generation,
    generator: generator.id,
    verifier: verifier.id,
    legs: {
      lexical: toHits(result.lexical),
      dense: toHits(result.dense),
      alpha,
      normalization: "tm2",
    },
    reranking,
    passages: passages.map((passage, index) => ({
      chunkIds: passage.chunkIds,
      documentId: passage.documentId,
      versionHash: passage.versionHash,
      ...passage.span,
      rank: passage.rank,
      score: passage.score,
      context: context[index] ?? "in",
    })),
    threshold: answerSettings.threshold,
    ...(provenance ? { draft: provenance } : {}),
  };
}

/** A full disk costs the record, not the answer; the answer says so. */
async function keepRecord(
  { context }: Assembly,
  store: Store,
  record: AnswerRecord,
): Promise<Answer> {
  try {
    await store.putAnswer(record);
    return record.answer;
  } catch (error) {
    context.logger.warn("the answer could not be recorded", {
      id: record.id,
      reason: error instanceof Error ? error.message : String(error),
    });
    return { ...record.answer, recorded: false };
  }
}
