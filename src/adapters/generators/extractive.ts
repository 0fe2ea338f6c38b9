/** @module Answers made of the documents' own sentences: no model, no key, nothing invented. */
import { z } from "zod";
import { selectSentences } from "../../engine/evidence/index.ts";
import { defineAdapter } from "../../ports/adapter.ts";
import type {
  Generator,
  GenerateRequest,
  GeneratorEvent,
  RankedSentence,
} from "../../ports/generator.ts";

/** The sentences that answer, verbatim, in reading order. */
export const extractiveGenerator = defineAdapter({
  port: "generator",
  name: "extractive",
  options: z.strictObject({}),
  async create(): Promise<Generator> {
    return { id: "extractive-1", defaultMaxSentences: 3, generate };
  },
});

async function* generate(request: GenerateRequest): AsyncGenerator<GeneratorEvent> {
  const { passages, sentences, maxSentences } = request;
  const chosen = selectSentences({ sentences }, passages, { maxSentences });
  for (const { passage, start, end } of toReadingOrder(request, chosen)) {
    const text = passages[passage]?.text.slice(start, end) ?? "";
    yield { type: "sentence-drafted", text, citations: [{ passage, span: { start, end } }] };
  }
  yield { type: "draft-finished", finish: "stop" };
}

/** Document by document, the one with the best sentence first; each from its top to its end. */
function toReadingOrder<T extends RankedSentence>(
  { passages }: GenerateRequest,
  chosen: readonly T[],
): readonly T[] {
  const documentOf = ({ passage }: T): string => passages[passage]?.documentId ?? "";
  const best = chosen.toSorted((a, b) => b.score - a.score);
  const order = [...new Set(best.map(documentOf))];
  const placeOf = ({ passage, start }: T): number => (passages[passage]?.span.start ?? 0) + start;
  return chosen.toSorted(
    (a, b) =>
      order.indexOf(documentOf(a)) - order.indexOf(documentOf(b)) || placeOf(a) - placeOf(b),
  );
}
