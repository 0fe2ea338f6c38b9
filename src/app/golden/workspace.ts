/** @module What the use cases of golden sets work with. */
import { existsSync } from "node:fs";
import type { Store } from "../../ports/store.ts";
import { storeNotFound } from "../../adapters/index.ts";
import type { Assembly } from "../assembly.ts";
import { listKnownDocuments, type KnownDocuments } from "./documents.ts";

export interface GoldenWorkspace {
  readonly assembly: Assembly;
  readonly openStore: () => Promise<Store>;
}

/** Documents where there is a data directory with any; a golden set is of use without one, too. */
export async function findDocuments(
  { assembly, openStore }: GoldenWorkspace,
  collections?: readonly string[],
): Promise<KnownDocuments | undefined> {
  if (!existsSync(assembly.loaded.dataDirectory)) return undefined;
  try {
    return await listKnownDocuments(await openStore(), collections);
  } catch (error) {
    if (storeNotFound.is(error)) return undefined;
    throw error;
  }
}
