/** @module The arms that a configured language model is without documents: a prompt, and examples in it. */
import type { ArmProvider, ArmRequest, ClosedArm, OpenedArm } from "../../../ports/arm.ts";
import type { PromptedModel } from "../../../ports/prompted-model.ts";
import type { Store } from "../../../ports/store.ts";
import { PROMPTED_MODELS } from "../../../adapters/index.ts";
import { createPaidAdapter } from "../../assemble.ts";
import type { Assembly } from "../../assembly.ts";
import { makeResilientPromptedModel } from "../../resilience/resilient-prompted-model.ts";
import { OPERATOR } from "../../spend/lend-retrieval.ts";
import type { Purse } from "../../spend/spend-meter.ts";
import { openExamples } from "./examples.ts";
import { createPromptedSystem, type PromptedArm } from "./prompted-system.ts";

export interface PromptedOptions {
  /** In the place of the built-in instruction. */
  readonly instruction?: string | undefined;
  /** Worked examples for each question. */
  readonly examples: number;
}

/** Both arms, with the generator's model, decoding and limit of sentences. */
export function createPromptedArms(
  assembly: Assembly,
  store: Store,
  { instruction, examples }: PromptedOptions,
): ArmProvider {
  return {
    async list(request) {
      const purse = assembly.spend.purseOf(store, OPERATOR);
      const model = await openModel(assembly, purse);
      if (!model) return [withoutModel(assembly, "prompt"), withoutModel(assembly, "fewshot")];
      const { maxSentences } = assembly.answerSettings;
      const shared = { model, instruction, maxSentences };
      const prompt: OpenedArm = {
        arm: "prompt",
        system: createPromptedSystem({ ...shared, arm: "prompt" }),
      };
      const shown = await choose(assembly, purse, request, examples);
      if ("arm" in shown) return [prompt, shown];
      const system = createPromptedSystem({ ...shared, arm: "fewshot", examples: shown });
      return [prompt, { arm: "fewshot", system }];
    },
  };
}

/** `undefined` where the generator is no language model. */
async function openModel(
  { loaded, context, guard }: Assembly,
  purse: Purse,
): Promise<PromptedModel | undefined> {
  const choice = loaded.config.generator;
  if (!PROMPTED_MODELS.some(({ name }) => name === choice.adapter)) return undefined;
  const model = await createPaidAdapter(
    PROMPTED_MODELS,
    "prompted-model",
    choice,
    context,
    (opened) => makeResilientPromptedModel(opened, guard),
  );
  return model.paidBy(purse);
}

const withoutModel = ({ loaded }: Assembly, arm: string): ClosedArm => ({
  arm,
  reason: `the generator is ${loaded.config.generator.adapter}: name a language model in plumbline.yaml to measure it`,
});

async function choose(
  assembly: Assembly,
  purse: Purse,
  { golden, signal }: ArmRequest,
  count: number,
): Promise<NonNullable<PromptedArm["examples"]> | ClosedArm> {
  const embedder = assembly.embedder.paidBy(purse);
  const shelf = await openExamples(golden, embedder, signal);
  if (!shelf)
    return {
      arm: "fewshot",
      reason: `${golden.name} has no train part with cases to show: plumbline golden split gives it one`,
    };
  const from = `${golden.hash}/${embedder.fingerprint}`;
  return { count, from, choose: shelf.choose };
}
