/** @module Passages for tests of what comes behind retrieval. */
import type { Passage } from "../domain/passage.ts";
import type { RankedSentence } from "../ports/generator.ts";

/** A passage of a document of its own that begins at `span.start`; all else can be given. */
export function passageOf(text: string, more: Partial<Passage> = {}): Passage {
  const { start = 0 } = more.span ?? {};
  return {
    chunkId: "chk_a_1_0",
    chunkIds: ["chk_a_1_0"],
    documentId: "doc_a",
    key: "a.md",
    collection: "hr",
    versionHash: "v1",
    title: "Handbook",
    headings: ["Handbook"],
    language: "en",
    analyzer: "en-1",
    modifiedAt: "2026-01-02T00:00:00.000Z",
    metadata: {},
    kinds: ["paragraph"],
    text,
    rank: 1,
    score: 1,
    why: { lexical: { rank: 1, score: 4, normalized: 1 }, alpha: 0.3, terms: [] },
    duplicates: [],
    ...more,
    span: { start, end: start + text.length },
  };
}

/** Each line of each passage as a sentence, all equally good. */
export function sentencesOf(passages: readonly Passage[]): readonly RankedSentence[] {
  return passages.flatMap(({ text }, passage) =>
    [...text.matchAll(/[^\n]+/g)].map((line) => ({
      passage,
      start: line.index,
      end: line.index + line[0].length,
      score: 1,
      covered: [],
    })),
  );
}
