/** @module What OpenAI's clients call: chat completions, and the models to choose from. */
import { toErrorBody, toFailure } from "../error-reply.ts";
import { jsonBody } from "../json-body.ts";
import { findModel, listModels } from "../openai/models.ts";
import { readChat, refuseUnsupported } from "../openai/read-chat.ts";
import { toChunks, toCompletion } from "../openai/write-chat.ts";
import { startStream } from "../peek.ts";
import { defineRoute } from "../route.ts";
import { ChatBody, ChatReply, ModelReply, ModelsReply } from "../schemas/openai.ts";
import { EVENT_STREAM } from "../stream.ts";
import { toTraceInput } from "../trace-input.ts";

/** Long conversations come whole with every question. */
const LIMIT_BYTES = 4 * 1024 * 1024;

const toSeconds = (time: Date): number => Math.floor(time.getTime() / 1000);

export const chatRoute = defineRoute({
  method: "POST",
  path: "/v1/chat/completions",
  operation: "createChatCompletion",
  summary: "The same answers, for clients that speak to OpenAI",
  scope: "read",
  work: "answer",
  style: "openai",
  body: jsonBody(ChatBody, LIMIT_BYTES),
  replies: {
    200: {
      description: "A completion; with `stream: true` its chunks as server-sent events",
      schema: ChatReply,
      contentType: "text/event-stream",
    },
  },
  async handle({ context: { app, now }, as, body, requestId, signal, ...call }) {
    refuseUnsupported(body);
    const { question, history } = readChat(body.messages);
    const collections = await findModel(app, as, body.model);
    const events = app.streamAnswer(as, {
      question,
      history,
      ...(collections ? { collections } : {}),
      ...toTraceInput(call),
      signal,
    });
    const completion = {
      model: body.model,
      created: toSeconds(now()),
      includeUsage: body.stream_options?.include_usage ?? false,
    };
    if (!body.stream) return { json: await toCompletion(events, completion) };
    const toError = (error: unknown): unknown =>
      toErrorBody(toFailure(error, signal), requestId, "openai");
    return {
      stream: toChunks(await startStream(events), completion, toError),
      type: EVENT_STREAM,
    };
  },
});

const toModel = (id: string, created: number) => ({
  id,
  object: "model",
  created,
  owned_by: "plumbline",
});

export const modelsRoute = defineRoute({
  method: "GET",
  path: "/v1/models",
  operation: "listModels",
  summary: "plumbline, and plumbline/COLLECTION for each collection that may be read",
  scope: "read",
  work: "light",
  style: "openai",
  replies: { 200: { description: "Models", schema: ModelsReply } },
  async handle({ context: { app, now }, as }) {
    const created = toSeconds(now());
    const models = await listModels(app, as);
    return { json: { object: "list", data: models.map((id) => toModel(id, created)) } };
  },
});

export const modelRoute = defineRoute({
  method: "GET",
  path: "/v1/models/:model{.+}",
  operation: "getModel",
  summary: "One of them",
  scope: "read",
  work: "light",
  style: "openai",
  replies: { 200: { description: "The model", schema: ModelReply } },
  async handle({ context: { app, now }, as, params }) {
    const model = params["model"] ?? "";
    await findModel(app, as, model);
    return { json: toModel(model, toSeconds(now())) };
  },
});
