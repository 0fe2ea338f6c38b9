/** @module The envelope of every block: a checksum and a kind, so that damage never becomes a result. */
import { crc32 } from "node:zlib";

import { corruptBlock } from "./errors.ts";

export type BlockKind = "directory" | "dictionary";

/** First byte after the checksum; raised when the layout of that kind changes. */
const KIND_BYTE: Readonly<Record<BlockKind, number>> = { directory: 0x11, dictionary: 0x21 };

const HEADER_LENGTH = 9;

/**
 * CRC-32 of all that follows (4 bytes), kind (1), number (4), content; integers little-endian.
 *
 * @param number the block's place among its kind, so that two blocks cannot be exchanged.
 */
export function sealBlock(kind: BlockKind, number: number, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_LENGTH + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(4, KIND_BYTE[kind]);
  view.setUint32(5, number, true);
  bytes.set(content, HEADER_LENGTH);
  view.setUint32(0, crc32(bytes.subarray(4)), true);
  return bytes;
}

/**
 * The content of a block.
 *
 * @throws `lexical.corrupt-block` when a byte differs from what was sealed, or the block is another.
 */
export function unsealBlock(kind: BlockKind, number: number, bytes: Uint8Array): Uint8Array {
  const block = `${kind} block ${number}`;
  if (bytes.length < HEADER_LENGTH) throw corruptBlock({ block, reason: "is too short" });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== crc32(bytes.subarray(4)))
    throw corruptBlock({ block, reason: "does not match its checksum" });
  if (view.getUint8(4) !== KIND_BYTE[kind] || view.getUint32(5, true) !== number)
    throw corruptBlock({ block, reason: "is another block, or of another version" });
  return bytes.subarray(HEADER_LENGTH);
}
