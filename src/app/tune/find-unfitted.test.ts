import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Release, RetrievalPlan } from "../../domain/release.ts";
import { makeRelease } from "../../registry/index.ts";
import { contentOf } from "../../testing/release-fixtures.ts";
import { findUnfitted } from "./find-unfitted.ts";
import type { TuneLane } from "./tune-input.ts";

const { base } = contentOf();
const { chunking, embedder, reranker, retrieve } = base;
const PLAIN: RetrievalPlan = { chunking, embedder, reranker, retrieve };
const TUNED = { adapter: "tuned", options: { artifact: "art_0123456789abcdef" } };
const SEARCHED: RetrievalPlan = {
  ...PLAIN,
  chunking: { ...chunking, maxTokens: 150 },
  retrieve: { ...retrieve, k1: 0.6, b: 0.3, alpha: 0.4, depth: 50 },
};
const LAST: RetrievalPlan = { ...SEARCHED, reranker: TUNED };

const releaseOf = (origin: string, parent?: Release, hr?: RetrievalPlan): Release =>
  makeRelease(
    { base, collections: hr ? { hr } : {} },
    { createdAt: "2026-03-02T09:00:00.000Z", origin, parent: parent?.id },
  );

const configured = releaseOf("configured");
const searched = releaseOf("tune retrieval hr", configured, SEARCHED);
const last = releaseOf("tune reranker hr", searched, LAST);

const find = (
  lane: TuneLane,
  serves: Release,
  known: readonly Release[] = [configured, searched],
) =>
  findUnfitted(
    { findRelease: async (id) => known.find((each) => each.id === id) },
    { lane, collection: "hr", serves, configured },
  );

describe("what a lane is held against", () => {
  it("is what serves where the lane has not fitted it", async () => {
    assert.deepEqual(await find("reranker", configured), PLAIN);
    assert.deepEqual(await find("reranker", searched), SEARCHED);
  });

  it("is what serves without what the lane made of it, and with what the others made", async () => {
    assert.deepEqual(await find("reranker", last), SEARCHED);
    assert.deepEqual(await find("retrieval", last), { ...PLAIN, reranker: TUNED });
    const { alpha: _own, ...others } = SEARCHED.retrieve;
    assert.deepEqual(await find("fusion", last), { ...LAST, retrieve: others });
  });

  it("goes back behind every round of the lane", async () => {
    const other = { ...TUNED, options: { artifact: "art_fedcba9876543210" } };
    const again = releaseOf("tune reranker hr", last, { ...LAST, reranker: other });
    assert.deepEqual(await find("reranker", again, [configured, searched, last]), SEARCHED);
  });

  it("is what is configured where nobody knows what served before", async () => {
    assert.deepEqual(await find("reranker", last, []), { ...LAST, reranker });
  });
});
