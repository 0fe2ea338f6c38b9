/** @module Term keys as a column: two 32-bit numbers, the revision and the body's start, then keys. */
import { TERM_KEYS_REVISION } from "../../../engine/analysis/index.ts";
import type { TermKeys } from "../../../ports/store.ts";

const HEADER = 2;

export function packTermKeys({ keys, body }: TermKeys): Uint8Array {
  const packed = new Int32Array(HEADER + keys.length);
  packed.set([TERM_KEYS_REVISION, body]);
  packed.set(keys, HEADER);
  return new Uint8Array(packed.buffer);
}

/** Nothing for keys that were read by other rules than today's. */
export function unpackTermKeys(data: Uint8Array): TermKeys | undefined {
  const aligned = data.byteOffset % Int32Array.BYTES_PER_ELEMENT === 0 ? data : data.slice();
  const packed = new Int32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
  const [revision, body = 0] = packed;
  if (revision !== TERM_KEYS_REVISION) return undefined;
  return { keys: packed.subarray(HEADER), body };
}
