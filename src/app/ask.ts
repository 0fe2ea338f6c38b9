/** @module Use case: a question, answered with checked citations as they come, and put on record. */
import { PlumblineError } from "../foundation/errors.ts";
import { createRandomId } from "../foundation/ids.ts";
import { stoppable } from "../foundation/stoppable.ts";
import type { Access } from "../domain/access.ts";
import type { Answer, AnswerEvent } from "../domain/answer.ts";
import type { Turn } from "../domain/conversation.ts";
import type { Filter } from "../domain/metadata.ts";
import { answerQuestion } from "../answer/index.ts";
import { emptyQuestion, retrieve } from "../retrieve/index.ts";
import type { Store } from "../ports/store.ts";
import { recordAnswer, recordFailure, type Asking, type Interruption } from "./answer-record.ts";
import { chooseAnswerLanguage } from "./answer-language.ts";
import type { Assembly } from "./assembly.ts";
import { beginTrace, type BegunTrace, type TraceInput } from "./trace/begin-trace.ts";
import { noteReask } from "./trace/note-reask.ts";
import { understandQuestion } from "./understand.ts";

export interface AskInput extends TraceInput {
  readonly question: string;
  /** `rel_…`, instead of the one that serves. */
  readonly release?: string | undefined;
  /** What was said before in this conversation, oldest first. */
  readonly history?: readonly Turn[] | undefined;
  readonly collections?: readonly string[] | undefined;
  readonly filter?: Filter | undefined;
  /** Ids of documents that are hidden from it. */
  readonly without?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * An abstention is a result, and so is an answer whose writer was cut short behind a sentence that
 * passed its checks.
 *
 * @throws retrieve.empty-question; what the writer throws before any sentence has passed.
 */
export async function ask(
  assembly: Assembly,
  store: Store,
  access: Access,
  input: AskInput,
): Promise<Answer> {
  let answer: Answer | undefined;
  for await (const event of streamAnswer(assembly, store, access, input))
    if ("answer" in event) answer = event.answer;
  if (!answer) throw new Error("an answer ended without its last event");
  return answer;
}

/**
 * The same, told as it happens. Ending the iteration, or aborting the signal, stops the writer at
 * once; what had passed by then is on record as incomplete.
 */
export function streamAnswer(
  assembly: Assembly,
  store: Store,
  access: Access,
  input: AskInput,
): AsyncGenerator<AnswerEvent> {
  return stoppable((signal) => tell(assembly, store, access, { ...input, signal }), input.signal);
}

async function* tell(
  assembly: Assembly,
  store: Store,
  access: Access,
  input: AskInput & { readonly signal: AbortSignal },
): AsyncGenerator<AnswerEvent> {
  const begun = beginTrace(assembly, store, access, input);
  const asking = await findPassages(assembly, access, input, begun);
  const { id, question, language, rewrite, retrieved } = asking;
  const { signal } = input;
  const ground = begun.builder.begin("ground");
  const progress = answerQuestion(
    access,
    {
      id,
      question,
      history: input.history,
      standalone: rewrite?.text,
      language,
      passages: retrieved.passages,
      statistics: retrieved.result.statistics,
    },
    { ...begun.parts, settings: assembly.answerSettings, signal },
  );
  ground.note({ passages: retrieved.passages.length });
  ground.end();
  let interruption: Interruption | undefined = { outcome: "incomplete", reason: "stopped" };
  try {
    yield { type: "answer-started", id };
    for await (const sentence of progress) yield { type: "sentence-checked", ...sentence };
    interruption = undefined;
  } catch (error) {
    if (!signal.aborted) interruption = { outcome: "error", reason: toReason(error) };
    throw error;
  } finally {
    if (interruption) await recordAnswer(assembly, store, asking, progress.answered, interruption);
  }
  const { answered } = progress;
  const answer = await recordAnswer(assembly, store, asking, answered);
  await noteReask(assembly, store, access, asking);
  if (answered.finish === "stop") yield { type: "answer-completed", answer };
  else yield { type: "answer-incomplete", answer, reason: answered.reason ?? "cut" };
}

const toReason = (error: unknown): string =>
  error instanceof PlumblineError ? `${error.code}: ${error.message}` : String(error);

/** What fails before anything was found leaves a trace without a record. */
async function findPassages(
  assembly: Assembly,
  access: Access,
  input: AskInput & { readonly signal: AbortSignal },
  begun: BegunTrace,
): Promise<Asking> {
  try {
    return await find(assembly, access, input, begun);
  } catch (error) {
    if (!emptyQuestion.is(error)) await recordFailure(assembly, begun, error);
    throw error;
  }
}

async function find(
  assembly: Assembly,
  access: Access,
  input: AskInput & { readonly signal: AbortSignal },
  begun: BegunTrace,
): Promise<Asking> {
  const { clock, entropy, retrieveSettings: settings, topK } = assembly;
  const { signal } = input;
  const question = input.question.trim();
  if (question === "") throw emptyQuestion({});
  const askedAt = clock.now().toISOString();
  const startedMs = clock.monotonicMs();
  const { parts } = begun;
  const { rewrite, ...understood } = await understandQuestion(
    { ...assembly, ...parts },
    question,
    input.history ?? [],
    signal,
  );
  const retrieved = await retrieve(
    access,
    {
      question,
      ...understood,
      collections: input.collections,
      filter: input.filter ?? [],
      without: input.without,
      topK,
      legs: "both",
      identify: true,
    },
    { ...parts, settings, signal },
  );
  return {
    begun,
    id: createRandomId("ans", entropy),
    access,
    input,
    question,
    language: chooseAnswerLanguage(question, input.history ?? [], retrieved.passages),
    askedAt,
    startedMs,
    foundMs: clock.monotonicMs(),
    retrieved,
    rewrite,
  };
}
