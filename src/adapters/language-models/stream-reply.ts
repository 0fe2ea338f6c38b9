/** @module A model's reply as it comes, and how it ended. */
import type { AdapterContext } from "../../ports/adapter.ts";
import type { DraftUsage } from "../../ports/generator.ts";
import { upstreamGarbled } from "../errors.ts";
import type { OpenedModel } from "./opened-model.ts";
import { toFault } from "./to-fault.ts";
import { toUsage } from "./usage.ts";
import { watchWire } from "./wire-watch.ts";

export interface Prompt {
  readonly system: string;
  readonly user: string;
}

export interface ReplyEnd {
  /** Present when the reply is not whole: `length`, `content_filter`, `cut`, or the provider's word. */
  readonly incomplete?: string;
  /** As the provider put it. */
  readonly finish?: string;
  readonly usage: DraftUsage;
}

/** The words for a whole reply; a server that uses another has not said that it is whole. */
const WHOLE: Readonly<Record<OpenedModel["wire"], ReadonlySet<string>>> = {
  chat: new Set(["stop"]),
  messages: new Set(["end_turn", "stop_sequence"]),
};

/** Decoders put it where bytes were no UTF-8. */
const REPLACEMENT = "\ufffd";

/**
 * Yields the text in pieces, none of which comes from behind the reply's end. Makes one call, and
 * no other when that fails.
 *
 * @param signal must be aborted when the iteration is given up, or the call goes on.
 * @throws errors of the `upstream` family; the signal's reason.
 */
export async function* streamReply(
  opened: OpenedModel,
  prompt: Prompt,
  { clock }: Pick<AdapterContext, "clock">,
  signal: AbortSignal,
): AsyncGenerator<string, ReplyEnd> {
  const { provider: adapter, wire } = opened;
  const watch = watchWire(wire);
  let model = opened.modelId;
  try {
    for await (const part of await callModel(opened, prompt, signal))
      switch (part.type) {
        case "raw":
          watch.see(part.rawValue);
          break;
        case "text-delta":
          if (watch.spoiled) break;
          if (part.text.includes(REPLACEMENT) && !prompt.user.includes(REPLACEMENT))
            throw upstreamGarbled({ adapter, reason: "it holds bytes that are no UTF-8" });
          yield part.text;
          break;
        case "tool-input-start":
        case "tool-call":
          throw upstreamGarbled({ adapter, reason: "it calls a tool, and none was offered" });
        case "finish-step":
          model = part.response.modelId || model;
          break;
        case "finish": {
          const { finishReason, rawFinishReason, totalUsage } = part;
          const sent = prompt.system.length + prompt.user.length;
          const usage = await toUsage(opened, model, totalUsage, sent, clock.now());
          if (watch.spoiled) return { incomplete: "cut", usage };
          return { ...readFinish(wire, finishReason, rawFinishReason), usage };
        }
        case "error":
          throw part.error;
        default:
      }
  } catch (error) {
    signal.throwIfAborted();
    throw toFault(adapter, error, clock.now());
  }
  signal.throwIfAborted();
  throw upstreamGarbled({ adapter, reason: "it ended without an end" });
}

async function callModel(
  { model, temperature, maxOutputTokens }: OpenedModel,
  { system, user }: Prompt,
  signal: AbortSignal,
) {
  const { streamText } = await import("ai");
  globalThis.AI_SDK_LOG_WARNINGS = false;
  return streamText({
    model,
    system,
    messages: [{ role: "user", content: user }],
    ...(temperature === null ? {} : { temperature }),
    maxOutputTokens,
    maxRetries: 0,
    abortSignal: signal,
    include: { rawChunks: true },
    // Failures come as events as well; without this they are printed.
    onError: () => undefined,
  }).fullStream;
}

function readFinish(
  wire: OpenedModel["wire"],
  finishReason: string,
  finish: string | undefined,
): Pick<ReplyEnd, "incomplete" | "finish"> {
  const told = finish === undefined ? {} : { finish };
  if (finishReason === "length") return { ...told, incomplete: "length" };
  if (finishReason === "content-filter") return { ...told, incomplete: "content_filter" };
  if (finishReason === "stop" && finish !== undefined && WHOLE[wire].has(finish)) return told;
  return { ...told, incomplete: finish || "cut" };
}
