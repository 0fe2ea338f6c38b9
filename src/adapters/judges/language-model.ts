/** @module A judge that asks a language model, one criterion at a time. */
import { type AdapterContext, defineAdapter } from "../../ports/adapter.ts";
import type { Judge } from "../../ports/judge.ts";
import { isMetered, toModelName, type OpenedModel } from "../language-models/opened-model.ts";
import { toPromptName } from "../language-models/prompt.ts";
import { anthropic, openai, openaiCompatible } from "../language-models/providers.ts";
import type { Prompt } from "../language-models/stream-reply.ts";
import { readWholeReply, type WholeReply } from "../language-models/whole-reply.ts";
import { hashJson } from "../../foundation/hash.ts";
import { unknownCriterion } from "./errors.ts";
import {
  CRITERIA,
  isCriterion,
  JUDGE_PROMPT,
  renderJudgePrompt,
  renderPairPrompt,
  type Criterion,
} from "./judge-prompt.ts";
import { readPreference, readVerdict } from "./read-verdict.ts";

/** A verdict is short; what goes on is no verdict. */
const LONGEST_REPLY = 20_000;

/** Asks once for each request; whoever calls it decides what is repeated. */
export function createLanguageModelJudge(
  opened: OpenedModel,
  context: Pick<AdapterContext, "clock">,
): Judge {
  const criteria = Object.keys(CRITERIA);
  const read = (prompt: Prompt, signal: AbortSignal | undefined): Promise<WholeReply> =>
    readWholeReply(opened, prompt, context, { longest: LONGEST_REPLY, signal });
  return {
    id: `${toModelName(opened)}/${toPromptName(JUDGE_PROMPT)}-${hashJson(CRITERIA).slice(0, 8)}`,
    metered: isMetered(opened),
    model: opened.modelId,
    criteria,
    async judge(request) {
      const prompt = renderJudgePrompt(request, toCriterion(request.criterion));
      const { text, incomplete, usage } = await read(prompt, request.signal);
      if (text === undefined)
        return { verdict: "cannot-tell", reason: whyCut(incomplete), evidence: [], usage };
      const { question, answer, references, passages } = request;
      return { ...readVerdict(text, [question, answer, ...references, ...passages]), usage };
    },
    async compare(request) {
      const prompt = renderPairPrompt(request, toCriterion(request.criterion));
      const { text, incomplete, usage } = await read(prompt, request.signal);
      if (text === undefined) return { verdict: "cannot-tell", reason: whyCut(incomplete), usage };
      return { ...readPreference(text), usage };
    },
  };
}

function toCriterion(name: string): Criterion {
  if (isCriterion(name)) return name;
  throw unknownCriterion({ name, known: Object.keys(CRITERIA) });
}

const whyCut = (incomplete: string | undefined): string =>
  `the reply is not whole: ${incomplete ?? "cut"}`;

export const openaiJudge = defineAdapter({
  port: "judge",
  ...openai,
  create: async (options, context) =>
    createLanguageModelJudge(await openai.open(options, context), context),
});

export const anthropicJudge = defineAdapter({
  port: "judge",
  ...anthropic,
  create: async (options, context) =>
    createLanguageModelJudge(await anthropic.open(options, context), context),
});

export const openaiCompatibleJudge = defineAdapter({
  port: "judge",
  ...openaiCompatible,
  create: async (options, context) =>
    createLanguageModelJudge(await openaiCompatible.open(options, context), context),
});
