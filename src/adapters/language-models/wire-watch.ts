/** @module Watches a provider's own events for what the SDK smooths over. */
import { z } from "zod";
import type { OpenedModel } from "./opened-model.ts";

export interface WireWatch {
  /** Takes each event in its order, before its text is told. */
  see(event: unknown): void;
  /** Something came behind the end, or a second end: what follows is not to be believed. */
  readonly spoiled: boolean;
}

/** What an event holds, as far as the order of things goes. */
interface Seen {
  readonly finishes: boolean;
  readonly says: boolean;
}

const Chunk = z.object({
  choices: z.array(
    z.object({
      finish_reason: z.string().nullish(),
      delta: z.object({ content: z.unknown() }).partial().nullish(),
    }),
  ),
});

const Message = z.object({
  type: z.string(),
  delta: z.object({ stop_reason: z.string().nullish() }).nullish(),
});

const READERS: Readonly<Record<OpenedModel["wire"], (event: unknown) => Seen>> = {
  chat(event) {
    const choice = Chunk.safeParse(event).data?.choices[0];
    const content = choice?.delta?.content;
    return {
      finishes: typeof choice?.finish_reason === "string",
      says: content !== undefined && content !== null && content !== "",
    };
  },
  messages(event) {
    const message = Message.safeParse(event).data;
    return {
      finishes: message?.type === "message_delta" && typeof message.delta?.stop_reason === "string",
      says: message?.type === "content_block_delta",
    };
  },
};

export function watchWire(wire: OpenedModel["wire"]): WireWatch {
  const read = READERS[wire];
  let finished = false;
  let spoiled = false;
  return {
    see(event) {
      const { finishes, says } = read(event);
      if (finished && (finishes || says)) spoiled = true;
      finished ||= finishes;
    },
    get spoiled() {
      return spoiled;
    },
  };
}
