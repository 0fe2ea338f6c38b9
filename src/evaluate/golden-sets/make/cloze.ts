/** @module Sentences as questions for the sections that they are taken from. */
import { listWords } from "../../../foundation/min-hash.ts";
import { createRandom } from "../../../foundation/random.ts";
import type { TextTools } from "../text-tools.ts";
import type { MadeQuestion } from "./made-question.ts";
import type { SourceSection } from "./sections.ts";

const LEAST_SECTION = 60;
const SENTENCE = { least: 6, most: 40 } as const;
/** In the others the sentence stays, so that words that are the same still count (Lee et al., 2019). */
const MASKED = 0.9;

/**
 * One sentence of each long section, drawn by the seed and the section's place; what should be found
 * is the rest of it.
 */
export function makeClozes(
  sections: readonly SourceSection[],
  seed: string,
  tools: Pick<TextTools, "splitSentences">,
): readonly MadeQuestion[] {
  return sections.flatMap(({ document, blocks, body, words }): MadeQuestion[] => {
    if (words < LEAST_SECTION) return [];
    const sentences = blocks
      .filter(({ kind }) => kind === "paragraph")
      .flatMap((block) =>
        tools
          .splitSentences(document.text.slice(block.start, block.end), document.language)
          .map(({ start, end }) => ({ start: block.start + start, end: block.start + end })),
      )
      .filter(({ start, end }) => {
        const length = listWords(document.text.slice(start, end)).length;
        return length >= SENTENCE.least && length <= SENTENCE.most;
      });
    if (sentences.length === 0) return [];
    const random = createRandom(
      `${seed}/cloze/${document.collection}/${document.key}/${body.start}`,
    );
    const sentence = sentences[random.below(sentences.length)];
    if (!sentence) return [];
    const masks = random.uniform() < MASKED ? [sentence] : [];
    const text = document.text.slice(sentence.start, sentence.end).replaceAll(/\s+/g, " ");
    return [{ stratum: "cloze", text, document, evidence: body, answers: [], masks }];
  });
}
