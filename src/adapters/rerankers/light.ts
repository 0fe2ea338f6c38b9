/** @module The default reranker: coverage, order, nearness and trained likeness of words; no model. */
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
import type { StoredChunk } from "../../ports/store.ts";

const Weight = z.number().min(0).max(10);

const FEATURES = ["cov", "ord", "unord", "win30", "title", "tokens"] as const;
type Feature = (typeof FEATURES)[number];
type Weights = Readonly<Record<Feature, number>>;

/** Set by hand on other engines' rankings, and not fitted to any collection. */
const UNTRAINED: Weights = { cov: 0.1, ord: 0.1, unord: 0.2, win30: 0.2, title: 0.1, tokens: 0 };

/**
 * For a leg with trained vectors of tokens, at its weight of .7: of some 100 points on six open sets
 * the one at which none of them is below the fused ranking at any weight of the legs. It lies on a
 * plateau; `tokens` at .8 is worth .5 points more on the mean, most of them in contracts. Coverage
 * costs such a leg .7 to 1.2 points on three of the sets.
 */
const TRAINED: Weights = { cov: 0, ord: 0.1, unord: 0.05, win30: 0.1, title: 0.1, tokens: 0.6 };

const Options = z.strictObject({
  /**
   * What each feature adds at most to a fused score, which is at most 1. Those that are not given
   * are chosen by the leg: whether its embedder has trained vectors of tokens.
   */
  weights: z.partialRecord(z.enum(FEATURES), Weight).default({}),
});

export const lightReranker = defineAdapter({
  port: "reranker",
  name: "light",
  options: Options,
  create: async ({ weights }) => createLightReranker(weights),
});

/** The fused score, plus each feature times its weight. */
function createLightReranker(given: Partial<Weights>): Reranker {
  return {
    id: `light-2/${hashJson(given).slice(0, 8)}`,
    async rerank({ chunks, scores, matchTokens, ...asked }) {
      const tokens = matchTokens?.(asked.question, chunks.map(toText));
      // A question that the rows know nothing of has the lexical leg alone.
      const isTrained = tokens?.some((match) => match > 0) === true;
      const weights = { ...(isTrained ? TRAINED : UNTRAINED), ...given };
      const readers = new Map<string, FeatureReader>();
      return chunks.map((chunk, index) => {
        const reader = readers.get(chunk.analyzer) ?? createReader(asked, chunk.analyzer);
        readers.set(chunk.analyzer, reader);
        const features = reader(chunk.termKeys ?? readTermSequence(chunk));
        const row = { ...features, tokens: tokens?.[index] ?? 0 };
        return toReranked(scores[index] ?? 0, row, weights);
      });
    },
  };
}

/** As it was embedded, but for the running heads of pages. */
const toText = ({ headings, text }: StoredChunk): string => [...headings, text].join("\n");

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

function toReranked(
  fused: number,
  features: Readonly<Record<Feature, number>>,
  weights: Weights,
): Reranked {
  const shares: Record<string, number> = { fused };
  for (const name of FEATURES) if (weights[name] > 0) shares[name] = weights[name] * features[name];
  return { score: Object.values(shares).reduce((sum, share) => sum + share, 0), shares };
}
