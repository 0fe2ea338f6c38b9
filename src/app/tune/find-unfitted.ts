/** @module What serves a collection, as it was before a lane fitted it: what others are held against. */
import type { Release, RetrievalPlan } from "../../domain/release.ts";
import type { Store } from "../../ports/store.ts";
import type { TuneLane } from "./tune-input.ts";

/** Lanes that fit the same settings; each of them undoes what the others of its row did. */
const FITTED_BY: Readonly<Record<TuneLane, readonly TuneLane[]>> = {
  fusion: ["fusion", "retrieval"],
  retrieval: ["fusion", "retrieval"],
  reranker: ["reranker"],
  adapter: ["adapter"],
};

/** The settings that a lane decides as they are in `before`, all others as they are. */
const UNDO: Readonly<
  Record<TuneLane, (plan: RetrievalPlan, before: RetrievalPlan) => RetrievalPlan>
> = {
  fusion: (plan, before) => withSettings(plan, { ...plan.retrieve, alpha: before.retrieve.alpha }),
  retrieval: (plan, { chunking, retrieve: { k1, b, depth, alpha } }) =>
    withSettings({ ...plan, chunking }, { ...plan.retrieve, k1, b, depth, alpha }),
  reranker: (plan, before) => ({ ...plan, reranker: before.reranker }),
  adapter: (plan, { retrieve: { queryAdapter } }) => {
    const { queryAdapter: _fitted, ...retrieve } = plan.retrieve;
    return {
      ...plan,
      retrieve: { ...retrieve, ...(queryAdapter === undefined ? {} : { queryAdapter }) },
    };
  },
};

type Settings = RetrievalPlan["retrieve"];

/** A weight that is not there is the embedder's own. */
const withSettings = (
  plan: RetrievalPlan,
  { alpha, ...retrieve }: Omit<Settings, "alpha"> & { readonly alpha: number | undefined },
): RetrievalPlan => ({
  ...plan,
  retrieve: { ...retrieve, ...(alpha === undefined ? {} : { alpha }) },
});

export interface UnfittedRequest {
  readonly lane: TuneLane;
  readonly collection: string;
  readonly serves: Release;
  /** Stands in for releases of which nothing is known any more. */
  readonly configured: Release;
}

/** How a release retrieves in a collection; answering stays where it is. */
export function planOf({ content }: Release, collection: string): RetrievalPlan {
  const { chunking, embedder, reranker, retrieve } =
    content.collections[collection] ?? content.base;
  return { chunking, embedder, reranker, retrieve };
}

/**
 * The serving plan, or, where the lane fitted it before, that plan with the settings from before: it
 * would score higher on the questions that it was fitted to than on any others, and nothing that is
 * judged on held-out ones could be better. Whether the new is better than what serves is for the gate,
 * on cases that neither has seen.
 */
export async function findUnfitted(
  store: Pick<Store, "findRelease">,
  { lane, collection, serves, configured }: UnfittedRequest,
): Promise<RetrievalPlan> {
  const origins = FITTED_BY[lane].map((name) => `tune ${name} ${collection}`);
  const plan = planOf(serves, collection);
  let before: RetrievalPlan | undefined;
  const seen = new Set<string>();
  for (let at: Release | undefined = serves; at && !seen.has(at.id);) {
    seen.add(at.id);
    const parent: Release | undefined =
      at.parent === undefined ? undefined : await store.findRelease(at.parent);
    if (origins.includes(at.origin)) before = planOf(parent ?? configured, collection);
    at = parent;
  }
  return before ? UNDO[lane](plan, before) : plan;
}
