/** @module A store of artifacts in memory. */
import type { ArtifactCard, ArtifactRecord, Taint } from "../domain/artifact.ts";
import {
  hashManifest,
  isFileName,
  makeManifest,
  toArtifactId,
} from "../domain/artifact-manifest.ts";
import { sha256 } from "../foundation/hash.ts";
import { artifactCorrupt, artifactInvalid, artifactNotFound } from "../ports/artifact-errors.ts";
import type { ArtifactStore, ReadArtifact } from "../ports/artifact-store.ts";

interface Kept {
  readonly record: ArtifactRecord;
  readonly files: Map<string, Uint8Array>;
}

export interface FakeArtifactStore extends ArtifactStore {
  /** Puts other bytes in place of a file's, or takes it away. */
  damage(id: string, file: string, bytes: Uint8Array | undefined): void;
}

export function createFakeArtifactStore(): FakeArtifactStore {
  const kept = new Map<string, Kept>();
  const read = (id: string): ReadArtifact => {
    const found = kept.get(id);
    if (!found) throw artifactNotFound({ id });
    for (const { name, sha256: hash } of found.record.manifest.files) {
      const bytes = found.files.get(name);
      if (!bytes || sha256(bytes) !== hash)
        throw artifactCorrupt({ id, file: `files/${name}`, reason: "has another hash" });
    }
    for (const name of found.files.keys())
      if (!found.record.manifest.files.some((file) => file.name === name))
        throw artifactCorrupt({ id, file: `files/${name}`, reason: "does not belong to it" });
    return { record: found.record, files: new Map(found.files) };
  };
  const change = (id: string, taint: Taint): ArtifactRecord => {
    const found = kept.get(id);
    if (!found) throw artifactNotFound({ id });
    const record = { ...found.record, taint };
    kept.set(id, { ...found, record });
    return record;
  };
  return {
    async put(content, card: ArtifactCard) {
      if (content.files.size === 0) throw artifactInvalid({ reason: "it has no file" });
      for (const name of content.files.keys())
        if (!isFileName(name)) throw artifactInvalid({ reason: `${name} cannot name a file` });
      const manifest = makeManifest(content);
      const hash = hashManifest(manifest);
      const id = toArtifactId(hash);
      if (!kept.has(id))
        kept.set(id, {
          record: { id, sha256: hash, manifest, card, taint: "clean" },
          files: new Map(content.files),
        });
      return read(id).record;
    },
    read: async (id) => read(id),
    find: async (id) => kept.get(id)?.record,
    list: async () => [...kept.keys()].toSorted().flatMap((id) => kept.get(id)?.record ?? []),
    listIds: async () => [...kept.keys()].toSorted(),
    async verify(id) {
      try {
        read(id);
        return [];
      } catch (error) {
        return [error instanceof Error ? error.message : String(error)];
      }
    },
    setTaint: async (id, taint) => change(id, taint),
    async remove(id) {
      kept.delete(id);
    },
    sweep: async () => 0,
    damage(id, file, bytes) {
      if (bytes) kept.get(id)?.files.set(file, bytes);
      else kept.get(id)?.files.delete(file);
    },
  };
}
