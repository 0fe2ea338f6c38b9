/** @module The write path: what a source holds, parsed, chunked, embedded and stored. */
export { chunkDocument, countTokens, type ChunkSettings } from "./chunk/index.ts";
export { badAccess, duplicateKey, noText, tooManyDeletes } from "./errors.ts";
export { readOwnAccess, resolveAccess } from "./prepare/access.ts";
export type { SyncCounts, SyncEvent } from "./sync/events.ts";
export { syncSource, type SyncRequest } from "./sync/sync-source.ts";
