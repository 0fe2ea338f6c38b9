/** @module What an archive says it holds, read without a library and without inflating anything. */

const END_SIGNATURE = Buffer.from("PK\x05\x06", "latin1");
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_LENGTH = 46;
/** The end record may have a comment of this length behind it. */
const MAX_COMMENT = 65_535;
/** More entries are refused later; the main part of a document comes long before. */
const MAX_NAMES = 20_000;

const toBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Names of entries in the order of the directory; nothing where a cut file has lost it. */
export function listEntryNames(bytes: Uint8Array): readonly string[] | undefined {
  const file = toBuffer(bytes);
  const tail = file.subarray(Math.max(0, file.length - MAX_COMMENT - 22));
  const end = tail.lastIndexOf(END_SIGNATURE);
  if (end === -1 || end + 22 > tail.length) return undefined;
  let at = tail.readUInt32LE(end + 16);
  const names: string[] = [];
  while (at + ENTRY_LENGTH <= file.length && names.length < MAX_NAMES) {
    if (file.readUInt32LE(at) !== ENTRY_SIGNATURE) break;
    const length = file.readUInt16LE(at + 28);
    names.push(file.toString("utf8", at + ENTRY_LENGTH, at + ENTRY_LENGTH + length));
    at += ENTRY_LENGTH + length + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return names.length === 0 ? undefined : names;
}

/** The type that OpenDocument files and e-books state in their first entry, uncompressed. */
export function readStatedType(bytes: Uint8Array): string | undefined {
  const head = toBuffer(bytes.subarray(0, 256)).toString("latin1");
  return /^PK\x03\x04[^]{26}mimetype[^]{0,64}?(application\/[\w.+-]+)/
    .exec(head)?.[1]
    ?.split("PK")[0];
}
