/** @module Use case: a question, answered with checked citations and put on record. */
import { createRandomId } from "../foundation/ids.ts";
import { listPrincipals, type Access } from "../domain/access.ts";
import type { Answer } from "../domain/answer.ts";
import type { AnswerRecord, RecordedHit } from "../domain/answer-record.ts";
import type { Filter } from "../domain/metadata.ts";
import { answerQuestion, type Answered } from "../answer/index.ts";
import { emptyQuestion, retrieve, type Retrieved } from "../retrieve/index.ts";
import type { Turn } from "../domain/conversation.ts";
import type { LegResults, Store } from "../ports/store.ts";
import type { Assembly } from "./assembly.ts";

export interface AskInput {
  readonly question: string;
  /** What was said before in this conversation, oldest first. */
  readonly history?: readonly Turn[] | undefined;
  readonly collections?: readonly string[] | undefined;
  readonly filter?: Filter | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @throws retrieve.empty-question; an abstention is a result, never an error. */
export async function ask(
  assembly: Assembly,
  store: Store,
  access: Access,
  input: AskInput,
): Promise<Answer> {
  const { clock, embedder, generator, verifier, retrieveSettings, answerSettings } = assembly;
  const question = input.question.trim();
  if (question === "") throw emptyQuestion({});
  const askedAt = clock.now().toISOString();
  const started = clock.monotonicMs();
  const retrieved = await retrieve(
    access,
    {
      question,
      collections: input.collections,
      filter: input.filter ?? [],
      topK: assembly.loaded.config.retrieve.topK,
      legs: "both",
      identify: true,
    },
    { store, embedder, settings: retrieveSettings, signal: input.signal },
  );
  const found = clock.monotonicMs();
  const language = retrieved.passages[0]?.language ?? "en";
  const answered = await answerQuestion(
    access,
    { question, language, passages: retrieved.passages, statistics: retrieved.result.statistics },
    { store, generator, verifier, settings: answerSettings, signal: input.signal },
  );
  const ended = clock.monotonicMs();
  const answer: Answer = {
    id: createRandomId("ans", assembly.entropy),
    question,
    ...answered.body,
    ...(answered.finish === "incomplete" ? { incomplete: true } : {}),
    release: assembly.release,
    language,
    latencyMs: Math.round((ended - started) * 100) / 100,
    recorded: true,
  };
  const record = toRecord(assembly, access, input, { askedAt, retrieved, answered, answer });
  const stagesMs = { retrieve: found - started, answer: ended - found };
  return keepRecord(assembly, store, { ...record, stagesMs });
}

interface Outcome {
  readonly askedAt: string;
  readonly retrieved: Retrieved;
  readonly answered: Answered;
  readonly answer: Answer;
}

function toRecord(
  { generator, verifier, release, answerSettings }: Assembly,
  access: Access,
  input: AskInput,
  { askedAt, retrieved, answered, answer }: Outcome,
): Omit<AnswerRecord, "stagesMs"> {
  const { result, passages, alpha } = retrieved;
  const toHits = (leg: LegResults["lexical"]): readonly RecordedHit[] =>
    leg.map(({ candidate, score }, index) => ({
      chunkId: result.candidates[candidate]?.chunkId ?? "",
      rank: index + 1,
      score,
    }));
  return {
    id: answer.id,
    askedAt,
    principals: listPrincipals(access),
    collections: input.collections ?? "all",
    filter: input.filter ?? [],
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
    passages: passages.map((passage, index) => ({
      chunkIds: passage.chunkIds,
      documentId: passage.documentId,
      versionHash: passage.versionHash,
      ...passage.span,
      rank: passage.rank,
      score: passage.score,
      context: answered.context[index] ?? "in",
    })),
    threshold: answerSettings.threshold,
    outcome:
      answered.finish === "incomplete" ? "incomplete" : answer.abstained ? "abstained" : "answered",
    answer,
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
