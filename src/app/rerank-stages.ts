/** @module The rerankers of a release, in turn: the light one first where a model looks at few. */
import { RERANKERS } from "../adapters/index.ts";
import type { Config } from "../config/index.ts";
import type { RerankStage } from "../retrieve/index.ts";
import { createAdapter, type Lender } from "./assemble.ts";
import { createGuard, type GuardEffects } from "./resilience/guard.ts";
import { makeResilientReranker } from "./resilience/resilient-reranker.ts";

/** @throws app.unknown-adapter, app.bad-adapter-options. */
export async function createRerankStages(
  { reranker: choice, retrieve }: Pick<Config, "reranker" | "retrieve">,
  context: Lender,
  effects: GuardEffects,
): Promise<readonly RerankStage[]> {
  const { rerankDepth } = retrieve;
  const reranker = await createAdapter(RERANKERS, "reranker", choice, context);
  if (reranker.maxChunks === undefined) return [{ reranker, depth: rerankDepth }];
  if (reranker.maxChunks === 0) return [];
  const first = { adapter: "light", options: {} };
  const light = await createAdapter(RERANKERS, "reranker", first, context);
  const { deadlineMs } = reranker;
  // Whoever asked is waiting: a second try would come too late.
  const limits = { attempts: 1, ...(deadlineMs === undefined ? {} : { attemptMs: deadlineMs }) };
  const guarded = makeResilientReranker(
    reranker,
    createGuard({ ...effects, ...limits }),
    effects.logger,
  );
  return [
    { reranker: light, depth: rerankDepth },
    { reranker: guarded, depth: Math.min(rerankDepth, reranker.maxChunks) },
  ];
}
