/** @module The use cases of training sets: artifacts of a data directory, made from what it holds. */
import type { Store } from "../../ports/store.ts";
import type { Assembly } from "../assembly.ts";
import { buildTrainset, checkTrainset } from "./build.ts";
import { showTrainset } from "./show.ts";
import type { TrainsetUseCases } from "./trainset-input.ts";

export interface TrainsetWorkspace {
  readonly assembly: Assembly;
  /** With everything that was recorded so far. */
  readonly openStore: () => Promise<Store>;
}

export const createTrainsetUseCases = ({
  assembly,
  openStore,
}: TrainsetWorkspace): TrainsetUseCases => ({
  build: async (input) => buildTrainset(assembly, await openStore(), input),
  check: async (input) => checkTrainset(assembly, await openStore(), input),
  show: (as, input) => showTrainset(assembly, openStore, as, input),
  list: async () =>
    (await assembly.artifacts.list())
      .filter(({ manifest }) => manifest.kind === "dataset")
      .toSorted((a, b) => (a.card.createdAt < b.card.createdAt ? 1 : -1)),
});
