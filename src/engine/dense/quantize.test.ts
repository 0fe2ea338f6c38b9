import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { vectorMismatch, vectorNotFinite } from "./errors.ts";
import { quantize } from "./quantize.ts";

describe("quantize", () => {
  it("scales each row by its largest magnitude and rounds half to even", () => {
    // Scales 1 and 2: -2.5 and 0.5 lie halfway and go to the even neighbor.
    const block = quantize(
      [Float32Array.of(127, -2.5, 0.5, 1.5), Float32Array.of(-254, 100, 0, 3)],
      4,
    );
    assert.deepEqual([...block.scales], [1, 2]);
    assert.deepEqual([...block.rows], [127, -2, 0, 2, -127, 50, 0, 2]);
    assert.equal(block.count, 2);
    assert.equal(block.dimensions, 4);
  });

  it("gives a zero vector the scale 0, and so one too small for a 32-bit float", () => {
    const block = quantize([new Float32Array(2), Float32Array.of(1e-45, 0)], 2);
    assert.deepEqual([...block.scales], [0, 0]);
    assert.deepEqual([...block.rows], [0, 0, 0, 0]);
  });

  it("never gives -128 and errs by half a scale at most", () => {
    const random = createRandom("quantize");
    for (let round = 0; round < 200; round++) {
      const vector = Float32Array.from(
        { length: 24 },
        () => (random.uniform() - 0.5) * 10 ** (round % 9),
      );
      const { rows, scales } = quantize([vector], 24);
      const scale = scales[0] ?? Number.NaN;
      for (const [i, value] of vector.entries()) {
        const stored = rows[i] ?? Number.NaN;
        assert.ok(stored >= -127 && stored <= 127);
        assert.ok(Math.abs(stored * scale - value) <= scale * 0.5001);
      }
    }
  });

  it("refuses another length and values that are not finite", () => {
    assert.throws(() => quantize([new Float32Array(3)], 4), vectorMismatch.is);
    for (const value of [Number.NaN, Infinity, -Infinity])
      assert.throws(() => quantize([Float32Array.of(1, value)], 2), vectorNotFinite.is);
  });

  it("gives an empty block for no vectors", () => {
    assert.equal(quantize([], 8).rows.length, 0);
  });
});
