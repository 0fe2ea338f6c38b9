/** @module A language model that is asked without documents, as the arm that others have to beat. */
import { type AdapterContext, defineAdapter } from "../../ports/adapter.ts";
import type { PromptedModel } from "../../ports/prompted-model.ts";
import { upstreamGarbled } from "../errors.ts";
import { isMetered, toModelName, type OpenedModel } from "../language-models/opened-model.ts";
import { toReference } from "../language-models/prompt.ts";
import { anthropic, openai, openaiCompatible } from "../language-models/providers.ts";
import { readWholeReply } from "../language-models/whole-reply.ts";
import { isNotKnown, renderUnaidedPrompt, UNAIDED_PROMPT } from "./unaided-prompt.ts";

/** Far beyond an answer of the sentences asked for. */
const LONGEST_REPLY = 20_000;

/** Asks once for each request; whoever calls it decides what is tried again. */
export function createLanguageModelPrompted(
  opened: OpenedModel,
  context: Pick<AdapterContext, "clock">,
): PromptedModel {
  return {
    id: toModelName(opened),
    metered: isMetered(opened),
    prompt: toReference(UNAIDED_PROMPT),
    async ask({ signal, ...request }) {
      const reply = await readWholeReply(opened, renderUnaidedPrompt(request), context, {
        longest: LONGEST_REPLY,
        signal,
      });
      const usage = { model: opened.modelId, ...reply.usage };
      if (reply.text === undefined)
        return { outcome: "incomplete", text: "", reason: reply.incomplete ?? "cut", usage };
      const text = reply.text.trim();
      if (text === "") throw upstreamGarbled({ adapter: opened.provider, reason: "it is empty" });
      return isNotKnown(text)
        ? { outcome: "abstained", text: "", usage }
        : { outcome: "answered", text, usage };
    },
  };
}

export const openaiPrompted = defineAdapter({
  port: "prompted-model",
  ...openai,
  create: async (options, context) =>
    createLanguageModelPrompted(await openai.open(options, context), context),
});

export const anthropicPrompted = defineAdapter({
  port: "prompted-model",
  ...anthropic,
  create: async (options, context) =>
    createLanguageModelPrompted(await anthropic.open(options, context), context),
});

export const openaiCompatiblePrompted = defineAdapter({
  port: "prompted-model",
  ...openaiCompatible,
  create: async (options, context) =>
    createLanguageModelPrompted(await openaiCompatible.open(options, context), context),
});
