import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { decodeDenseBlock, encodeDenseBlock, mergeDenseBlocks } from "./block.ts";
import { corruptDenseBlock, vectorMismatch } from "./errors.ts";
import { quantize } from "./quantize.ts";

const random = createRandom("dense-block");
const makeBlock = (count: number, dimensions: number) =>
  quantize(
    Array.from({ length: count }, () =>
      Float32Array.from({ length: dimensions }, () => random.uniform() - 0.5),
    ),
    dimensions,
  );

describe("dense blocks as bytes", () => {
  it("come back as they were, also from the middle of a larger array", () => {
    for (const [count, dimensions] of [
      [0, 4],
      [1, 1],
      [3, 5],
      [40, 256],
    ] as const) {
      const block = makeBlock(count, dimensions);
      const bytes = encodeDenseBlock(block);
      assert.equal(bytes.length, 16 + count * 4 + count * dimensions);
      const within = new Uint8Array(bytes.length + 7);
      within.set(bytes, 3);
      assert.deepEqual(decodeDenseBlock(bytes), block);
      assert.deepEqual(decodeDenseBlock(within.subarray(3, 3 + bytes.length)), block);
    }
  });

  it("are little-endian on every machine", () => {
    const bytes = encodeDenseBlock({
      rows: Int8Array.of(-1, 2),
      scales: Float32Array.of(1),
      count: 1,
      dimensions: 2,
    });
    assert.equal(Buffer.from(bytes.subarray(0, 4)).toString("latin1"), "PLD1");
    // count 1, dimensions 2, 1 as a float (0x3f800000), then -1 and 2.
    assert.deepEqual([...bytes.subarray(8)], [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 128, 63, 255, 2]);
  });

  it("are refused when any single bit is flipped, or bytes are missing or added", () => {
    const bytes = encodeDenseBlock(makeBlock(3, 4));
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.throws(() => decodeDenseBlock(flipped), corruptDenseBlock.is);
    }
    for (let length = 0; length < bytes.length; length++)
      assert.throws(() => decodeDenseBlock(bytes.slice(0, length)), corruptDenseBlock.is);
    assert.throws(
      () => decodeDenseBlock(Buffer.concat([bytes, Buffer.alloc(4)])),
      corruptDenseBlock.is,
    );
  });
});

describe("mergeDenseBlocks", () => {
  it("keeps every row in its place and empties the deleted ones", () => {
    const [a, b] = [makeBlock(2, 3), makeBlock(3, 3)];
    const merged = mergeDenseBlocks(
      [
        { block: a, live: undefined },
        { block: b, live: Uint8Array.of(1, 0, 1) },
      ],
      3,
    );
    assert.equal(merged.count, 5);
    assert.deepEqual([...merged.rows.subarray(0, 9)], [...a.rows, ...b.rows.subarray(0, 3)]);
    assert.deepEqual([...merged.rows.subarray(9, 12)], [0, 0, 0]);
    assert.deepEqual([...merged.rows.subarray(12)], [...b.rows.subarray(6)]);
    assert.deepEqual([...merged.scales], [...a.scales, b.scales[0], 0, b.scales[2]]);
  });

  it("leaves what it was given unchanged", () => {
    const block = makeBlock(1, 2);
    const before = [...block.rows];
    mergeDenseBlocks([{ block, live: Uint8Array.of(0) }], 2);
    assert.deepEqual([...block.rows], before);
  });

  it("gives no rows for no parts, and refuses parts of other dimensions", () => {
    assert.equal(mergeDenseBlocks([], 4).count, 0);
    const parts = [{ block: makeBlock(1, 3), live: undefined }];
    assert.throws(() => mergeDenseBlocks(parts, 4), vectorMismatch.is);
  });
});
