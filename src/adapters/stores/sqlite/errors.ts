/** @module What can go wrong with the embedded store. */
import { defineError } from "../../../foundation/errors.ts";

type Missed = { documentId: string; variant: string; embedder: string };

export const storeNotFound = defineError({
  code: "store.not-found",
  kind: "not-found",
  message: ({ directory }: { directory: string }) => `no plumbline data in ${directory}`,
  hint: () =>
    "run `plumbline ingest FOLDER --collection NAME` first, or name the data directory with --data",
});

export const storeLocked = defineError({
  code: "store.locked",
  kind: "unavailable",
  message: ({ directory, pid, startedAt }: { directory: string; pid: number; startedAt: string }) =>
    `${directory} is being written by process ${pid} (since ${startedAt})`,
  hint: ({ pid }: { directory: string; pid: number; startedAt: string }) =>
    `wait for process ${pid} to end, or stop it; reading commands work meanwhile`,
});

export const storeDiskFull = defineError({
  code: "store.disk-full",
  kind: "unavailable",
  message: ({ directory }: { directory: string }) => `no space left for ${directory}`,
  hint: () =>
    "free some space and run the command again: it continues where it stopped; reads keep working",
});

export const storeUnwritable = defineError({
  code: "store.unwritable",
  kind: "unavailable",
  message: ({ directory, reason }: { directory: string; reason: string }) =>
    `cannot write to ${directory}: ${reason}`,
  hint: () =>
    "check the directory's owner, permissions and file system, or choose another with --data",
});

export const storeNetworkFileSystem = defineError({
  code: "store.network-file-system",
  kind: "invalid",
  message: ({ directory, fileSystem }: { directory: string; fileSystem: string }) =>
    `${directory} is on ${fileSystem}, where SQLite's write-ahead log loses data`,
  hint: () => "put the data directory on a local disk (ext4, xfs, btrfs, zfs, apfs, ntfs)",
});

export const storeEngineVersion = defineError({
  code: "store.engine-version",
  kind: "invalid",
  message: ({ version }: { version: string }) =>
    `SQLite ${version} has a known bug that loses data in write-ahead mode`,
  hint: () => "run with Node 24.15 or newer, which brings a repaired SQLite",
});

export const storeForeignFile = defineError({
  code: "store.foreign-file",
  kind: "conflict",
  message: ({ path }: { path: string }) => `${path} is not a plumbline store`,
  hint: () => "choose another data directory with --data; the file was not touched",
});

export const storeNewer = defineError({
  code: "store.newer-schema",
  kind: "conflict",
  message: ({ found, known }: { found: number; known: number }) =>
    `the store has schema ${found}, this plumbline knows up to ${known}`,
  hint: () => "use the plumbline that wrote it, or a newer one; nothing was changed",
});

export const storeOutdated = defineError({
  code: "store.outdated-schema",
  kind: "conflict",
  message: ({ found, known }: { found: number; known: number }) =>
    `the store has schema ${found}, this plumbline needs ${known}`,
  hint: () =>
    "run `plumbline ingest`: opening the store for writing takes a backup and upgrades it",
});

export const storeCorrupt = defineError({
  code: "store.corrupt",
  kind: "internal",
  message: ({ what }: { what: string }) => `the store is damaged: ${what}`,
  hint: () =>
    "run `plumbline doctor` for the whole list; ingesting the sources again rebuilds what is derived",
});

export const storePlanMissed = defineError({
  code: "store.plan-missed",
  kind: "conflict",
  message: ({ documentId, variant, embedder }: Missed) =>
    `${documentId} was not prepared for ${variant} with ${embedder}`,
  hint: () => "run the command again: an index was registered while it was under way",
});

export const storeReadOnly = defineError({
  code: "store.read-only",
  kind: "conflict",
  message: () => "the store was opened for reading",
  hint: () => "this is a mistake of the calling code: open the store for writing",
});

export const storeReadBackFailed = defineError({
  code: "store.read-back-failed",
  kind: "internal",
  message: ({ documentId }: { documentId: string }) =>
    `document ${documentId} was committed but could not be found again`,
  hint: () => "run `plumbline doctor`, and report this: the document was not acknowledged",
});

export const storeAliasMoved = defineError({
  code: "store.alias-moved",
  kind: "conflict",
  message: ({ alias, expected, found }: { alias: string; expected: number; found: number }) =>
    `${alias} was moved meanwhile: it stands at move ${found}, not ${expected}`,
  hint: () => "look at `plumbline registry list`, and decide again",
});

export const storeUnknownRelease = defineError({
  code: "store.unknown-release",
  kind: "not-found",
  message: ({ id }: { id: string }) => `the store has no release ${id}`,
  hint: () => "plumbline registry list names those that there are",
});
