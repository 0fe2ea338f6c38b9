/** @module What retrieval works with where no trace is kept, its paid calls on somebody's account. */
import type { Store } from "../../ports/store.ts";
import type { RetrieveDependencies } from "../../retrieve/index.ts";
import type { Assembly } from "../assembly.ts";
import { payForStages } from "../rerank-stages.ts";

/** Who pays for what nobody else asked for: evaluations, golden sets, looks at the past. */
export const OPERATOR = "operator";
/** Who pays for what makes documents searchable. */
export const INGEST = "ingest";

/** @param subject a key, a user or `operator`. */
export function lendRetrieval(
  { embedder, rerankers, spend, retrieveSettings: settings }: Assembly,
  store: Store,
  subject = OPERATOR,
): RetrieveDependencies & { readonly rerankers: NonNullable<RetrieveDependencies["rerankers"]> } {
  const purse = spend.purseOf(store, subject);
  return {
    store,
    embedder: embedder.paidBy(purse),
    rerankers: payForStages(rerankers, purse),
    settings,
  };
}
