import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toUnitVector } from "../../foundation/vectors.ts";
import type { Embedder } from "../../ports/embedder.ts";
import { createFakeEmbedder } from "../../testing/fake-embedder.ts";
import { embedChunks, toEmbeddedHash, type ChunkText } from "./embed-chunks.ts";

const LEAVE: ChunkText = { headings: ["Handbook", "Leave"], body: "Twelve weeks." };
const RENT: ChunkText = { headings: ["Handbook", "Leave"], body: "Not the rent." };
const BARE: ChunkText = { headings: [], body: "Nothing stands above it." };

/** Remembers the texts of each call. */
function createCounted(titleShare?: number) {
  const calls: string[][] = [];
  const fake = createFakeEmbedder({ dimensions: 32, maxBatch: 3 });
  const embedder: Embedder = {
    ...fake,
    ...(titleShare === undefined ? {} : { titleShare }),
    embed: (request) => (calls.push([...request.texts]), fake.embed(request)),
  };
  const vectorOf = async (text: string): Promise<Float32Array> => {
    const [vector] = await fake.embed({ texts: [text], role: "document" });
    assert.ok(vector);
    return vector;
  };
  return { embedder, calls, vectorOf };
}

describe("the vector of a chunk", () => {
  it("is that of headings and body where the embedder mixes no titles in", async () => {
    const { embedder, calls, vectorOf } = createCounted();
    const [leave, bare] = await embedChunks([LEAVE, BARE], embedder);
    assert.deepEqual(leave, await vectorOf("Handbook\nLeave\nTwelve weeks."));
    assert.deepEqual(bare, await vectorOf(BARE.body));
    assert.equal(calls.flat().length, 2);
  });

  it("is both vectors by their shares, of length 1 again", async () => {
    const { embedder, vectorOf } = createCounted(0.35);
    const [mixed, bare] = await embedChunks([LEAVE, BARE], embedder);
    const text = await vectorOf("Handbook\nLeave\nTwelve weeks.");
    const title = await vectorOf("Handbook\nLeave");
    const sum = text.map((value, i) => 0.65 * value + 0.35 * (title[i] ?? 0));
    assert.deepEqual(mixed, toUnitVector(sum));
    assert.notDeepEqual(mixed, text);
    assert.deepEqual(bare, await vectorOf(BARE.body));
  });

  it("embeds headings that many chunks have once, in batches that the embedder takes", async () => {
    const { embedder, calls } = createCounted(0.35);
    await embedChunks([LEAVE, RENT, LEAVE, BARE], embedder);
    const texts = calls.flat();
    assert.equal(new Set(texts).size, texts.length);
    assert.equal(texts.filter((text) => text === "Handbook\nLeave").length, 1);
    assert.deepEqual(
      calls.map(({ length }) => length),
      [3, 1],
    );
  });

  it("is the text's where the headings' vector would cancel it, or has no direction", async () => {
    const opposite: Pick<Embedder, "embed" | "maxBatch" | "titleShare"> = {
      maxBatch: 9,
      titleShare: 0.5,
      embed: async ({ texts }) =>
        texts.map((text) => Float32Array.of(text.includes("\n") ? 1 : text === "-" ? 0 : -1)),
    };
    const chunks = [
      { headings: ["against"], body: "x" },
      { headings: ["-"], body: "x" },
    ];
    const vectors = await embedChunks(chunks, opposite);
    assert.deepEqual(vectors, [Float32Array.of(1), Float32Array.of(1)]);
  });
});

describe("the hash of what is embedded", () => {
  it("tells headings from text: the same words weigh differently", () => {
    const above = { headings: ["Handbook", "Leave"], body: "Twelve weeks." };
    const within = { headings: ["Handbook"], body: "Leave\nTwelve weeks." };
    const bare = { headings: [], body: "Handbook\nLeave\nTwelve weeks." };
    assert.equal(new Set([above, within, bare].map(toEmbeddedHash)).size, 3);
    assert.equal(toEmbeddedHash(above), toEmbeddedHash({ ...above }));
  });
});
