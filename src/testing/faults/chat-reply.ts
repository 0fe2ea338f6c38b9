/** @module A chat as OpenAI's servers speak it, whole or streamed, and its faults. */
import { z } from "zod";
import type { FaultName } from "./faults.ts";
import { STREAM_TYPE, toJsonReply, type Reply } from "./reply.ts";
import { toFaultyStream, toHealthyStream, type Finish, type Script } from "./stream-reply.ts";

const Request = z.object({
  model: z.string().default("fault-model"),
  stream: z.boolean().default(false),
  stream_options: z.object({ include_usage: z.boolean().default(false) }).optional(),
});

const toFrame = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const REASONS: Readonly<Record<Finish, string | null>> = {
  stop: "stop",
  length: "length",
  "content-filter": "content_filter",
  unknown: "tired",
  null: null,
};
const USAGE = { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 };
const ABSURD = { prompt_tokens: -5, completion_tokens: 1e15, total_tokens: "many" };
const COMMON = { id: "chatcmpl-1", created: 1_772_366_400 };

/** Pieces of about eight characters, none cut in two. */
export function toDeltas(text: string): readonly string[] {
  return text.match(/.{1,8}/gsu) ?? [];
}

function toScript(model: string, answer: string, wantsUsage: boolean): Script {
  const common = { ...COMMON, object: "chat.completion.chunk", model };
  const toChunk = (delta: unknown, reason: string | null = null): string =>
    toFrame({ ...common, choices: [{ index: 0, delta, finish_reason: reason }] });
  const usages = { given: USAGE, missing: undefined, absurd: ABSURD };
  return {
    opening: [toChunk({ role: "assistant", content: "" })],
    deltas: toDeltas(answer).map((content) => toChunk({ content })),
    empty: toChunk({}),
    finish: (reason) => [toChunk({}, REASONS[reason])],
    usage: (value) =>
      wantsUsage && usages[value]
        ? [toFrame({ ...common, choices: [], usage: usages[value] })]
        : [],
    done: ["data: [DONE]\n\n"],
    error: toFrame({ error: { message: "the model is overloaded", type: "overloaded_error" } }),
    foreign: toFrame({ hello: "world" }),
  };
}

/** Of an answer in one piece. */
const toWhole = (model: string, content: string, finish: string): Reply =>
  toJsonReply({
    ...COMMON,
    object: "chat.completion",
    model,
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: finish }],
    usage: USAGE,
  });

function toToolStream(fault: FaultName, script: Script, model: string): Reply | undefined {
  const tools: Readonly<Partial<Record<FaultName, { name: string; arguments: string | null }>>> = {
    "tool-arguments-null": { name: "search", arguments: null },
    "tool-unknown": { name: "launch_missiles", arguments: "{}" },
    "tool-cut": { name: "search", arguments: '{"query": "par' },
  };
  const call = tools[fault];
  if (!call) return undefined;
  const toChunk = (delta: unknown, finish: string | null): string =>
    toFrame({
      ...COMMON,
      object: "chat.completion.chunk",
      model,
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
  const delta = { tool_calls: [{ index: 0, id: "call_1", type: "function", function: call }] };
  const end = fault === "tool-cut" ? [] : [toChunk({}, "tool_calls"), ...script.done];
  return { headers: STREAM_TYPE, pieces: [...script.opening, toChunk(delta, null), ...end] };
}

export function toChatReply(body: unknown, answer: string): Reply {
  const { model, stream, stream_options: options } = Request.parse(body);
  if (!stream) return toWhole(model, answer, "stop");
  return toHealthyStream(toScript(model, answer, options?.include_usage === true));
}

/** @returns nothing for a fault that chats do not have. */
export function toFaultyChat(fault: FaultName, body: unknown, answer: string): Reply | undefined {
  const { model, stream, stream_options: options } = Request.parse(body);
  const script = toScript(model, answer, options?.include_usage === true);
  if (stream) {
    if (fault === "no-choices") {
      const empty = toFrame({ ...COMMON, object: "chat.completion.chunk", model, choices: [] });
      return { headers: STREAM_TYPE, pieces: [empty, ...script.done] };
    }
    return toToolStream(fault, script, model) ?? toFaultyStream(fault, script);
  }
  const whole = JSON.stringify({ ...COMMON, object: "chat.completion", model });
  switch (fault) {
    case "malformed-json":
    case "cut-mid-event":
    case "cut-mid-character":
      return { ...toJsonReply({}), pieces: [whole.slice(0, -3)] };
    case "wrong-schema":
      return toJsonReply({ hello: "world" });
    case "no-choices":
      return toJsonReply({ ...COMMON, object: "chat.completion", model, choices: [] });
    case "finish-length":
      return toWhole(model, answer, "length");
    case "finish-content-filter":
      return toWhole(model, answer, "content_filter");
    default:
      return undefined;
  }
}
