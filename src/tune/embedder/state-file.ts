/** @module A stopped training as a file, so that nothing that was paid for is trained twice. */
import { sha256Bytes } from "../../foundation/hash.ts";
import { trainingStateInvalid } from "../errors.ts";
import type { TrainingState } from "./training.ts";

/**
 * Layout, numbers little-endian: the 8 bytes of `MAGIC`; format, epoch, rows and dimensions as u32;
 * 32 bytes that name the run; rows and squares as f32; SHA-256 of all before.
 */
const MAGIC = "PLUMBRUN";
const FORMAT = 1;
const RUN_AT = MAGIC.length + 4 * 4;
const HASH_BYTES = 32;
const VALUES_AT = RUN_AT + HASH_BYTES;

const bytesOf = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/**
 * @param run what the training depends on: data, settings and seed. A state serves no other.
 * @returns the bytes of a file, of about 4 for each value of the rows.
 */
export function encodeTrainingState(
  { epoch, rows, squares }: TrainingState,
  run: string,
): Uint8Array {
  const count = squares.length;
  const head = Buffer.alloc(VALUES_AT);
  head.write(MAGIC, "latin1");
  for (const [i, value] of [FORMAT, epoch, count, rows.length / count].entries())
    head.writeUInt32LE(value, MAGIC.length + 4 * i);
  head.set(sha256Bytes(run), RUN_AT);
  const content = Buffer.concat([head, bytesOf(rows), bytesOf(squares)]);
  return Buffer.concat([content, sha256Bytes(content)]);
}

/**
 * @returns the state, in memory of its own.
 * @throws trainingStateInvalid for a damaged file, and for one of another run.
 */
export function decodeTrainingState(data: Uint8Array, run: string): TrainingState {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (bytes.length < VALUES_AT + HASH_BYTES || bytes.toString("latin1", 0, 8) !== MAGIC)
    throw trainingStateInvalid({ reason: "it is none, or cut short" });
  const end = bytes.length - HASH_BYTES;
  if (!bytes.subarray(end).equals(sha256Bytes(bytes.subarray(0, end))))
    throw trainingStateInvalid({ reason: "its checksum is wrong" });
  const number = (place: number): number => bytes.readUInt32LE(MAGIC.length + 4 * place);
  const [epoch, count, dimensions] = [number(1), number(2), number(3)];
  const size = count * dimensions;
  if (number(0) !== FORMAT || end !== VALUES_AT + 4 * (size + count))
    throw trainingStateInvalid({ reason: "another version of this program wrote it" });
  if (!bytes.subarray(RUN_AT, VALUES_AT).equals(sha256Bytes(run)))
    throw trainingStateInvalid({ reason: "its texts, settings or seed are others" });
  const values = Uint8Array.from(bytes.subarray(VALUES_AT, end)).buffer;
  return {
    epoch,
    rows: new Float32Array(values, 0, size),
    squares: new Float32Array(values, 4 * size, count),
  };
}
