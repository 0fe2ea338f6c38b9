import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { createEncode, toBatches } from "./encode.ts";
import { createFakeRuntime } from "./fake-runtime.ts";
import type { OpenedEncoder } from "./runtime.ts";

const SETTINGS = { maxTokens: 100, pooling: "mean", alone: false } as const;

/** States as given, whatever is asked. */
const fixed = (values: readonly number[], length: number, dimensions: number): OpenedEncoder => ({
  tokenize: (text) => [1, ...[...text].map(() => 9), 2],
  run: async (rows) => ({
    values: Float32Array.from(values),
    rows: rows.length,
    length,
    dimensions,
  }),
});

describe("encoding texts", () => {
  it("takes the mean of a text's own pieces, padding left out, at length 1", async () => {
    // Two texts of 3 and 4 pieces in one batch; the last state of the first is padding.
    const states = [1, 0, 3, 0, 2, 6, 99, 99, 0, 1, 0, 1, 0, 1, 0, 5];
    const encode = createEncode(fixed(states, 4, 2), SETTINGS);
    const [first, second] = await encode(["x", "xx"]);
    // The mean (2, 2) has the direction (1, 1).
    for (const value of first ?? []) assert.ok(Math.abs(value - Math.SQRT1_2) < 1e-6);
    assert.deepEqual([...(second ?? [])], [0, 1]);
  });

  it("takes the first piece's state alone where the model is trained so", async () => {
    const encode = createEncode(fixed([0, 2, 9, 9, 9, 9], 3, 2), { ...SETTINGS, pooling: "cls" });
    assert.deepEqual([...((await encode(["x"]))[0] ?? [])], [0, 1]);
  });

  it("keeps the closing piece of a text that is cut", async () => {
    const given: (readonly number[])[] = [];
    const encoder: OpenedEncoder = {
      tokenize: (text) => [1, ...[...text].map((letter) => letter.charCodeAt(0)), 2],
      async run(rows) {
        given.push(...rows);
        return {
          values: new Float32Array(rows.length).fill(1),
          rows: rows.length,
          length: undefined,
          dimensions: 1,
        };
      },
    };
    const encode = createEncode(encoder, { ...SETTINGS, maxTokens: 5 });
    await encode(["abcdefgh", "x"]);
    assert.deepEqual(given.toSorted((a, b) => b.length - a.length)[0], [1, 97, 98, 99, 2]);
  });

  it("gives a text without direction zeros", async () => {
    const [vector] = await createEncode(fixed([0, 0], 1, 2), SETTINGS)(["x"]);
    assert.deepEqual([...(vector ?? [])], [0, 0]);
  });

  it("reads short texts together and long ones apart, each once", () => {
    const random = createRandom("batches");
    for (let round = 0; round < 50; round++) {
      const rows = Array.from({ length: 1 + random.below(40) }, () =>
        Array.from({ length: 1 + random.below(300) }, () => 7),
      );
      const batches = toBatches(rows, 512);
      assert.deepEqual(
        batches.flat().toSorted((a, b) => a - b),
        [...rows.keys()],
      );
      for (const batch of batches) {
        const longest = Math.max(...batch.map((at) => rows[at]?.length ?? 0));
        assert.ok(batch.length === 1 || longest * batch.length <= 512);
      }
    }
  });

  it("reads each text alone where neighbors would change its vector", async () => {
    const runtime = createFakeRuntime(4);
    await createEncode(runtime.encoder, { ...SETTINGS, alone: true })(["a", "b", "cc"]);
    assert.deepEqual(runtime.batches, [[3], [3], [4]]);
  });

  it("stops between batches", async () => {
    const encode = createEncode(fixed([1], 1, 1), SETTINGS);
    await assert.rejects(encode(["x"], AbortSignal.abort(new Error("gone"))), /gone/);
  });
});
