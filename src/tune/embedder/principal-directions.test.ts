import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import {
  computeSecondMoments,
  findPrincipalDirections,
  normalizeVectors,
  project,
} from "./principal-directions.ts";

const near = (found: number | undefined, expected: number, within = 1e-9): void =>
  assert.ok(found !== undefined && Math.abs(found - expected) <= within, `${found}, ${expected}`);

describe("principal directions", () => {
  it("are those worked by hand for two dimensions", () => {
    // [[2, 1], [1, 2]] has eigenvalues 3 along (1, 1) and 1 along (1, −1).
    const { directions, share } = findPrincipalDirections(Float64Array.of(2, 1, 1, 2), 2, 1);
    near(directions[0]?.[0], Math.SQRT1_2);
    near(directions[0]?.[1], Math.SQRT1_2);
    near(share, 0.75);
  });

  it("satisfy the definition of an eigenvector, and stand at right angles", () => {
    const size = 24;
    const random = createRandom("moments");
    const vectors = Float32Array.from({ length: 50 * size }, () => random.uniform() - 0.5);
    const moments = computeSecondMoments(vectors, size);
    const { directions, share } = findPrincipalDirections(moments, size, size);
    near(share, 1);
    let before = Infinity;
    for (const [i, direction] of directions.entries()) {
      const image = Array.from({ length: size }, (_, row) =>
        direction.reduce((sum, value, k) => sum + value * (moments[row * size + k] ?? 0), 0),
      );
      const value = image.reduce((sum, entry, row) => sum + entry * (direction[row] ?? 0), 0);
      assert.ok(value <= before + 1e-12);
      before = value;
      for (const [row, entry] of image.entries()) near(entry, value * (direction[row] ?? 0), 1e-7);
      for (const [j, other] of directions.entries()) {
        const product = direction.reduce((sum, entry, k) => sum + entry * (other[k] ?? 0), 0);
        near(product, i === j ? 1 : 0, 1e-7);
      }
    }
  });

  it("give moments that are means of products", () => {
    const moments = computeSecondMoments(Float32Array.of(1, 2, 3, 4), 2);
    assert.deepEqual([...moments], [5, 7, 7, 10]);
  });

  it("keep lengths when none is dropped, and more vectors than fit one block", () => {
    const size = 8;
    const random = createRandom("lengths");
    const vectors = Float32Array.from({ length: 1500 * size }, () => random.uniform() - 0.5);
    const { directions } = findPrincipalDirections(computeSecondMoments(vectors, size), size, size);
    const projected = project(vectors, size, directions);
    assert.equal(projected.length, vectors.length);
    for (const row of [0, 1023, 1024, 1499]) {
      const lengthOf = (of: Float32Array): number =>
        Math.hypot(...of.subarray(row * size, (row + 1) * size));
      near(lengthOf(projected), lengthOf(vectors), 1e-5);
    }
  });
});

describe("normalized vectors", () => {
  it("have length 1, zeros stay zeros", () => {
    const vectors = normalizeVectors(Float32Array.of(3, 4, 0, 0), 2);
    near(vectors[0], 0.6, 1e-6);
    near(vectors[1], 0.8, 1e-6);
    assert.deepEqual([...vectors.subarray(2)], [0, 0]);
  });
});
