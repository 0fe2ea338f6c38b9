/** @module The writer in this very thread: what a command is, and what a writing thread runs. */
import { createTurns } from "../../foundation/turns.ts";
import { toDocumentId } from "../../foundation/ids.ts";
import type { Parsers } from "../../adapters/parsing.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess, toAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { notFound } from "../errors.ts";
import { createIndexKeeper } from "../indexes/index-keeper.ts";
import { createEmbedderMaker, type MakeEmbedder } from "../indexes/make-embedder.ts";
import type { LazyStore } from "../lazy-store.ts";
import type { Writer } from "./writer.ts";

/** Two builds of one index would do everything twice. */
const BUILD = "build";

export function createStoreWriter(
  assembly: Assembly,
  stores: LazyStore,
  makeEmbedder: MakeEmbedder = createEmbedderMaker(assembly),
): Writer {
  const turns = createTurns();
  const indexes = createIndexKeeper(assembly, makeEmbedder);
  const prepared = new WeakMap<Store, Promise<void>>();
  const openStore = async (): Promise<Store> => {
    const store = await stores.open("write");
    const preparing = prepared.get(store) ?? indexes.prepare(store);
    prepared.set(store, preparing);
    preparing.catch(() => prepared.delete(store));
    await preparing;
    return store;
  };
  let parsers: Parsers | undefined;
  // Parsers and their libraries would double the start of every command that only reads.
  const loadParsers = async (): Promise<Parsers> => {
    const { createParsers } = await import("../ingest.ts");
    const { parsers: poolSize, parseTimeoutSeconds } = assembly.loaded.config.ingest;
    parsers ??= createParsers({ poolSize, limits: { maxWallMs: parseTimeoutSeconds * 1000 } });
    return parsers;
  };
  return {
    async open() {
      await openStore();
    },
    async *ingest(input) {
      const store = await openStore();
      const { ingest } = await import("../ingest.ts");
      yield* ingest(assembly, store, await loadParsers(), input, indexes, turns);
    },
    async *buildIndexes({ plans, signal }) {
      const store = await openStore();
      using _ = await turns.take(BUILD, signal);
      for (const plan of plans) yield* indexes.build(store, plan, signal);
    },
    async dropPlans(plans) {
      const store = await openStore();
      for (const plan of plans) await store.dropPlan(plan);
    },
    async putDocument(as, input) {
      const store = await openStore();
      const { putDocument } = await import("../put-document.ts");
      using _ = await turns.take(toDocumentId(input.collection, "upload", input.key), input.signal);
      return putDocument(assembly, store, await loadParsers(), toAccess(as), input, indexes);
    },
    async deleteDocument(as, id) {
      const store = await stores.open("write");
      const { deleteDocument } = await import("../put-document.ts");
      await deleteDocument(store, toAccess(as), id);
    },
    async putKey(record) {
      await (await stores.open("write")).putKey(record);
    },
    async putHold(hold) {
      await (await stores.open("write")).putHold(hold);
    },
    async purge(request) {
      return (await stores.open("write")).purge(request);
    },
    async changeKey(id, change) {
      const store = await stores.open("write");
      // A use that is noted must not undo a revocation that came in between.
      using _ = await turns.take("keys");
      const keys = await store.listKeys(maintenanceAccess("keys"));
      const found = keys.find((key) => key.id === id);
      if (!found) throw notFound({ what: "key", id });
      const changed = { ...found, ...change };
      await store.putKey(changed);
      return changed;
    },
    async [Symbol.asyncDispose]() {
      await parsers?.[Symbol.asyncDispose]();
    },
  };
}
