/** @module The schema of a learned reranker, as artifacts and configurations hold it. */
import { z } from "zod";
import { RANKING_FEATURES } from "../../engine/rerank/index.ts";

const Features = z.array(z.enum(RANKING_FEATURES)).min(1).max(RANKING_FEATURES.length).readonly();
const Finite = z.array(z.number()).readonly();
const Whole = z.array(z.int()).readonly();

const Tree = z.strictObject({
  feature: Whole,
  threshold: Finite,
  left: Whole,
  right: Whole,
  value: Finite,
});

/** More trees are no better, and no question waits for them. */
const MOST_TREES = 1000;

export const RankingModelSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    format: z.literal("plumbline.reranker/1"),
    kind: z.literal("linear"),
    features: Features,
    weights: Finite,
  }),
  z.strictObject({
    format: z.literal("plumbline.reranker/1"),
    kind: z.literal("trees"),
    features: Features,
    trees: z.array(Tree).min(1).max(MOST_TREES).readonly(),
  }),
]);
