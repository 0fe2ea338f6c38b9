/** @module What the registry refuses. */
import { defineError } from "../foundation/errors.ts";

export const releaseNotFound = defineError({
  code: "registry.release-not-found",
  kind: "not-found",
  message: ({ id }: { id: string }) => `there is no release ${id}`,
  hint: () => "plumbline registry list names those that there are",
});

export const releaseCorrupt = defineError({
  code: "registry.release-corrupt",
  kind: "conflict",
  message: ({ id, reason }: { id: string; reason: string }) =>
    `release ${id} is not what was recorded: ${reason}`,
  hint: () => "nothing of it serves: run `plumbline doctor --deep`, and restore a backup",
});

export const releaseRetired = defineError({
  code: "registry.release-retired",
  kind: "conflict",
  message: ({ id }: { id: string }) => `release ${id} is retired`,
  hint: ({ id }: { id: string }) => `plumbline registry retire ${id} --undo brings it back`,
});

export const releaseInUse = defineError({
  code: "registry.release-in-use",
  kind: "conflict",
  message: ({ id, alias }: { id: string; alias: string }) => `release ${id} is the ${alias}`,
  hint: ({ alias }: { id: string; alias: string }) =>
    alias === "challenger"
      ? "end its trial first: plumbline registry challenge --stop"
      : "promote another release first, or roll back: plumbline registry rollback",
});

export const artifactRetired = defineError({
  code: "registry.artifact-retired",
  kind: "conflict",
  message: ({ id, release }: { id: string; release: string }) =>
    `release ${release} rests on artifact ${id}, which is retired`,
  hint: () => "make a new one with its lane: what it was made from must not serve any more",
});

export const indexNotBuilt = defineError({
  code: "registry.index-not-built",
  kind: "conflict",
  message: ({ id, reason }: { id: string; reason: string }) =>
    `release ${id} cannot serve: ${reason}`,
  hint: ({ id }: { id: string; reason: string }) => `plumbline registry build ${id}`,
});

export const cannotBuild = defineError({
  code: "registry.cannot-build",
  kind: "conflict",
  message: ({ id }: { id: string }) =>
    `the index of release ${id} cannot be built beside the one that serves`,
  hint: () =>
    "set its chunking and embedder in plumbline.yaml, and run plumbline ingest: that replaces the index",
});

export const alreadyServing = defineError({
  code: "registry.already-serving",
  kind: "conflict",
  message: ({ id }: { id: string }) => `release ${id} serves already`,
  hint: () => "name the release that should take its place; plumbline registry list names them",
});

export const nothingToRollBack = defineError({
  code: "registry.nothing-to-roll-back",
  kind: "conflict",
  message: ({ reason }: { reason: string }) => `nothing can be rolled back to: ${reason}`,
  hint: () =>
    "plumbline registry list shows the history; plumbline registry verify says what is wrong",
});

export const noChallenger = defineError({
  code: "registry.no-challenger",
  kind: "conflict",
  message: () => "there is no challenger",
  hint: () => "plumbline registry challenge rel_… --shadow .2 names one",
});

export const badShare = defineError({
  code: "registry.bad-share",
  kind: "invalid",
  message: ({ share }: { share: number }) => `${share} is no share of the traffic`,
  hint: () => "say --shadow .2 or --canary .05: above 0, and for a canary at most .5",
});

export const goldenNeeded = defineError({
  code: "registry.golden-needed",
  kind: "invalid",
  message: ({ what }: { what: string }) => `${what} needs a golden set`,
  hint: () => "name its folder: --golden golden/hr; nothing reaches readers without a gate",
});

export const tooManyGateFaults = defineError({
  code: "registry.too-many-faults",
  kind: "upstream",
  message: ({ faults, cases }: { faults: number; cases: number }) =>
    `${faults} of ${cases} cases failed, so nothing was decided`,
  hint: () => "mend what failed (plumbline evaluate shows it) and run the command again",
});
