/** @module How long the tuned reranker takes over one question's passages. */
import { createTunedReranker } from "../src/adapters/index.ts";
import { RANKING_FEATURES } from "../src/engine/rerank/index.ts";
import type { Workbench } from "./tune-folds.ts";

/** Times that each question is asked: the quickest leaves out what other processes took. */
const ASKED = 5;

/** Of every question, behind a warm-up of 100; wall time in ms. */
export async function timeReranker({
  data,
  book,
}: Workbench): Promise<{ readonly p50: number; readonly p95: number }> {
  const { questions, serves, plan } = data;
  const lab = await book.lab(serves.maxTokens);
  // What it takes depends on the features that it reads, and not on what they weigh.
  const reranker = createTunedReranker({
    format: "plumbline.reranker/1",
    kind: "linear",
    features: RANKING_FEATURES,
    weights: RANKING_FEATURES.map(() => 1),
  });
  const times: number[] = [];
  for (const [at, question] of questions.entries()) {
    const { candidates, statistics } = lab.rank(question, serves);
    const legs = candidates.slice(0, plan.retrieve.rerankDepth);
    const chunks = legs.flatMap(({ chunk }) => lab.chunks[chunk]?.stored ?? []);
    const scores = legs.map(({ fused }) => fused);
    const asked = { question: question.text, terms: question.terms, statistics };
    let quickest = Infinity;
    for (let time = 0; time < ASKED; time++) {
      const started = performance.now();
      await reranker.rerank({ ...asked, chunks, scores, legs });
      quickest = Math.min(quickest, performance.now() - started);
    }
    if (at >= Math.min(100, questions.length / 2)) times.push(quickest);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const quantile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return { p50: quantile(0.5), p95: quantile(0.95) };
}
