/** @module Answers made of the documents' own sentences: no model, no key, nothing invented. */
import { z } from "zod";
import { selectSentences } from "../../engine/evidence/index.ts";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Generator, GenerateRequest, GeneratorEvent } from "../../ports/generator.ts";

/** The sentences that answer, verbatim, in reading order. */
export const extractiveGenerator = defineAdapter({
  port: "generator",
  name: "extractive",
  options: z.strictObject({}),
  async create(): Promise<Generator> {
    return { id: "extractive-1", generate };
  },
});

async function* generate(request: GenerateRequest): AsyncGenerator<GeneratorEvent> {
  const { passages, sentences, maxSentences } = request;
  for (const { passage, start, end } of selectSentences({ sentences }, passages, {
    maxSentences,
  })) {
    const text = passages[passage]?.text.slice(start, end) ?? "";
    yield { type: "sentence-drafted", text, citations: [{ passage, span: { start, end } }] };
  }
  yield { type: "draft-finished", finish: "stop" };
}
