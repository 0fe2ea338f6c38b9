/** @module What adapters are lent in tests: no network, no log, a clock that stands still. */
import { SILENT, type Clock } from "../foundation/effects.ts";
import type { AdapterContext } from "../ports/adapter.ts";
import { createFakeArtifactStore } from "./fake-artifact-store.ts";

export const FIXED_CLOCK: Clock = {
  now: () => new Date("2026-03-01T12:00:00.000Z"),
  monotonicMs: () => 0,
};

const NO_NETWORK = () => Promise.reject(new Error("no network in tests"));

/** Whatever is not given refuses or stays silent. */
export function adapterContext(given: Partial<AdapterContext> = {}): AdapterContext {
  return {
    fetch: NO_NETWORK,
    fetchPublic: NO_NETWORK,
    agent: NO_NETWORK,
    clock: FIXED_CLOCK,
    logger: SILENT,
    baseDirectory: ".",
    modelsDirectory: "models",
    artifacts: createFakeArtifactStore(),
    ...given,
  };
}
