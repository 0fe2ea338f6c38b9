/** @module The default reranker: coverage, order and nearness of the question's terms; no model. */
import { z } from "zod";
import { getAnalyzer } from "../../engine/analysis/index.ts";
import { computeIdf } from "../../engine/lexical/index.ts";
import {
  createFeatureReader,
  prepareQuestion,
  readTermSequence,
  type RerankFeatures,
  type TermSequence,
} from "../../engine/rerank/index.ts";
import { hashJson } from "../../foundation/hash.ts";
import { defineAdapter } from "../../ports/adapter.ts";
import type { Reranked, Reranker, RerankRequest } from "../../ports/reranker.ts";

const Weight = z.number().min(0).max(10);

/** Set by hand on other engines' rankings, and not fitted to any collection. */
const Weights = z.strictObject({
  cov: Weight.default(0.1),
  ord: Weight.default(0.1),
  unord: Weight.default(0.2),
  win30: Weight.default(0.2),
  title: Weight.default(0.1),
});
type Weights = z.output<typeof Weights>;

const Options = z.strictObject({
  /** What each feature adds at most to a fused score, which is at most 1. */
  weights: Weights.prefault({}),
});

export const lightReranker = defineAdapter({
  port: "reranker",
  name: "light",
  options: Options,
  create: async ({ weights }) => createLightReranker(weights),
});

/** The fused score, plus each feature times its weight. */
function createLightReranker(weights: Weights): Reranker {
  return {
    id: `light-1/${hashJson(weights).slice(0, 8)}`,
    async rerank({ chunks, scores, ...asked }) {
      const readers = new Map<string, FeatureReader>();
      return chunks.map((chunk, index) => {
        const reader = readers.get(chunk.analyzer) ?? createReader(asked, chunk.analyzer);
        readers.set(chunk.analyzer, reader);
        return toReranked(
          scores[index] ?? 0,
          reader(chunk.termKeys ?? readTermSequence(chunk)),
          weights,
        );
      });
    },
  };
}

type FeatureReader = (sequence: TermSequence) => RerankFeatures;

/**
 * The question as one analyzer reads it, its terms weighed by what the caller may read. A term of
 * earlier turns has its share of their weight; one that the question repeats counts once.
 */
function createReader(
  { question, terms, statistics }: Pick<RerankRequest, "question" | "terms" | "statistics">,
  analyzer: string,
): FeatureReader {
  const documents = new Map(statistics.terms.map(({ term, documents: n }) => [term, n]));
  const asked = terms(analyzer).map(({ term, weight }) => ({
    term,
    idf: Math.min(1, weight) * computeIdf(statistics.chunks, documents.get(term) ?? 0),
  }));
  return createFeatureReader(prepareQuestion(getAnalyzer(analyzer).analyze(question), asked));
}

function toReranked(fused: number, features: RerankFeatures, weights: Weights): Reranked {
  const shares = {
    fused,
    cov: weights.cov * features.cov,
    ord: weights.ord * features.ord,
    unord: weights.unord * features.unord,
    win30: weights.win30 * features.win30,
    title: weights.title * features.title,
  };
  return { score: Object.values(shares).reduce((sum, share) => sum + share, 0), shares };
}
