import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RankingModel } from "../../engine/rerank/index.ts";
import { PlumblineError } from "../../foundation/errors.ts";
import { adapterContext } from "../../testing/adapter-context.ts";
import { artifactOf, cardOf } from "../../testing/artifact-store-contract.ts";
import { createFakeArtifactStore } from "../../testing/fake-artifact-store.ts";
import { describeReranker } from "../../testing/reranker-contract.ts";
import { storedChunkOf } from "../../testing/stored-chunks.ts";
import { tunedReranker } from "./tuned.ts";

const MODEL: RankingModel = {
  format: "plumbline.reranker/1",
  kind: "linear",
  features: ["fused", "cov", "lexical"],
  weights: [0.5, 2, 1],
};
const TREES: RankingModel = {
  format: "plumbline.reranker/1",
  kind: "trees",
  features: ["cov"],
  trees: [
    {
      feature: [0, -1, -1],
      threshold: [0, 0, 0],
      left: [1, 0, 0],
      right: [2, 0, 0],
      value: [0, -1, 1],
    },
  ],
};

const open = (options: unknown, artifacts = createFakeArtifactStore()) =>
  tunedReranker.create(tunedReranker.options.parse(options), adapterContext({ artifacts }));

describeReranker("tuned, weights", () => open({ model: MODEL }));
describeReranker("tuned, trees", () => open({ model: TREES }));

const chunks = ["parental leave", "leave", "rent"].map((text, sequence) =>
  storedChunkOf({ text, sequence }),
);
const request = {
  question: "parental leave",
  terms: () => ["parent", "leav"].map((term) => ({ term, weight: 1 })),
  statistics: {
    chunks: 10,
    terms: [
      { term: "parent", documents: 1 },
      { term: "leav", documents: 3 },
    ],
  },
  chunks,
  scores: [0.2, 0.9, 0.1],
};

async function keep(
  files: Readonly<Record<string, unknown>>,
  kind: "reranker" | "fusion" = "reranker",
) {
  const artifacts = createFakeArtifactStore();
  const bytes = Object.entries(files).map(
    ([name, value]) =>
      [
        name,
        new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value)),
      ] as const,
  );
  const { id } = await artifacts.put(artifactOf({ kind, files: new Map(bytes) }), cardOf());
  return { artifacts, artifact: id };
}

describe("the tuned reranker", () => {
  it("weighs each candidate against the others, and says what each feature added", async () => {
    const entries = await (await open({ model: MODEL })).rerank(request);
    const best = entries.toSorted((a, b) => b.score - a.score)[0];
    assert.equal(best, entries[0]);
    for (const { score, shares } of entries) {
      const sum = Object.values(shares).reduce((total, share) => total + share, 0);
      assert.ok(Math.abs(sum - score) < 1e-12);
    }
    assert.ok((entries[0]?.shares["cov"] ?? 0) > 0 && (entries[2]?.shares["cov"] ?? 0) < 0);
  });

  it("reads the legs where they are known, and does without where they are not", async () => {
    const reranker = await open({ model: MODEL });
    const legs = [0, 0, 1].map((lexical) => ({ lexical, dense: 0 }));
    const [known, unknown] = [
      await reranker.rerank({ ...request, legs }),
      await reranker.rerank(request),
    ];
    assert.ok((known[2]?.shares["lexical"] ?? 0) > 0);
    assert.ok(unknown.every(({ shares }) => shares["lexical"] === undefined));
  });

  it("is the same from an artifact as from its options", async () => {
    const { artifacts, artifact } = await keep({ "model.json": MODEL });
    const [kept, given] = [await open({ artifact }, artifacts), await open({ model: MODEL })];
    assert.equal(kept.id, given.id);
    assert.deepEqual(await kept.rerank(request), await given.rerank(request));
  });

  const BAD: Readonly<Record<string, Parameters<typeof keep>>> = {
    "of another kind": [{ "model.json": MODEL }, "fusion"],
    "without a model": [{ "other.json": MODEL }],
    "that is no JSON": [{ "model.json": "{" }],
    "of a foreign format": [{ "model.json": { ...MODEL, format: "other/1" } }],
    "with a feature from elsewhere": [
      { "model.json": { ...MODEL, features: ["fused", "cov", "x"] } },
    ],
    "with too few weights": [{ "model.json": { ...MODEL, weights: [1] } }],
    "with trees that lead nowhere": [
      { "model.json": { ...TREES, trees: [{ ...TREES.trees[0], right: [7, 0, 0] }] } },
    ],
  };
  for (const [name, given] of Object.entries(BAD))
    it(`refuses an artifact ${name}`, async () => {
      const { artifacts, artifact } = await keep(...given);
      await assert.rejects(open({ artifact }, artifacts), (error) => {
        assert.ok(error instanceof PlumblineError && error.code === "adapters.model-invalid");
        assert.ok(error.message.startsWith(artifact));
        return true;
      });
    });
});
