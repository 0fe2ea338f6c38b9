/** @module The write path: what a source holds, parsed, chunked, embedded and stored. */
export { buildIndex, type BuildEvent, type BuildRequest } from "./build/build-index.ts";
export { chunkDocument, countTokens, type ChunkSettings } from "./chunk/index.ts";
export { badAccess, duplicateKey, noText, tooManyDeletes } from "./errors.ts";
export { readOwnAccess, resolveAccess } from "./prepare/access.ts";
export { embedChunks, toEmbeddedHash, type ChunkText } from "./prepare/embed-chunks.ts";
export { parseVariant, toVariant, type IndexSettings } from "./prepare/index-settings.ts";
export {
  indexText,
  type IndexableText,
  type IndexedText,
  toIndexedBody,
} from "./prepare/index-text.ts";
export type { LivePlan } from "./prepare/prepare-puts.ts";
export type { SyncCounts, SyncEvent } from "./sync/events.ts";
export { syncSource, type SyncRequest } from "./sync/sync-source.ts";
