/** @module What a file is by its bytes, where they leave no doubt. */
import { sniffCompound, type CompoundContent } from "./archive/compound.ts";
import { listEntryNames, readStatedType } from "./archive/directory.ts";

type Zipped = "docx" | "pptx" | "xlsx" | "ods" | "odt" | "odp" | "epub" | "zip";

export type Content = "pdf" | "html" | "rtf" | Zipped | CompoundContent;

const STATED: readonly (readonly [string, Zipped])[] = [
  ["application/epub+zip", "epub"],
  ["application/vnd.oasis.opendocument.text", "odt"],
  ["application/vnd.oasis.opendocument.spreadsheet", "ods"],
  ["application/vnd.oasis.opendocument.presentation", "odp"],
];

const MAIN_PARTS: readonly (readonly [string, Zipped])[] = [
  ["word/document", "docx"],
  ["ppt/presentation", "pptx"],
  ["xl/workbook", "xlsx"],
  ["META-INF/container.xml", "epub"],
];

function sniffZip(bytes: Uint8Array): Zipped {
  const stated = readStatedType(bytes) ?? "";
  const type = STATED.find(([name]) => stated.startsWith(name));
  if (type) return type[1];
  const names = listEntryNames(bytes) ?? [];
  return MAIN_PARTS.find(([part]) => names.some((name) => name.startsWith(part)))?.[1] ?? "zip";
}

const toLatin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

/**
 * @param extension settles the few cases in which a container could be of two formats.
 * @returns what the bytes are beyond doubt; nothing for text, which any bytes could be.
 */
export function sniff(bytes: Uint8Array, extension: string): Content | undefined {
  const head = toLatin(bytes.subarray(0, 1024));
  if (head.startsWith("PK\x03\x04") || head.startsWith("PK\x05\x06")) return sniffZip(bytes);
  if (head.startsWith("\xd0\xcf\x11\xe0")) return sniffCompound(bytes, extension);
  if (head.startsWith("{\\rtf")) return "rtf";
  // Readers accept a header anywhere in the first 1,024 bytes (ISO 32000-1, annex H).
  if (head.includes("%PDF-")) return "pdf";
  const start = head
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  return /^(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html|html[\s>])/.test(start) ? "html" : undefined;
}
