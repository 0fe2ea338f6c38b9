/** @module Bytes to text: byte order mark, then what the file declares, then what the bytes show. */
import { binary, encoding as encodingError } from "./errors.ts";

export interface DecodedText {
  /** Well-formed, without a byte order mark, line ends as `\n`. */
  readonly text: string;
  /** As the WHATWG Encoding Standard names it, and `utf-32le`, `utf-32be`. */
  readonly encoding: string;
  readonly warnings: readonly string[];
}

interface DecodeRequest {
  readonly bytes: Uint8Array;
  readonly name: string;
  /** What the file or its envelope says; ignored when no such encoding is known. */
  readonly declared?: string;
}

/** More replaced characters than this and the text is not what was written. */
export const MAX_REPLACED_SHARE = 0.01;

const BYTE_ORDER_MARKS: readonly (readonly [string, readonly number[]])[] = [
  ["utf-32le", [0xff, 0xfe, 0, 0]],
  ["utf-32be", [0, 0, 0xfe, 0xff]],
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let offset = 0; offset + 4 <= bytes.length; offset += 4) {
    const point = view.getUint32(offset, littleEndian);
    const isCharacter = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    parts.push(isCharacter ? String.fromCodePoint(point) : "\uFFFD");
  }
  if (bytes.length % 4 !== 0) parts.push("\uFFFD");
  return parts.join("");
}

const decodeAs = (bytes: Uint8Array, label: string): string =>
  label.startsWith("utf-32")
    ? decodeUtf32(bytes, label === "utf-32le")
    : new TextDecoder(label, { ignoreBOM: true }).decode(bytes);

/** @returns the standard's name for a label, or nothing when it names no encoding. */
function toKnownEncoding(label: string): string | undefined {
  const plain = label.trim().toLowerCase();
  if (/^utf-?32-?(?:le|be)$/.test(plain)) return plain.endsWith("be") ? "utf-32be" : "utf-32le";
  try {
    return new TextDecoder(plain).encoding;
  } catch {
    return undefined;
  }
}

/** UTF-16 and UTF-32 without a mark show by where their zero bytes stand. */
function guessWide(bytes: Uint8Array): string | undefined {
  const size = Math.min(bytes.length - (bytes.length % 4), 4096);
  if (size < 4) return undefined;
  const zeros = [0, 0, 0, 0];
  for (let index = 0; index < size; index += 1)
    if (bytes[index] === 0) zeros[index % 4] = (zeros[index % 4] ?? 0) + 1;
  const [a = 0, b = 0, c = 0, d = 0] = zeros.map((count) => count / (size / 4));
  if (a > 0.9 && b > 0.9 && d < 0.1) return "utf-32be";
  if (d > 0.9 && c > 0.9 && a < 0.1) return "utf-32le";
  if ((b + d) / 2 > 0.3 && (a + c) / 2 < 0.1) return "utf-16le";
  if ((a + c) / 2 > 0.3 && (b + d) / 2 < 0.1) return "utf-16be";
  return undefined;
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/**
 * UTF-16 and UTF-32, by their mark or by their zero bytes, and UTF-8 with a mark, as UTF-8 without
 * one: for formats whose library reads bytes and knows none of these. Other bytes stay as they are.
 */
export function toNarrowBytes(bytes: Uint8Array): Uint8Array {
  const mark = BYTE_ORDER_MARKS.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (mark?.[0] === "utf-8") return bytes.subarray(3);
  const label = mark?.[0] ?? guessWide(bytes);
  if (label === undefined) return bytes;
  return new TextEncoder().encode(decodeAs(bytes.subarray(mark?.[1].length ?? 0), label));
}

/** Western text has single accented letters; other scripts write whole words above ASCII. */
export function looksWestern(text: string): boolean {
  const high = count(text, /[\u00a0-\uffff]/g);
  const inWords = (text.match(/[\u00c0-\uffff]{5,}/g) ?? []).join("").length;
  return high > 0 && inWords <= high / 2 && count(text, /[\u0080-\u009f]/g) <= high * 0.05;
}

/** A valid start of UTF-8 with a few damaged bytes is still UTF-8; else it was never that. */
function guessNarrow(bytes: Uint8Array, name: string): string {
  const asUtf8 = decodeAs(bytes, "utf-8");
  const replaced = count(asUtf8, /\uFFFD/g);
  if (replaced === 0 || count(asUtf8, /[^\0-\u007f\uFFFD]/g) > replaced) return "utf-8";
  if (asUtf8.includes("\0")) throw binary({ name });
  if (looksWestern(decodeAs(bytes, "windows-1252"))) return "windows-1252";
  throw encodingError({ name, reason: "it is not UTF-8, and does not look like windows-1252" });
}

function finish(raw: string, label: string, name: string): { text: string; warnings: string[] } {
  const warnings: string[] = [];
  const text = raw.replace(/^\uFEFF/, "").replaceAll(/\r\n?/g, "\n");
  const zeros = count(text, /\0/g);
  const replaced = count(text, /\uFFFD/g);
  if (zeros > Math.max(1, text.length * MAX_REPLACED_SHARE)) throw binary({ name });
  if (replaced > Math.max(1, text.length * MAX_REPLACED_SHARE)) {
    const share = ((100 * replaced) / text.length).toFixed(1);
    throw encodingError({ name, reason: `${share} % of it is not valid ${label}` });
  }
  const lost = zeros + replaced;
  if (lost > 0)
    warnings.push(`${lost} of ${text.length} characters could not be decoded as ${label}`);
  return { text: zeros > 0 ? text.replaceAll("\0", "\uFFFD") : text, warnings };
}

/**
 * A lone damaged byte is replaced and warned about.
 *
 * @throws parsers.binary when the bytes hold NUL as only binary data does;
 *   parsers.encoding when more than 1 % cannot be decoded, or the encoding cannot be told.
 */
export function decodeText({ bytes, name, declared }: DecodeRequest): DecodedText {
  const mark = BYTE_ORDER_MARKS.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (mark) {
    const [label, start] = mark;
    return {
      encoding: label,
      ...finish(decodeAs(bytes.subarray(start.length), label), label, name),
    };
  }
  const known = declared === undefined ? undefined : toKnownEncoding(declared);
  // A page that says UTF-16 in ASCII letters is not UTF-16: the standard reads it as UTF-8.
  if (known !== undefined && !known.startsWith("utf-"))
    return { encoding: known, ...finish(decodeAs(bytes, known), known, name) };
  const label = guessWide(bytes) ?? guessNarrow(bytes, name);
  const { text, warnings } = finish(decodeAs(bytes, label), label, name);
  if (label === "windows-1252") warnings.push("read as windows-1252, which it does not declare");
  return { text, encoding: label, warnings };
}
