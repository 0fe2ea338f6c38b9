/** @module The indexes of releases: whether they are whole, how they are built, and when they go. */
import type { IndexPlan, ReleaseContent } from "../../domain/release.ts";
import { parseVariant, toVariant } from "../../ingest/index.ts";
import type { PlanKey, PlanRecord } from "../../ports/index-store.ts";
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
  /** Indexes that were built, and that none of these releases needs. */
  listUnneeded(releases: readonly Planned[]): Promise<readonly UnneededIndex[]>;
  /** Takes away what no other plan needs. What is configured stays. */
  drop(plan: IndexPlan): Promise<void>;
  dropUnneeded(indexes: readonly UnneededIndex[]): Promise<void>;
}

export interface UnneededIndex extends IndexPlan {
  readonly key: PlanKey;
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
    async listUnneeded(releases) {
      const plans = await (await openStore()).listPlans(operator);
      const built = plans.filter(({ origin }) => origin === "built");
      if (built.length === 0) return [];
      const wanted: Wanted[] = [];
      for (const plan of releases.flatMap(listWanted)) {
        const variant = toVariant(plan.chunking);
        // An embedder that cannot be made today may be made tomorrow: nothing of its size goes.
        const key = await toKey(plan).catch(() => ({ variant, collection: plan.collection }));
        wanted.push(key);
      }
      return built.flatMap((plan) =>
        wanted.some((key) => needs(key, plan)) ? [] : (toUnneeded(plan) ?? []),
      );
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
    dropUnneeded: (indexes) => writer.dropPlans(indexes.map(({ key }) => key)),
  };
}

/** A plan of every collection is one of each. */
const covers = (plan: PlanKey, wanted: PlanKey): boolean =>
  plan.variant === wanted.variant &&
  plan.embedder === wanted.embedder &&
  (plan.collection === undefined || plan.collection === wanted.collection);

type Wanted = Pick<PlanKey, "variant" | "collection"> & Partial<Pick<PlanKey, "embedder">>;

/** Whether the plan is of any use to what is wanted, in some collection. */
const needs = (wanted: Wanted, plan: PlanKey): boolean =>
  wanted.variant === plan.variant &&
  (wanted.embedder ?? plan.embedder) === plan.embedder &&
  (wanted.collection ?? plan.collection) === (plan.collection ?? wanted.collection);

/** Nothing for what an earlier version of the package cut in ways of its own. */
function toUnneeded({ choice, ...plan }: PlanRecord): UnneededIndex | undefined {
  const { collection, variant, embedder } = plan;
  const chunking = parseVariant(variant);
  return (
    chunking && choice && { chunking, embedder: choice, key: { collection, variant, embedder } }
  );
}

/** The base plan of all collections, and that of each collection that has its own. */
function listWanted({ content: { base, collections } }: Planned): readonly WantedPlan[] {
  const own = Object.entries(collections).map(([collection, { chunking, embedder }]) => ({
    collection,
    chunking,
    embedder,
  }));
  return [{ chunking: base.chunking, embedder: base.embedder }, ...own];
}
