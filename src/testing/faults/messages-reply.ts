/** @module A chat as Anthropic's servers speak it, whole or streamed, and its faults. */
import { z } from "zod";
import { toDeltas } from "./chat-reply.ts";
import type { FaultName } from "./faults.ts";
import { toJsonReply, type Reply } from "./reply.ts";
import { toFaultyStream, toHealthyStream, type Finish, type Script } from "./stream-reply.ts";

const Request = z.object({
  model: z.string().default("fault-model"),
  stream: z.boolean().default(false),
});

type Event = Readonly<Record<string, unknown>> & { readonly type: string };

const toFrame = (event: Event): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
const REASONS: Readonly<Record<Finish, string | null>> = {
  stop: "end_turn",
  length: "max_tokens",
  "content-filter": "refusal",
  unknown: "tired",
  null: null,
};

/** What the provider says of input tokens stands in its first event, before anything else. */
function toScript(model: string, answer: string, usage: unknown): Script {
  const toDelta = (text: string): string =>
    toFrame({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } });
  const message = {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    ...(usage === undefined ? {} : { usage }),
  };
  return {
    opening: [
      toFrame({ type: "message_start", message }),
      toFrame({
        type: "content_block_start",
        index: 0,
        content_block: { type: "text", text: "" },
      }),
      toFrame({ type: "ping" }),
    ],
    deltas: toDeltas(answer).map(toDelta),
    empty: toDelta(""),
    finish: (reason) => [
      toFrame({ type: "content_block_stop", index: 0 }),
      toFrame({
        type: "message_delta",
        delta: { stop_reason: REASONS[reason], stop_sequence: null },
        ...(usage === undefined ? {} : { usage }),
      }),
    ],
    usage: () => [],
    done: [toFrame({ type: "message_stop" })],
    error: toFrame({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } }),
    foreign: toFrame({ type: "greeting", hello: "world" }),
  };
}

const USAGE = { input_tokens: 120, output_tokens: 30 };
const ABSURD = { input_tokens: -5, output_tokens: 1e15 };

export function toMessagesReply(body: unknown, answer: string): Reply {
  const { model, stream } = Request.parse(body);
  if (stream) return toHealthyStream(toScript(model, answer, USAGE));
  return toWhole(model, answer, "end_turn");
}

const toWhole = (model: string, text: string, reason: string): Reply =>
  toJsonReply({
    id: "msg_1",
    type: "message",
    role: "assistant",
    model,
    content: [{ type: "text", text }],
    stop_reason: reason,
    stop_sequence: null,
    usage: USAGE,
  });

/** @returns nothing for a fault that messages do not have. */
export function toFaultyMessages(
  fault: FaultName,
  body: unknown,
  answer: string,
): Reply | undefined {
  const { model, stream } = Request.parse(body);
  if (stream) {
    const usage = fault === "usage-missing" ? undefined : fault === "usage-absurd" ? ABSURD : USAGE;
    return toFaultyStream(fault, toScript(model, answer, usage));
  }
  switch (fault) {
    case "malformed-json":
    case "cut-mid-event":
    case "cut-mid-character":
      return { ...toJsonReply({}), pieces: ['{"id":"msg_1","type":"mess'] };
    case "wrong-schema":
      return toJsonReply({ hello: "world" });
    case "finish-length":
      return toWhole(model, answer, "max_tokens");
    case "finish-content-filter":
      return toWhole(model, answer, "refusal");
    default:
      return undefined;
  }
}
