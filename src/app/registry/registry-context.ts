/** @module What the use cases of the registry work with. */
import type { Release } from "../../domain/release.ts";
import type { Store } from "../../ports/store.ts";
import { indexNotBuilt, readReleaseDecision, type ReleaseDecision } from "../../registry/index.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import type { ReleaseIndexes } from "../indexes/release-indexes.ts";

export interface RegistryContext {
  readonly assembly: Assembly;
  /** For reading, with everything that was recorded so far. */
  readonly openStore: () => Promise<Store>;
  readonly builder: ReleaseIndexes;
}

export const REGISTRY_ACCESS = maintenanceAccess("registry");

/** More decisions than anybody makes. */
export const ALL_DECISIONS = 100_000;

/** The last ones first. */
export async function listReleaseDecisions(store: Store): Promise<readonly ReleaseDecision[]> {
  const records = await store.listDecisions(REGISTRY_ACCESS, ALL_DECISIONS);
  return records.flatMap((record) => readReleaseDecision(record) ?? []);
}

/**
 * A release that could answer now: opened, its artifacts verified, its index whole.
 *
 * @throws registry.index-not-built, and what opening a release is refused for.
 */
export async function readyRelease(
  { assembly, builder }: RegistryContext,
  store: Store,
  id: string,
): Promise<Release> {
  const release = await assembly.serving.get(store, id);
  await assembly.openRelease(release);
  if (!(await builder.isWhole(release)))
    throw indexNotBuilt({ id, reason: "its index is not whole" });
  // Opening keeps what was verified before: what lies on the disk now is looked at again.
  for (const artifact of release.content.artifacts) await assembly.artifacts.read(artifact);
  return release;
}

/** Who decides what no principal is named for. */
export const OWNER = "owner";
