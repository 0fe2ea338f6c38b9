/** @module Prefixed ids: derived from content where the same thing must keep its id, random elsewhere. */
import type { Entropy } from "./effects.ts";
import { hashJson, sha256 } from "./hash.ts";

/** The same collection, source and key give the same id in every installation. */
export function toDocumentId(collection: string, source: string, key: string): string {
  return `doc_${sha256(`${collection}\n${source}\n${key}`).slice(0, 20)}`;
}

/** Stable for a document version: neither its place in the index nor its neighbours matter. */
export function toChunkId(documentId: string, versionHash: string, sequence: number): string {
  return `chk_${documentId.slice(4)}_${versionHash.slice(0, 8)}_${sequence}`;
}

/** The document that a chunk's id names. */
export function toDocumentIdOfChunk(chunkId: string): string {
  return `doc_${chunkId.split("_")[1] ?? ""}`;
}

/** Content-addressed: equal configurations are the same release. */
export function toReleaseId(configuration: unknown): string {
  return `rel_${hashJson(configuration).slice(0, 16)}`;
}

type RandomPrefix = "ans" | "evl" | "fbk" | "hld" | "job" | "key" | "trc";

export function createRandomId(prefix: RandomPrefix, entropy: Entropy): string {
  return `${prefix}_${Buffer.from(entropy.bytes(10)).toString("hex")}`;
}
