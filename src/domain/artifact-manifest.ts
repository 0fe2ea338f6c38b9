/** @module From what an artifact is made of to its manifest, its hash and its id. */
import { hashJson, sha256 } from "../foundation/hash.ts";
import type { ArtifactKind, ArtifactManifest, Parent } from "./artifact.ts";

export interface ManifestInput {
  readonly kind: ArtifactKind;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly parents: readonly Parent[];
  readonly recipe: Readonly<Record<string, unknown>>;
}

/** Files by name, parents by role and id, each once: the order they came in says nothing. */
export function makeManifest({ kind, files, parents, recipe }: ManifestInput): ArtifactManifest {
  const once = new Map(parents.map((parent) => [`${parent.role} ${parent.id}`, parent]));
  return {
    format: "plumbline.artifact/1",
    kind,
    files: [...files]
      .map(([name, bytes]) => ({ name, sha256: sha256(bytes), bytes: bytes.length }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    parents: [...once]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { role, id }]) => ({ role, id })),
    recipe,
  };
}

/** SHA-256 of the manifest in canonical JSON, 64 hex digits. */
export const hashManifest = (manifest: ArtifactManifest): string => hashJson(manifest);

export const toArtifactId = (hash: string): string => `art_${hash.slice(0, 16)}`;

export const isArtifactId = (text: string): boolean => /^art_[0-9a-f]{16}$/.test(text);

const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/** Nothing that leads out of a folder, and nothing that file systems tell apart differently. */
export const isFileName = (name: string): boolean =>
  name.length <= 200 && name.split("/").every((segment) => SEGMENT.test(segment));

/** Ids of artifacts that any option names, wherever it stands: `{artifact: "art_…"}`. */
export function findArtifactIds(value: unknown): readonly string[] {
  const found = new Set<string>();
  const walk = (each: unknown): void => {
    if (typeof each === "string") {
      if (isArtifactId(each)) found.add(each);
    } else if (typeof each === "object" && each !== null) Object.values(each).forEach(walk);
  };
  walk(value);
  return [...found].toSorted();
}
