/** @module Keeps the indexes of a store that is written: which there are to be, and how to make them. */
import { createRandomId } from "../../foundation/ids.ts";
import type { IndexPlan } from "../../domain/release.ts";
import { buildIndex, parseVariant, toVariant } from "../../ingest/index.ts";
import type { BuildEvent, LivePlan } from "../../ingest/index.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { PlanKey, PlanRecord } from "../../ports/index-store.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { INGEST } from "../spend/lend-retrieval.ts";
import type { Paid } from "../spend/paid-ports.ts";
import type { MakeEmbedder } from "./make-embedder.ts";

/** An index as a release asks for it. */
export interface WantedPlan extends IndexPlan {
  /** Absent: of every collection. */
  readonly collection?: string | undefined;
}

export interface IndexKeeper {
  /**
   * Registers the configured plan. Where another one is whole and it is not, that one is kept up
   * until `settle`, so that everything stays findable.
   */
  prepare(store: Store): Promise<void>;
  /** What a put into the collection must hold. */
  listPlans(store: Store, collection: string): Promise<readonly LivePlan[]>;
  /** Ends when no document lacks the plan; an interrupted build goes on where it stopped. */
  build(
    store: Store,
    plan: WantedPlan | "configured",
    signal: AbortSignal | undefined,
  ): AsyncGenerator<BuildEvent>;
  /** Once the configured plan is whole it is the default, and what was configured before goes. */
  settle(store: Store): Promise<void>;
}

const operator = maintenanceAccess("indexes");

const isSame = (a: PlanKey, b: PlanKey): boolean =>
  a.collection === b.collection && a.variant === b.variant && a.embedder === b.embedder;

interface KeeperContext {
  readonly assembly: Assembly;
  readonly makeEmbedder: MakeEmbedder;
  readonly configured: PlanKey;
}

export function createIndexKeeper(assembly: Assembly, makeEmbedder: MakeEmbedder): IndexKeeper {
  const variant = toVariant(assembly.loaded.config.chunking);
  const configured = { variant, embedder: assembly.embedder.fingerprint };
  const context = { assembly, makeEmbedder, configured };
  return {
    prepare: (store) => prepare(context, store),
    listPlans: (store, collection) => listLivePlans(context, store, collection),
    build: (store, plan, signal) => build(context, store, plan, signal),
    settle: (store) => settle(context, store),
  };
}

async function prepare(context: KeeperContext, store: Store): Promise<void> {
  const { configured } = context;
  await store.adoptVariant(configured.variant);
  const plans = await store.listPlans(operator);
  const known = plans.find((plan) => isSame(plan, configured));
  const plan = known ?? (await store.putPlan({ ...configured, origin: "configured" }));
  if (!plan.whole) await keepDefault(context, store);
  else if (!known || listStale(context, plans).length > 0) await settle(context, store);
}

/** Registered for the configuration of before. */
const listStale = (
  { configured }: KeeperContext,
  plans: readonly PlanRecord[],
): readonly PlanRecord[] =>
  plans.filter((plan) => plan.origin === "configured" && !isSame(plan, configured));

/** It is searched as long as the configured one is not whole; with vectors that questions can meet. */
async function keepDefault(context: KeeperContext, store: Store): Promise<void> {
  const { configured } = context;
  const indexes = await store.listIndexes(operator);
  const variant = indexes.find(({ isDefault }) => isDefault)?.variant;
  const fallback = variant !== undefined && parseVariant(variant) && { ...configured, variant };
  for (const plan of listStale(context, await store.listPlans(operator)))
    if (!fallback || !isSame(plan, fallback)) await store.forgetPlan(plan);
  if (fallback && variant !== configured.variant)
    await store.putPlan({ ...fallback, origin: "configured" });
}

async function settle(context: KeeperContext, store: Store): Promise<void> {
  const { configured } = context;
  const plans = await store.listPlans(operator);
  if (!plans.some((plan) => plan.whole && isSame(plan, configured))) return;
  await store.setDefaultVariant(configured.variant);
  for (const plan of listStale(context, plans)) await store.dropPlan(plan);
  const kept = await store.listPlans(operator);
  const isKept = (held: PlanKey): boolean =>
    kept.some(
      (plan) =>
        plan.variant === held.variant &&
        plan.embedder === held.embedder &&
        (plan.collection ?? held.collection) === held.collection,
    );
  for (const { collection, variant, embedders } of await store.listIndexes(operator))
    for (const embedder of listNames(embedders)) {
      const held = { collection, variant, embedder };
      if (!isKept(held)) await store.dropPlan(held);
    }
}

async function listLivePlans(
  context: KeeperContext,
  store: Store,
  collection: string,
): Promise<readonly LivePlan[]> {
  const live: LivePlan[] = [];
  for (const plan of await store.listPlans(operator)) {
    if ((plan.collection ?? collection) !== collection) continue;
    const { variant } = plan;
    const chunking = parseVariant(variant);
    const embedder = await findEmbedder(context, plan);
    if (chunking && embedder) {
      live.push({ variant, chunking, embedder: pay(context, store, embedder) });
      continue;
    }
    const { logger } = context.assembly.context;
    logger.warn("an index cannot be kept up any more", { variant, embedder: plan.embedder });
    await store.forgetPlan(plan);
  }
  return live;
}

const pay = ({ assembly }: KeeperContext, store: Store, embedder: Paid<"embedder">): Embedder =>
  embedder.paidBy(assembly.spend.purseOf(store, INGEST));

/** The embedder of a registered plan; nothing where it cannot be made here. */
async function findEmbedder(
  { assembly, makeEmbedder }: KeeperContext,
  { embedder, choice }: PlanRecord,
): Promise<Paid<"embedder"> | undefined> {
  if (embedder === assembly.embedder.fingerprint) return assembly.embedder;
  const made = choice && (await makeEmbedder(choice));
  return made?.fingerprint === embedder ? made : undefined;
}

async function* build(
  context: KeeperContext,
  store: Store,
  wanted: WantedPlan | "configured",
  signal: AbortSignal | undefined,
): AsyncGenerator<BuildEvent> {
  const { assembly, makeEmbedder, configured } = context;
  const { embedder: own, loaded, clock, entropy } = assembly;
  const known = (await store.listPlans(operator)).find((plan) => isSame(plan, configured));
  const { origin = "configured", choice } =
    wanted === "configured"
      ? (known ?? {})
      : ({ origin: "built", choice: wanted.embedder } as const);
  const embedder = wanted === "configured" ? own : await makeEmbedder(wanted.embedder);
  yield* buildIndex({
    ...(wanted === "configured" ? { chunking: loaded.config.chunking } : wanted),
    jobId: createRandomId("job", entropy),
    embedder: pay(context, store, embedder),
    origin,
    choice,
    access: operator,
    collections: await store.listCollections(operator),
    store,
    findVectors: (hashes, fingerprint) => store.readEmbeddings(operator, fingerprint, hashes),
    clock,
    signal,
  });
  if (wanted === "configured") await settle(context, store);
}

/** A variant may hold chunks that no embedder has vectors of. */
const listNames = (embedders: Readonly<Record<string, number>>): readonly string[] => {
  const names = Object.keys(embedders);
  return names.length > 0 ? names : [""];
};
