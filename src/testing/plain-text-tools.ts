/** @module What golden sets need to know of languages, for tests: words, full stops, English. */
import { listWords } from "../foundation/min-hash.ts";

const FORM = new Set(
  "a an and are at can do does for how i in is it many my of on the to what when who".split(" "),
);

export const plainTools = {
  listTerms: (text: string): readonly string[] => listWords(text).filter((word) => !FORM.has(word)),
  splitSentences: (text: string): readonly { start: number; end: number }[] =>
    [...text.matchAll(/[^.!?\s][^.!?]*[.!?]?/g)].map(({ 0: said, index }) => ({
      start: index,
      end: index + said.length,
    })),
  detectLanguage: (): string => "en",
};
