/** @module A reranker for tests: instant, and chunks that share words with the question rise. */
import type { Reranker } from "../ports/reranker.ts";

interface FakeRerankerOptions extends Partial<Pick<Reranker, "id" | "maxChunks" | "deadlineMs">> {
  /** Thrown by every call. */
  readonly error?: Error;
}

const toWords = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));

/** The score so far, plus one for each word of the question that the text holds. */
export function createFakeReranker({ error, ...given }: FakeRerankerOptions = {}): Reranker {
  return {
    id: "fake",
    ...given,
    async rerank({ question, chunks, scores, signal }) {
      signal?.throwIfAborted();
      if (error) throw error;
      const asked = toWords(question);
      return chunks.map(({ text }, index) => {
        const before = scores[index] ?? 0;
        const words = [...toWords(text)].filter((word) => asked.has(word)).length;
        return { score: before + words, shares: { before, words } };
      });
    },
  };
}
