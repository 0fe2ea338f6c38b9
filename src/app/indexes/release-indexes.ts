/** @module The indexes of releases: whether they are whole, how they are built, and when they go. */
import type { IndexPlan, ReleaseContent } from "../../domain/release.ts";
import { toVariant } from "../../ingest/index.ts";
import type { PlanKey } from "../../ports/index-store.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";
import type { Writer } from "../writer/writer.ts";
import type { WantedPlan } from "./index-keeper.ts";
import type { MakeEmbedder } from "./make-embedder.ts";

/** Documents that have an index, of those that are to have it. */
export interface IndexProgress {
  readonly type: "documents-indexed";
  readonly done: number;
  readonly of: number;
}

type Planned = { readonly content: Pick<ReleaseContent, "base" | "collections"> };

export interface ReleaseIndexes {
  /** Every document is indexed as every plan of the release says; cheap enough for a question. */
  isWhole(release: Planned): Promise<boolean>;
  /**
   * Beside what serves; goes on where it stopped. Whole when it ends.
   *
   * @throws the signal's reason; whatever embedding or committing throws.
   */
  build(release: Planned, signal: AbortSignal | undefined): AsyncGenerator<IndexProgress>;
  /** Takes away what no other plan needs. What is configured stays. */
  drop(plan: IndexPlan): Promise<void>;
}

export interface ReleaseIndexContext {
  readonly openStore: () => Promise<Pick<Store, "listPlans">>;
  readonly writer: Pick<Writer, "buildIndexes" | "dropPlans">;
  readonly makeEmbedder: MakeEmbedder;
}

export function createReleaseIndexes({
  openStore,
  writer,
  makeEmbedder,
}: ReleaseIndexContext): ReleaseIndexes {
  const operator = maintenanceAccess("indexes");
  const toKey = async ({ collection, chunking, embedder }: WantedPlan): Promise<PlanKey> => ({
    ...(collection === undefined ? {} : { collection }),
    variant: toVariant(chunking),
    embedder: (await makeEmbedder(embedder)).fingerprint,
  });
  return {
    async isWhole(release) {
      const plans = await (await openStore()).listPlans(operator);
      const wanted = await Promise.all(listWanted(release).map(toKey));
      return wanted.every((key) => plans.some((plan) => plan.whole && covers(plan, key)));
    },
    async *build(release, signal) {
      const plans = listWanted(release);
      for await (const event of writer.buildIndexes({ plans, signal }))
        if (event.type === "index-committed")
          yield { type: "documents-indexed", done: event.done, of: event.total };
    },
    async drop(plan) {
      const { variant, embedder } = await toKey(plan);
      const plans = await (await openStore()).listPlans(operator);
      const isMeant = (other: PlanKey): boolean =>
        other.variant === variant && other.embedder === embedder;
      const own = plans.filter(isMeant);
      if (own.some(({ origin }) => origin === "configured")) return;
      await writer.dropPlans([...own, { variant, embedder }]);
    },
  };
}

/** A plan of every collection is one of each. */
const covers = (plan: PlanKey, wanted: PlanKey): boolean =>
  plan.variant === wanted.variant &&
  plan.embedder === wanted.embedder &&
  (plan.collection === undefined || plan.collection === wanted.collection);

/** The base plan of all collections, and that of each collection that has its own. */
function listWanted({ content: { base, collections } }: Planned): readonly WantedPlan[] {
  const own = Object.entries(collections).map(([collection, { chunking, embedder }]) => ({
    collection,
    chunking,
    embedder,
  }));
  return [{ chunking: base.chunking, embedder: base.embedder }, ...own];
}
