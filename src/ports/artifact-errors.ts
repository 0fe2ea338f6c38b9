/** @module What every store of artifacts refuses; see `artifact-store.ts`. */
import { defineError } from "../foundation/errors.ts";

export const artifactNotFound = defineError({
  code: "registry.artifact-not-found",
  kind: "not-found",
  message: ({ id }: { id: string }) => `there is no artifact ${id}`,
  hint: () => "plumbline registry list names them; one that gc removed is made again by its lane",
});

export const artifactCorrupt = defineError({
  code: "registry.artifact-corrupt",
  kind: "conflict",
  message: ({ id, file, reason }: { id: string; file: string; reason: string }) =>
    `artifact ${id} is not what was registered: ${file} ${reason}`,
  hint: () =>
    "nothing of it is used: restore its folder from a backup, or roll back with `plumbline registry rollback`",
});

export const artifactInvalid = defineError({
  code: "registry.artifact-invalid",
  kind: "invalid",
  message: ({ reason }: { reason: string }) => `this cannot be an artifact: ${reason}`,
  hint: () => "name each file by a relative path with / and without .., and give it content",
});

export const artifactDiskFull = defineError({
  code: "registry.disk-full",
  kind: "unavailable",
  message: ({ directory }: { directory: string }) => `no space left for artifacts in ${directory}`,
  hint: () => "free some space and run the command again: nothing was registered",
});
