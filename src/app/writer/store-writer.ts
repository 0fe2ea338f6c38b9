/** @module The writer in this very thread: what a command is, and what a writing thread runs. */
import { createTurns } from "../../foundation/turns.ts";
import { toDocumentId } from "../../foundation/ids.ts";
import type { Parsers } from "../../adapters/parsing.ts";
import type { Store } from "../../ports/store.ts";
import { maintenanceAccess, toAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { notFound } from "../errors.ts";
import type { LazyStore } from "../lazy-store.ts";
import { meterEmbedder } from "../trace/spend.ts";
import type { Writer } from "./writer.ts";

export function createStoreWriter(assembly: Assembly, stores: LazyStore): Writer {
  const turns = createTurns();
  let parsers: Parsers | undefined;
  // Parsers and their libraries would double the start of every command that only reads.
  const loadParsers = async (): Promise<Parsers> => {
    const { createParsers } = await import("../ingest.ts");
    const { parsers: poolSize, parseTimeoutSeconds } = assembly.loaded.config.ingest;
    parsers ??= createParsers({ poolSize, limits: { maxWallMs: parseTimeoutSeconds * 1000 } });
    return parsers;
  };
  const meteredFor = (store: Store): Assembly => ({
    ...assembly,
    embedder: meterEmbedder(assembly.embedder, assembly.spend, store, "ingest"),
  });
  return {
    async open() {
      await stores.open("write");
    },
    async *ingest(input) {
      const store = await stores.open("write");
      const { ingest } = await import("../ingest.ts");
      yield* ingest(meteredFor(store), store, await loadParsers(), input, turns);
    },
    async putDocument(as, input) {
      const store = await stores.open("write");
      const { putDocument } = await import("../put-document.ts");
      using _ = await turns.take(toDocumentId(input.collection, "upload", input.key), input.signal);
      return putDocument(meteredFor(store), store, await loadParsers(), toAccess(as), input);
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
