/** @module What is read of a segment before anything is asked: its size and where its terms lie. */
import { crc32 } from "node:zlib";

import { sealBlock, unsealBlock } from "./block.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";
import { corruptBlock } from "./errors.ts";

export interface Directory {
  /** Chunks of the segment, those without text included. */
  readonly count: number;
  /** The first term of each dictionary block in UTF-8, ascending; the index is the block's number. */
  readonly firstTerms: readonly Uint8Array[];
}

/** @param lengths the block of lengths, which has no envelope: its checksum is kept here. */
export function encodeDirectory({ count, firstTerms }: Directory, lengths: Uint8Array): Uint8Array {
  const writer = new ByteWriter();
  const checksum = crc32(lengths);
  writer.varint(count);
  writer.varint(checksum >>> 16);
  writer.varint(checksum & 0xffff);
  writer.varint(firstTerms.length);
  for (const term of firstTerms) {
    writer.varint(term.length);
    writer.append(term);
  }
  return sealBlock("directory", 0, writer.view());
}

/** @throws `lexical.corrupt-block` also when the lengths are not those of the directory. */
export function decodeDirectory(block: Uint8Array, lengths: Uint8Array): Directory {
  const reader = new ByteReader(unsealBlock("directory", 0, block), "directory block 0");
  const count = reader.varint();
  const checksum = reader.varint() * 0x10000 + reader.varint();
  if (lengths.length !== count * 2)
    throw corruptBlock({ block: "lengths block", reason: "has another size" });
  if (crc32(lengths) !== checksum)
    throw corruptBlock({ block: "lengths block", reason: "does not match its checksum" });
  const firstTerms = Array.from({ length: reader.varint() }, () => reader.take(reader.varint()));
  return { count, firstTerms };
}

/** The number of the only block that can hold a term, or -1 when it is before all. */
export function findBlock({ firstTerms }: Directory, term: Uint8Array): number {
  let low = 0;
  let high = firstTerms.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (Buffer.compare(firstTerms[middle] ?? term, term) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
