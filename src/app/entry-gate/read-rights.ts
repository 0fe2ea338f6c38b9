/** @module Which documents may be learned from, as collections, sources and documents say it. */
import { admits, resolveTraining } from "../../domain/training.ts";
import type { GateFacts } from "../../evaluate/index.ts";
import type { LoadedConfig } from "../../config/index.ts";
import type { KnownDocuments } from "../golden/documents.ts";
import { mapSources } from "../trainset/library.ts";

/**
 * `undefined` where the configuration says nothing of training at all: nobody has been asked yet,
 * and what a person answers stands. Where it says something, silence of the others is no.
 */
export function readRights(
  loaded: LoadedConfig,
  { records }: Pick<KnownDocuments, "records">,
): GateFacts["rights"] {
  const sources = mapSources(loaded);
  const { collections } = loaded.config;
  const configured = [...Object.values(collections), ...sources.values()];
  if (records.length === 0 || !configured.some(({ training }) => training)) return undefined;
  const policies = records.map(
    ({ collection, source, metadata }) =>
      resolveTraining(collections[collection], sources.get(`${collection}\n${source}`), metadata)
        .training,
  );
  return {
    documents: policies.length,
    internal: policies.filter((policy) => admits(policy, "internal")).length,
    external: policies.filter((policy) => admits(policy, "external")).length,
  };
}
