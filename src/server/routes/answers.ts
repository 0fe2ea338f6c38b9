/** @module /v1/answers: asking, whole or as it is written, and reading what was answered. */
import type { AnswerEvent } from "../../domain/answer.ts";
import { toErrorBody, toFailure } from "../error-reply.ts";
import { jsonBody } from "../json-body.ts";
import { startStream } from "../peek.ts";
import { defineRoute } from "../route.ts";
import { AnswerBody, FeedbackBody } from "../schemas/requests.ts";
import { AnswerReply, FeedbackReply, RecordReply } from "../schemas/replies.ts";
import { EVENT_STREAM, toEvent } from "../stream.ts";
import { assertOwner } from "./releases.ts";
import { toTraceInput } from "../trace-input.ts";

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
  async handle({ context, as, asker, body: { stream, ...body }, request, requestId, signal }) {
    if (body.release !== undefined) assertOwner(as, "naming a release");
    const input = { ...body, ...toTraceInput({ asker, request }) };
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

export const feedbackRoute = defineRoute({
  method: "POST",
  path: "/v1/answers/:id/feedback",
  operation: "giveFeedback",
  summary: "What somebody says of an answer that they may read; the last of each kind counts",
  scope: "read",
  work: "light",
  body: jsonBody(FeedbackBody),
  replies: { 201: { description: "As it was recorded", schema: FeedbackReply } },
  async handle({ context, as, body, params }) {
    const answerId = params["id"] ?? "";
    return { status: 201, json: await context.app.addFeedback(as, { answerId, ...body }) };
  },
});
