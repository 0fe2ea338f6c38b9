/** @module A model's reply as one text: for what is of use only when it is whole. */
import type { AdapterContext } from "../../ports/adapter.ts";
import type { DraftUsage } from "../../ports/generator.ts";
import type { OpenedModel } from "./opened-model.ts";
import { streamReply, type Prompt } from "./stream-reply.ts";

export interface WholeReply {
  /** `undefined` when it was cut, or went on and on. */
  readonly text: string | undefined;
  /** Why it is not whole; see `ReplyEnd`. */
  readonly incomplete?: string;
  readonly usage: Omit<DraftUsage, "model">;
}

/**
 * Makes one call. Past `longest` characters it is given up, and its usage is not known.
 *
 * @throws as `streamReply`.
 */
export async function readWholeReply(
  opened: OpenedModel,
  prompt: Prompt,
  context: Pick<AdapterContext, "clock">,
  {
    longest,
    signal: outer,
  }: { readonly longest: number; readonly signal?: AbortSignal | undefined },
): Promise<WholeReply> {
  const stop = new AbortController();
  const signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal;
  try {
    const reply = streamReply(opened, prompt, context, signal);
    let text = "";
    for (let step = await reply.next(); ; step = await reply.next()) {
      if (step.done) {
        const {
          incomplete,
          usage: { model: _, ...usage },
        } = step.value;
        return incomplete === undefined ? { text, usage } : { text: undefined, incomplete, usage };
      }
      text += step.value;
      if (text.length > longest) return { text: undefined, incomplete: "length", usage: {} };
    }
  } finally {
    stop.abort();
  }
}
