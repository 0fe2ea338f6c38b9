/** @module The bytes of a block of vectors as a store keeps them, and joining blocks. */
import { crc32 } from "node:zlib";
import { corruptDenseBlock, vectorMismatch } from "./errors.ts";
import type { DenseBlock } from "./quantize.ts";

/** "PLD1" read as a little-endian integer. */
const MAGIC = 0x31_44_4c_50;
const HEADER_BYTES = 16;
const CHECKED_FROM = 8;

/**
 * Little-endian: magic, CRC-32 of all that follows, count, dimensions (4 bytes each), then the
 * scales as 32-bit floats, then the rows. Equal blocks give equal bytes.
 */
export function encodeDenseBlock(block: DenseBlock): Uint8Array {
  const { rows, scales, count, dimensions } = block;
  const bytes = new Uint8Array(HEADER_BYTES + count * 4 + rows.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(8, count, true);
  view.setUint32(12, dimensions, true);
  for (const [row, scale] of scales.entries()) view.setFloat32(HEADER_BYTES + row * 4, scale, true);
  bytes.set(new Uint8Array(rows.buffer, rows.byteOffset, rows.length), HEADER_BYTES + count * 4);
  view.setUint32(4, crc32(bytes.subarray(CHECKED_FROM)), true);
  return bytes;
}

/**
 * @returns the block; its rows share the memory of `bytes`, which must not change afterwards.
 * @throws `engine.corrupt-dense-block` for any bytes that `encodeDenseBlock` did not write.
 */
export function decodeDenseBlock(bytes: Uint8Array): DenseBlock {
  if (bytes.length < HEADER_BYTES) throw corruptDenseBlock({ reason: "it is too short" });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(0, true) !== MAGIC)
    throw corruptDenseBlock({ reason: "it is of no known kind" });
  if (view.getUint32(4, true) !== crc32(bytes.subarray(CHECKED_FROM)))
    throw corruptDenseBlock({ reason: "its checksum differs" });
  const count = view.getUint32(8, true);
  const dimensions = view.getUint32(12, true);
  const rowsAt = HEADER_BYTES + count * 4;
  if (bytes.length !== rowsAt + count * dimensions)
    throw corruptDenseBlock({ reason: "its length differs from what its header says" });
  const scales = new Float32Array(count);
  for (let row = 0; row < count; row++) scales[row] = view.getFloat32(HEADER_BYTES + row * 4, true);
  const rows = new Int8Array(bytes.buffer, bytes.byteOffset + rowsAt, count * dimensions);
  return { rows, scales, count, dimensions };
}

export interface BlockPart {
  readonly block: DenseBlock;
  /** One byte a row, 0 for a deleted one; `undefined` where all rows live. */
  readonly live: Uint8Array | undefined;
}

/**
 * Joins blocks in the order given. Deleted rows become zero rows: their vector is gone, and every
 * row keeps its place. No parts give a block of no rows.
 *
 * @throws `engine.vector-mismatch` when a part has other dimensions.
 */
export function mergeDenseBlocks(parts: readonly BlockPart[], dimensions: number): DenseBlock {
  const count = parts.reduce((sum, { block }) => sum + block.count, 0);
  const rows = new Int8Array(count * dimensions);
  const scales = new Float32Array(count);
  let at = 0;
  for (const { block, live } of parts) {
    if (block.dimensions !== dimensions)
      throw vectorMismatch({ expected: dimensions, found: block.dimensions });
    rows.set(block.rows, at * dimensions);
    scales.set(block.scales, at);
    for (const [row, alive] of live?.entries() ?? []) {
      if (alive) continue;
      rows.fill(0, (at + row) * dimensions, (at + row + 1) * dimensions);
      scales[at + row] = 0;
    }
    at += block.count;
  }
  return { rows, scales, count, dimensions };
}
