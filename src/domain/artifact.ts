/** @module An artifact: an immutable, content-addressed result with its lineage. */
import type { MeasureComparison, Verdict } from "./evaluation.ts";

export const ARTIFACT_KINDS = [
  "fusion",
  "retrieval",
  "reranker",
  "embedder",
  "adapter",
  "classifier",
  "router",
  "abstention",
  "generator",
  "prompt",
  "dataset",
] as const;
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];

/** What an artifact came from; erasing a document follows these down. */
export const PARENT_ROLES = [
  "golden-set",
  "dataset",
  "document-version",
  "trace",
  "feedback",
  "artifact",
  "base-model",
  "release",
] as const;

export interface Parent {
  readonly role: (typeof PARENT_ROLES)[number];
  /** `doc_…@<version hash>`, `gld_…`, `art_…`, `trc_…`, `rel_…`, or a model with its revision. */
  readonly id: string;
}

export interface ArtifactFile {
  /** Relative, with `/`; no `..`. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What the id is the hash of: equal manifests are one artifact. */
export interface ArtifactManifest {
  readonly format: "plumbline.artifact/1";
  readonly kind: ArtifactKind;
  /** By name, ascending. */
  readonly files: readonly ArtifactFile[];
  /** By role, then id, ascending; each once. */
  readonly parents: readonly Parent[];
  /** Settings and seed that made it: what is needed to make it again. */
  readonly recipe: Readonly<Record<string, unknown>>;
}

/** What people need to know before they let it serve; told of the artifact, not part of its id. */
export interface ArtifactCard {
  readonly purpose: string;
  readonly lane: string;
  readonly collection?: string;
  /** Who may use what was learned from these rows. */
  readonly audience?: readonly string[];
  readonly createdAt: string;
  /** Held-out comparison with what served before, by measure. */
  readonly comparisons: readonly (MeasureComparison & { readonly measure: string })[];
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  /** Further facts by heading, in order, in plain words: data, cost, limits, slices, overrides. */
  readonly sections: readonly { readonly heading: string; readonly lines: readonly string[] }[];
}

export const TAINTS = ["clean", "retrain-required", "retired", "kept-under-hold"] as const;
export type Taint = (typeof TAINTS)[number];

/** An artifact as the registry lists it. */
export interface ArtifactRecord {
  /** `art_` and 16 hex digits of the SHA-256 of the manifest in canonical JSON. */
  readonly id: string;
  readonly sha256: string;
  readonly manifest: ArtifactManifest;
  readonly card: ArtifactCard;
  readonly taint: Taint;
}
