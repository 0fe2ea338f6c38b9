/** @module From an answer to a chat completion, whole and in chunks. */
import type { Answer, AnswerEvent } from "../../domain/answer.ts";
import { answerIncomplete } from "../errors.ts";
import { toEvent } from "../stream.ts";

export interface Completion {
  readonly model: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** The client wants a last chunk with the usage. */
  readonly includeUsage: boolean;
}

type Finish = "stop" | "length" | "content_filter";
type Ended = Extract<AnswerEvent, { type: "answer-completed" | "answer-incomplete" }>;
type Checked = Extract<AnswerEvent, { type: "sentence-checked" }>;

/** The sentence with a mark for each of its citations behind it. */
const withMarks = ({ text, citations }: Checked): string =>
  citations.length === 0
    ? text
    : `${text} ${citations.map(({ number }) => `[${number}]`).join("")}`;

/** @throws server.answer-incomplete where no finish reason would be true. */
function toFinish(ended: Ended): Finish {
  if (ended.type === "answer-completed") return "stop";
  if (ended.reason === "length") return "length";
  if (/^content[-_]filter$/.test(ended.reason)) return "content_filter";
  throw answerIncomplete({ reason: ended.reason });
}

/** What OpenAI's messages do not have: where it comes from, and why there is no answer. */
function toExtension(answer: Answer): Record<string, unknown> {
  const { citations, abstained, reason, confidence, conflicts } = answer;
  return { citations, abstained, ...(reason ? { reason } : {}), confidence, conflicts };
}

/** Nothing was asked of a model: 0 tokens. What a provider did not tell is left out. */
function toUsage({ usage }: Answer): Record<string, number> | undefined {
  const { inputTokens, outputTokens } = usage ?? { inputTokens: 0, outputTokens: 0 };
  if (inputTokens === "unknown" || outputTokens === "unknown") return undefined;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}

/** @throws server.answer-incomplete, and what the events throw. */
export async function toCompletion(
  events: AsyncIterable<AnswerEvent>,
  { model, created }: Completion,
): Promise<unknown> {
  let content = "";
  for await (const event of events) {
    if (event.type === "sentence-checked") content += withMarks(event);
    if (event.type !== "answer-completed" && event.type !== "answer-incomplete") continue;
    const { answer } = event;
    const finish = toFinish(event);
    const usage = toUsage(answer);
    return {
      id: answer.id,
      object: "chat.completion",
      created,
      model,
      system_fingerprint: answer.release,
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: answer.abstained ? (answer.message ?? "") : content,
            refusal: null,
            ...toExtension(answer),
          },
          logprobs: null,
          finish_reason: finish,
        },
      ],
      ...(usage ? { usage } : {}),
    };
  }
  throw answerIncomplete({ reason: "it has no end" });
}

/**
 * Server-sent chunks. `[DONE]` ends a stream whose last chunk has a finish reason; a failure is an
 * error object, and nothing comes behind it.
 *
 * @param toError what a client is told of a failure.
 */
export async function* toChunks(
  events: AsyncIterable<AnswerEvent>,
  completion: Completion,
  toError: (error: unknown) => unknown,
): AsyncGenerator<string> {
  try {
    let id = "";
    const chunk = (delta: unknown, finish: Finish | null, rest: object = {}): string =>
      toEvent(undefined, {
        id,
        object: "chat.completion.chunk",
        created: completion.created,
        model: completion.model,
        choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
        ...(completion.includeUsage ? { usage: null } : {}),
        ...rest,
      });
    for await (const event of events) {
      if (event.type === "answer-started") {
        id = event.id;
        yield chunk({ role: "assistant", content: "" }, null);
      } else if (event.type === "sentence-checked")
        yield chunk({ content: withMarks(event) }, null);
      else {
        yield* toEnd(event, completion, chunk);
        return;
      }
    }
    throw answerIncomplete({ reason: "it has no end" });
  } catch (error) {
    yield toEvent(undefined, toError(error));
  }
}

function* toEnd(
  ended: Ended,
  { includeUsage }: Completion,
  chunk: (delta: unknown, finish: Finish | null, rest?: object) => string,
): Generator<string> {
  const { answer } = ended;
  const finish = toFinish(ended);
  if (answer.abstained) yield chunk({ content: answer.message ?? "" }, null);
  yield chunk(toExtension(answer), finish, { system_fingerprint: answer.release });
  const usage = toUsage(answer);
  if (includeUsage && usage) yield chunk({}, null, { choices: [], usage });
  yield "data: [DONE]\n\n";
}
