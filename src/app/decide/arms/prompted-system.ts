/** @module A prompted model as an evaluation sees it: something that answers, and cannot rank. */
import type { AnswerReply } from "../../../domain/evaluation.ts";
import { citedSentences } from "../../../foundation/cited-sentences.ts";
import { hashJson, sha256 } from "../../../foundation/hash.ts";
import type { AskedCase, EvaluatedSystem } from "../../../ports/evaluated-system.ts";
import type { PromptedModel, PromptedReply, WorkedExample } from "../../../ports/prompted-model.ts";

export interface PromptedArm {
  readonly arm: "prompt" | "fewshot";
  readonly model: PromptedModel;
  /** In the place of the model's own. */
  readonly instruction?: string | undefined;
  /** Absent: none are shown. */
  readonly examples?:
    | {
        /** Of one question. */
        readonly count: number;
        /** What they are chosen from and by: the golden set's hash, the embedder. */
        readonly from: string;
        choose(asked: AskedCase, count: number): Promise<readonly WorkedExample[]>;
      }
    | undefined;
  readonly maxSentences: number;
}

/** Whoever asks gets the same answer: no documents are read for it. */
export function createPromptedSystem({
  arm,
  model,
  instruction,
  examples,
  maxSentences,
}: PromptedArm): EvaluatedSystem {
  const { id, version, sha256: hash } = model.prompt;
  const own = instruction === undefined ? "" : `-${sha256(instruction).slice(0, 8)}`;
  const writer = `${model.id}/${id}-${version}-${hash.slice(0, 8)}${own}`;
  return {
    subject: {
      kind: "model",
      name: `${arm} of ${model.id}`,
      fingerprint: hashJson({
        writer,
        maxSentences,
        ...(examples ? { examples: { count: examples.count, from: examples.from } } : {}),
      }),
      arm,
      writer,
      ...(examples ? { examples: examples.count } : {}),
    },
    async answer(asked) {
      const shown = (await examples?.choose(asked, examples.count)) ?? [];
      const reply = await model.ask({
        question: asked.text,
        history: asked.history,
        examples: shown,
        maxSentences,
        ...(instruction === undefined ? {} : { instruction }),
        ...(asked.signal ? { signal: asked.signal } : {}),
      });
      return toReply(reply);
    },
  };
}

const toReply = ({ outcome, text, reason, usage }: PromptedReply): AnswerReply => ({
  outcome,
  text,
  sentences: citedSentences(text),
  passages: [],
  quotes: [],
  ...(reason === undefined ? {} : { reason }),
  usage,
});
