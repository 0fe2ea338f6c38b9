/** @module Releases, moves of aliases and their decisions, for tests. */
import type { DecisionRecord } from "../domain/decision-record.ts";
import type { AliasMove, Release, ReleaseContent } from "../domain/release.ts";
import { toReleaseId } from "../foundation/ids.ts";
import { decisionOf } from "./record-fixtures.ts";

const AT = "2026-03-02T09:00:00.000Z";

export const contentOf = (changes: Partial<ReleaseContent["base"]> = {}): ReleaseContent => ({
  format: "plumbline.release/1",
  base: {
    chunking: { maxTokens: 300, minTokens: 60, titleWeight: 1 },
    embedder: { adapter: "static", options: {} },
    reranker: { adapter: "light", options: {} },
    retrieve: { topK: 8, depth: 100, k1: 0.9, b: 0.75, rerankDepth: 50, maxPassageTokens: 600 },
    generator: { adapter: "extractive", options: {} },
    verifier: { adapter: "lexical", options: {} },
    answer: { threshold: 0.5, maxContextTokens: 4000 },
    ...changes,
  },
  collections: {},
  artifacts: [],
});

export function releaseOf(content: ReleaseContent = contentOf()): Release {
  return { id: toReleaseId(content), content, createdAt: AT, origin: "configured" };
}

/** A release like no other of its number. */
export const numberedRelease = (number: number): Release =>
  releaseOf(contentOf({ answer: { threshold: number / 1000, maxContextTokens: 4000 } }));

export function moveOf(
  changes: Partial<AliasMove> = {},
): Omit<AliasMove, "number"> & { readonly decision: string } {
  const { number: _, ...rest } = changes;
  return {
    alias: "champion",
    movedAt: AT,
    by: "owner",
    decision: "dec_0000000000000001",
    reason: "the gate passed",
    ...rest,
  };
}

export const gateDecisionOf = (id: string, changes: Partial<DecisionRecord> = {}): DecisionRecord =>
  decisionOf(id, { kind: "promotion", approach: "pass", ...changes });
