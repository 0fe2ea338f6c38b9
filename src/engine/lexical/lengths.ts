/** @module Chunk lengths as bytes. */

const MAX_LENGTH = 0xffff;

/** Uint16, little-endian; longer chunks are kept as 65,535. */
export function encodeLengths(lengths: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(lengths.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [ordinal, length] of lengths.entries())
    view.setUint16(ordinal * 2, Math.min(length, MAX_LENGTH), true);
  return bytes;
}

export function decodeLengths(bytes: Uint8Array): Uint16Array {
  const lengths = new Uint16Array(bytes.length / 2);
  for (let i = 0; i < lengths.length; i++)
    lengths[i] = (bytes[i * 2] ?? 0) | ((bytes[i * 2 + 1] ?? 0) << 8);
  return lengths;
}
