/** @module The vector of a question and of what was asked before it. */
import type { Embedder } from "../../ports/embedder.ts";
import { toEarlierTurns, weighTurn } from "../../engine/conversation/index.ts";
import { toUnitVector } from "../../foundation/vectors.ts";
import type { AskedQuestion } from "./conversation-terms.ts";

/**
 * Of length 1: the question's vector, the rewritten question's, and those of earlier questions by
 * their share. A cosine with the sum ranks as the sum of the cosines, so nothing that the plain
 * question finds is lost to a bad rewrite. All zeros when nothing in it is known.
 */
export async function toConversationVector(
  { question, history = [], standalone }: AskedQuestion,
  embedder: Embedder,
  signal?: AbortSignal,
): Promise<Float32Array | undefined> {
  const parts = [
    { text: question, weight: 1 },
    ...(standalone === undefined ? [] : [{ text: standalone, weight: 1 }]),
    ...toEarlierTurns(history).questions.map((text, turn) => ({ text, weight: weighTurn(turn) })),
  ].filter(({ text }, index) => index === 0 || text.trim() !== "");
  const vectors: Float32Array[] = [];
  for (let from = 0; from < parts.length; from += embedder.maxBatch) {
    const texts = parts.slice(from, from + embedder.maxBatch).map(({ text }) => text);
    vectors.push(...(await embedder.embed({ texts, role: "query", ...(signal && { signal }) })));
  }
  if (parts.length === 1) return vectors[0];
  const sum = new Float64Array(embedder.dimensions);
  for (const [index, { weight }] of parts.entries())
    for (let i = 0; i < sum.length; i++)
      sum[i] = (sum[i] ?? 0) + weight * (vectors[index]?.[i] ?? 0);
  return toUnitVector(sum) ?? new Float32Array(embedder.dimensions);
}
