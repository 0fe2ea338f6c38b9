/** @module The port of the artifact store: immutable results, found by the hash of what they are. */
import type {
  ArtifactCard,
  ArtifactKind,
  ArtifactRecord,
  Parent,
  Taint,
} from "../domain/artifact.ts";

/** What the id is made of. */
export interface ArtifactPut {
  readonly kind: ArtifactKind;
  /** By name: relative, with `/`, without `..`; at least one. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** In any order; repeated ones count once. */
  readonly parents: readonly Parent[];
  readonly recipe: Readonly<Record<string, unknown>>;
}

export interface ReadArtifact {
  readonly record: ArtifactRecord;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Contract, held by `describeArtifactStore`:
 * - an artifact is wholly there or not at all, also for a process that is killed while it puts, and
 *   it is durable when `put` returns;
 * - equal content is one artifact with one id, whoever puts it and in whatever order its parents
 *   are given; the card that came first stays;
 * - nothing is read that does not hash to what its id says: a file that was changed, cut, taken
 *   away or added is named by an error;
 * - artifacts never change: only their taint does.
 */
export interface ArtifactStore {
  /** @throws registry.artifact-invalid, registry.disk-full; nothing is left behind then. */
  put(content: ArtifactPut, card: ArtifactCard): Promise<ArtifactRecord>;
  /** With every hash verified. @throws registry.artifact-not-found, registry.artifact-corrupt */
  read(id: string): Promise<ReadArtifact>;
  /** Without its files being read. @throws registry.artifact-corrupt where it says nothing whole. */
  find(id: string): Promise<ArtifactRecord | undefined>;
  /** By id; those whose manifest cannot be read are left out, and `verify` tells of them. */
  list(): Promise<readonly ArtifactRecord[]>;
  /** Ids of all that is there, readable or not, in order. */
  listIds(): Promise<readonly string[]>;
  /** What is wrong with it; nothing for an artifact that reads. Never throws. */
  verify(id: string): Promise<readonly string[]>;
  /** @throws registry.artifact-not-found */
  setTaint(id: string, taint: Taint): Promise<ArtifactRecord>;
  /** Gone when it returns; one that is not there is no error. */
  remove(id: string): Promise<void>;
  /** Removes what puts that were killed before this moment left behind. @returns how many. */
  sweep(before: Date): Promise<number>;
}
