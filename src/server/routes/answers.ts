/** @module /v1/answers: asking, whole or as it is written, and reading what was answered. */
import type { AnswerEvent } from "../../domain/answer.ts";
import { toErrorBody, toFailure } from "../error-reply.ts";
import { jsonBody } from "../json-body.ts";
import { startStream } from "../peek.ts";
import { defineRoute } from "../route.ts";
import { AnswerBody } from "../schemas/requests.ts";
import { AnswerReply, RecordReply } from "../schemas/replies.ts";
import { EVENT_STREAM, toEvent } from "../stream.ts";

export const askRoute = defineRoute({
  method: "POST",
  path: "/v1/answers",
  operation: "ask",
  summary: "Answer from the documents, cited and checked, or say that they do not",
  scope: "read",
  work: "answer",
  body: jsonBody(AnswerBody),
  replies: {
    200: {
      description:
        "An answer or an abstention. With `stream: true`, or Accept: text/event-stream, the events answer-started, sentence-checked, and last answer-completed, answer-incomplete or error.",
      schema: AnswerReply,
      contentType: "text/event-stream",
    },
  },
  async handle({ context, as, body: { stream, ...input }, request, requestId, signal }) {
    const accepts = request.headers.get("accept")?.includes("text/event-stream") ?? false;
    if (!(stream ?? accepts)) return { json: await context.app.ask(as, { ...input, signal }) };
    const events = await startStream(context.app.streamAnswer(as, { ...input, signal }));
    return { stream: tell(events, requestId, signal), type: EVENT_STREAM };
  },
});

async function* tell(
  events: AsyncGenerator<AnswerEvent>,
  requestId: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  try {
    for await (const event of events) yield toEvent(event.type, event);
  } catch (error) {
    yield toEvent("error", toErrorBody(toFailure(error, signal), requestId, undefined));
  }
}

export const answerRoute = defineRoute({
  method: "GET",
  path: "/v1/answers/:id",
  operation: "getAnswer",
  summary: "The record of an answer, for whoever asked it and may still read what it rests on",
  scope: "read",
  work: "light",
  replies: { 200: { description: "The whole record", schema: RecordReply } },
  async handle({ context, as, params }) {
    return { json: await context.app.getAnswer(as, params["id"] ?? "") };
  },
});
