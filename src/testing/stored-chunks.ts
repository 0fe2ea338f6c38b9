/** @module Chunks as a store gives them, for tests of what comes behind it. */
import type { StoredChunk } from "../ports/store.ts";

/** One chunk of an English handbook; all of it can be given, and ids follow the sequence. */
export function storedChunkOf(given: Partial<StoredChunk> = {}): StoredChunk {
  const { sequence = 0, start = sequence * 1000 } = given;
  const chunk = {
    id: `chk_a_1_${sequence}`,
    candidate: sequence,
    documentId: "doc_a",
    key: "a.md",
    collection: "hr",
    title: "Handbook",
    versionHash: "v1",
    language: "en",
    analyzer: "en-1",
    modifiedAt: "2026-01-01T00:00:00.000Z",
    metadata: {},
    sequence,
    headings: ["Handbook"],
    kinds: ["paragraph"],
    matched: [],
    text: "",
    ...given,
  } as const;
  return { ...chunk, start, end: start + chunk.text.length };
}
