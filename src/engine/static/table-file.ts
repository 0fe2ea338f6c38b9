/** @module The file of a static embedder: vocabulary and rows in one, with a checksum at its end. */
import { sha256, sha256Bytes } from "../../foundation/hash.ts";
import { isMatchingTable, type StaticTable } from "./static-table.ts";
import { corruptStaticTable } from "./errors.ts";

/**
 * Layout, numbers little-endian: the 8 bytes of `MAGIC`; format, rows, dimensions, bytes of the name
 * and bytes of the vocabulary as u32; the name and the vocabulary (pieces ended by line feeds) in
 * UTF-8; zeros up to a multiple of 4; the scales as f32; the codes as i8; SHA-256 of all before.
 */
const MAGIC = "PLUMBTAB";
const FORMAT = 1;
const HEADER_BYTES = MAGIC.length + 5 * 4;
const HASH_BYTES = 32;
/** Far above any real table: a garbled header must not ask for memory. */
const MOST_ROWS = 65_536;
const MOST_DIMENSIONS = 4096;

const alignFour = (at: number): number => Math.ceil(at / 4) * 4;

/** @returns the bytes of a file; equal tables give equal bytes. */
export function encodeStaticTable(table: StaticTable): Uint8Array {
  const name = Buffer.from(table.name, "utf8");
  const vocabulary = Buffer.from(table.vocabulary.map((piece) => `${piece}\n`).join(""), "utf8");
  const scalesAt = alignFour(HEADER_BYTES + name.length + vocabulary.length);
  const codesAt = scalesAt + table.scales.length * 4;
  const hashAt = codesAt + table.codes.length;
  const bytes = Buffer.alloc(hashAt + HASH_BYTES);
  bytes.write(MAGIC, "latin1");
  const numbers = [FORMAT, table.scales.length, table.dimensions, name.length, vocabulary.length];
  for (const [i, number] of numbers.entries()) bytes.writeUInt32LE(number, MAGIC.length + 4 * i);
  bytes.set(name, HEADER_BYTES);
  bytes.set(vocabulary, HEADER_BYTES + name.length);
  for (const [i, scale] of table.scales.entries()) bytes.writeFloatLE(scale, scalesAt + 4 * i);
  bytes.set(
    new Uint8Array(table.codes.buffer, table.codes.byteOffset, table.codes.length),
    codesAt,
  );
  bytes.set(sha256Bytes(bytes.subarray(0, hashAt)), hashAt);
  return bytes;
}

function readHeader(bytes: Buffer) {
  if (bytes.length < HEADER_BYTES + HASH_BYTES || bytes.toString("latin1", 0, 8) !== MAGIC)
    throw corruptStaticTable({ reason: "it is no table of this program, or cut short" });
  const number = (place: number): number => bytes.readUInt32LE(MAGIC.length + 4 * place);
  if (number(0) !== FORMAT)
    throw corruptStaticTable({
      reason: `its format is ${number(0)}, this program reads ${FORMAT}`,
    });
  return {
    rows: number(1),
    dimensions: number(2),
    nameBytes: number(3),
    vocabularyBytes: number(4),
  };
}

/**
 * Reads what `encodeStaticTable` wrote. The codes are a view into `data`, which must not change.
 *
 * @throws corruptStaticTable for anything else, a single changed bit included.
 */
export function decodeStaticTable(data: Uint8Array): StaticTable {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const { rows, dimensions, nameBytes, vocabularyBytes } = readHeader(bytes);
  const vocabularyAt = HEADER_BYTES + nameBytes;
  const scalesAt = alignFour(vocabularyAt + vocabularyBytes);
  const codesAt = scalesAt + rows * 4;
  const hashAt = codesAt + rows * dimensions;
  if (rows > MOST_ROWS || dimensions > MOST_DIMENSIONS || bytes.length !== hashAt + HASH_BYTES)
    throw corruptStaticTable({ reason: "its length is not what its header says" });
  const hash = sha256(bytes.subarray(0, hashAt));
  if (hash !== bytes.toString("hex", hashAt))
    throw corruptStaticTable({ reason: "its checksum is wrong" });
  const scales = Float32Array.from({ length: rows }, (_, i) => bytes.readFloatLE(scalesAt + 4 * i));
  const table: StaticTable = {
    name: bytes.toString("utf8", HEADER_BYTES, vocabularyAt),
    vocabulary: bytes
      .toString("utf8", vocabularyAt, vocabularyAt + vocabularyBytes)
      .split("\n")
      .slice(0, -1),
    dimensions,
    scales,
    codes: new Int8Array(data.buffer, data.byteOffset + codesAt, rows * dimensions),
    hash,
  };
  if (!isMatchingTable(table))
    throw corruptStaticTable({ reason: "vocabulary and rows do not match" });
  return table;
}
