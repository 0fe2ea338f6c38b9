/** @module The use cases of the registry, put together. */
import { stoppable } from "../../foundation/stoppable.ts";
import { diffReleases } from "./diff.ts";
import { collectGarbage, retire, verifyRegistry } from "./maintain.ts";
import { challenge, promote } from "./promote.ts";
import type { RegistryContext } from "./registry-context.ts";
import type { RegistryApp } from "./registry-input.ts";
import { rollBack } from "./roll-back.ts";
import { listRegistry, showRegistered } from "./show.ts";

export const createRegistryApp = (context: RegistryContext): RegistryApp => ({
  listRegistry: () => listRegistry(context),
  showRegistered: (id) => showRegistered(context, id),
  promoteRelease: (input) =>
    stoppable((signal) => promote(context, { ...input, signal }), input.signal),
  rollBackRelease: (input) => rollBack(context, input),
  challengeRelease: (input) =>
    stoppable((signal) => challenge(context, { ...input, signal }), input.signal),
  diffReleases: (input) =>
    stoppable((signal) => diffReleases(context, { ...input, signal }), input.signal),
  collectGarbage: (input) => collectGarbage(context, input),
  verifyRegistry: () => verifyRegistry(context),
  retireRegistered: (input) => retire(context, input),
  async *buildRelease({ release: id, signal }) {
    const store = await context.openStore();
    const release = await context.assembly.serving.get(store, id);
    yield* context.builder.build(release, signal);
  },
});
