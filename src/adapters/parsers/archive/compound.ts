/** @module What an OLE container holds: the format of Office files before 2007 and of encrypted ones. */

/** Entries of the directory are of this length and begin at its multiples. */
const ENTRY_LENGTH = 128;

/** Whether the container has a stream or a storage of that name, at any depth. */
function hasEntry(file: Buffer, name: string): boolean {
  const wanted = Buffer.from(`${name}\0`, "utf16le");
  for (let at = file.indexOf(wanted); at !== -1; at = file.indexOf(wanted, at + 1))
    if (
      at % ENTRY_LENGTH === 0 &&
      at + ENTRY_LENGTH <= file.length &&
      file.readUInt16LE(at + 64) === wanted.length
    )
      return true;
  return false;
}

export type CompoundContent = "encrypted-office" | "xls" | "doc" | "ppt" | "msg" | "old-office";

/**
 * @param extension decides where a file of one kind holds one of another, as a letter does that a
 *   workbook is pasted into.
 */
export function sniffCompound(bytes: Uint8Array, extension: string): CompoundContent {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (hasEntry(file, "EncryptedPackage")) return "encrypted-office";
  const isWorkbook = hasEntry(file, "Workbook") || hasEntry(file, "Book");
  if (isWorkbook && extension.startsWith("xl")) return "xls";
  if (hasEntry(file, "WordDocument")) return "doc";
  if (hasEntry(file, "PowerPoint Document")) return "ppt";
  if (isWorkbook) return "xls";
  return hasEntry(file, "__properties_version1.0") ? "msg" : "old-office";
}
