/** @module Which format a file is of: by its extension, corrected by its first bytes. */
import { encrypted, misnamed, unsupported } from "./errors.ts";

export type Format = "markdown" | "text" | "csv" | "json" | "html" | "pdf" | "docx";

export interface FormatTraits {
  readonly format: Format;
  /** Name and revision: a changed rule is a new id, and documents are parsed again. */
  readonly id: string;
  readonly extensions: readonly string[];
  /** Read by a markup or binary library, so in a child process of its own. */
  readonly isolated: boolean;
}

const define = (format: Format, isolated: boolean, ...extensions: string[]): FormatTraits => ({
  format,
  id: `${format}/1`,
  extensions,
  isolated,
});

export const FORMATS: readonly FormatTraits[] = [
  define("markdown", false, "md", "markdown"),
  define("text", false, "txt", "text"),
  define("csv", false, "csv", "tsv"),
  define("json", false, "json"),
  define("html", true, "html", "htm", "xhtml"),
  define("pdf", true, "pdf"),
  define("docx", true, "docx"),
];

const BY_EXTENSION = new Map(
  FORMATS.flatMap((traits) => traits.extensions.map((extension) => [extension, traits] as const)),
);

/** @returns the lower-case letters behind the last dot of the last path part, or `""`. */
export function toExtension(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const dot = last.lastIndexOf(".");
  return dot <= 0 ? "" : last.slice(dot + 1).toLowerCase();
}

export const findByExtension = (name: string): FormatTraits | undefined =>
  BY_EXTENSION.get(toExtension(name));

type Content = "pdf" | "docx" | "html" | "zip" | "encrypted-office" | "old-office" | "rtf";

const toLatin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");

function sniffZip(bytes: Uint8Array): Content {
  // Names stand uncompressed in the local headers and once more in the directory at the end.
  const ends = toLatin(bytes.subarray(0, 65_536)) + toLatin(bytes.subarray(-65_536));
  return ends.includes("word/document") ? "docx" : "zip";
}

function sniffOldOffice(bytes: Uint8Array): Content {
  // Entries of the container's directory are named in UTF-16.
  const name = toLatin(Buffer.from("EncryptedPackage", "utf16le"));
  return toLatin(bytes).includes(name) ? "encrypted-office" : "old-office";
}

/** @returns what the bytes are beyond doubt; nothing for text, which any bytes could be. */
export function sniff(bytes: Uint8Array): Content | undefined {
  const head = toLatin(bytes.subarray(0, 1024));
  if (head.startsWith("PK\x03\x04") || head.startsWith("PK\x05\x06")) return sniffZip(bytes);
  if (head.startsWith("\xd0\xcf\x11\xe0")) return sniffOldOffice(bytes);
  if (head.startsWith("{\\rtf")) return "rtf";
  // Readers accept a header anywhere in the first 1,024 bytes (ISO 32000-1, annex H).
  if (head.includes("%PDF-")) return "pdf";
  const start = head
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  return /^(?:<!--[^]*?-->\s*)*<(?:!doctype\s+html|html[\s>])/.test(start) ? "html" : undefined;
}

export interface ChosenFormat {
  readonly traits: FormatTraits;
  /** Set when the content is of another format than the extension says. */
  readonly warning?: string;
}

const traitsOf = (format: Format): FormatTraits => {
  const traits = FORMATS.find((candidate) => candidate.format === format);
  if (!traits) throw new Error(`no format ${format}`);
  return traits;
};

/** Markup in a plain file is often meant as text, so only binary content corrects a plain name. */
const corrects = (content: Content, traits: FormatTraits): boolean =>
  content !== traits.format && (content !== "html" || traits.isolated);

/**
 * Content beats the extension where it is beyond doubt and of a format that is read.
 *
 * @throws parsers.unsupported, parsers.misnamed, parsers.encrypted
 */
export function chooseFormat(name: string, bytes: Uint8Array): ChosenFormat {
  const extension = toExtension(name);
  const named = BY_EXTENSION.get(extension);
  const content = sniff(bytes);
  if (!named && extension !== "") throw unsupported({ name, reason: `.${extension}` });
  if (content === "encrypted-office") throw encrypted({ name });
  if (content === "pdf" || content === "docx" || content === "html") {
    if (!named) return { traits: traitsOf(content) };
    if (!corrects(content, named)) return { traits: named };
    return {
      traits: traitsOf(content),
      warning: `named .${extension}, but its content is ${content}: read as ${content}`,
    };
  }
  if (!named) throw unsupported({ name, reason: "no extension, and not PDF, DOCX or HTML" });
  // A cut document may not show what it is any more; its parser says so.
  const isCut = content === "zip" && named.format === "docx";
  if (content !== undefined && !isCut)
    throw misnamed({ name, reason: `its content is ${content}` });
  if (
    content === undefined &&
    bytes.length > 0 &&
    (named.format === "pdf" || named.format === "docx")
  )
    throw misnamed({ name, reason: `it does not begin as a ${named.format} file does` });
  return { traits: named };
}
