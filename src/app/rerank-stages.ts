/** @module The rerankers of a release, in turn: the light one first where a model looks at few. */
import type { RetrievalPlan } from "../domain/release.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { Reranker } from "../ports/reranker.ts";
import { RERANKERS } from "../adapters/index.ts";
import type { RerankStage } from "../retrieve/index.ts";
import { createPaidAdapter, type Lender } from "./assemble.ts";
import { createGuard, type GuardEffects } from "./resilience/guard.ts";
import { makeResilientReranker } from "./resilience/resilient-reranker.ts";
import { lock, type Paid } from "./spend/paid-ports.ts";
import type { Purse } from "./spend/spend-meter.ts";

export interface PaidStage extends Omit<RerankStage, "reranker"> {
  readonly reranker: Paid<"reranker">;
}

/**
 * Rerankers of our own are lent the token vectors of the embedder whose leg they order.
 *
 * @throws app.unknown-adapter, app.bad-adapter-options.
 */
export async function createRerankStages(
  {
    reranker: choice,
    retrieve,
  }: {
    readonly reranker: RetrievalPlan["reranker"];
    readonly retrieve: Pick<RetrievalPlan["retrieve"], "rerankDepth">;
  },
  { matchTokens }: Pick<Embedder, "matchTokens">,
  context: Lender,
  effects: GuardEffects,
): Promise<readonly PaidStage[]> {
  const { rerankDepth } = retrieve;
  const lendTokens = (reranker: Reranker): Reranker =>
    matchTokens
      ? { ...reranker, rerank: (request) => reranker.rerank({ ...request, matchTokens }) }
      : reranker;
  const reranker = await createPaidAdapter(RERANKERS, "reranker", choice, context, (opened) => {
    if (opened.maxChunks === undefined) return lendTokens(opened);
    const { deadlineMs } = opened;
    // Whoever asked is waiting: a second try would come too late.
    const limits = { attempts: 1, ...(deadlineMs === undefined ? {} : { attemptMs: deadlineMs }) };
    return makeResilientReranker(opened, createGuard({ ...effects, ...limits }), effects.logger);
  });
  if (reranker.maxChunks === undefined) return [{ reranker, depth: rerankDepth }];
  if (reranker.maxChunks === 0) return [];
  const first = { adapter: "light", options: {} };
  const light = await createPaidAdapter(RERANKERS, "reranker", first, context, lendTokens);
  return [
    { reranker: light, depth: rerankDepth },
    { reranker, depth: Math.min(rerankDepth, reranker.maxChunks) },
  ];
}

export const lockStage = ({ reranker, depth }: RerankStage): PaidStage => ({
  reranker: lock("reranker", reranker),
  depth,
});

export const payForStages = (stages: readonly PaidStage[], purse: Purse): readonly RerankStage[] =>
  stages.map(({ reranker, depth }) => ({ reranker: reranker.paidBy(purse), depth }));
