/** @module What kind of file a server says it sends, and which characters its text is in. */
import { PARSED_EXTENSIONS } from "../../parsers/index.ts";

const EXTENSIONS: Readonly<Record<string, string>> = {
  "text/html": "html",
  "application/xhtml+xml": "xhtml",
  "text/markdown": "md",
  "text/x-markdown": "md",
  "text/csv": "csv",
  "text/tab-separated-values": "tsv",
  "application/json": "json",
  "application/x-ndjson": "jsonl",
  "application/pdf": "pdf",
  "application/epub+zip": "epub",
  "message/rfc822": "eml",
  "application/mbox": "mbox",
  "text/xml": "xml",
  "application/xml": "xml",
  "application/rss+xml": "rss",
  "application/atom+xml": "atom",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.ms-excel": "xls",
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/vnd.oasis.opendocument.presentation": "odp",
};

/** Types that servers send where they do not know: the name in the address knows better. */
const UNKNOWN: Readonly<Record<string, string>> = {
  "": "",
  "text/plain": "txt",
  "application/octet-stream": "",
  "binary/octet-stream": "",
};

/** Formats of characters; the rest say their own encoding. */
const TEXTUAL = new Set(["html", "htm", "xhtml", "md", "markdown", "csv", "tsv", "txt", "text"]);

const READ = new Set(PARSED_EXTENSIONS);

/** The extension by which files of a media type are read, or nothing. */
export function findExtension(type: string): string | undefined {
  const known: typeof EXTENSIONS = { ...EXTENSIONS, "text/plain": "txt" };
  const extension = Object.hasOwn(known, type) ? known[type] : undefined;
  return extension !== undefined && READ.has(extension) ? extension : undefined;
}

export interface MediaType {
  /** Lower case, without parameters; empty when the server names none. */
  readonly type: string;
  readonly charset: string | undefined;
}

export function parseMediaType(header: string | null): MediaType {
  const [type = "", ...parameters] = (header ?? "").split(";");
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/i.exec(parameter)?.[1])
    .find((value) => value !== undefined);
  return { type: type.trim().toLowerCase(), charset };
}

/**
 * A file's name for the parsers: what the address calls it, with the extension of the type that
 * the server says. Only where the server says nothing much does the extension of the address count.
 *
 * @returns nothing for a type that is not read.
 */
export function toFileName(url: URL, { type }: MediaType): string | undefined {
  const part = url.pathname.split("/").findLast((candidate) => candidate !== "");
  const last = part === undefined ? url.hostname : decode(part);
  const extension = part === undefined ? null : /^(.+)\.([A-Za-z][A-Za-z0-9]{0,4})$/.exec(last);
  const [, stem = last, own = ""] = extension ?? [];
  const said = EXTENSIONS[type];
  if (said !== undefined) return READ.has(said) ? `${stem}.${said}` : undefined;
  const fallback = UNKNOWN[type];
  if (fallback === undefined) return undefined;
  if (READ.has(own.toLowerCase())) return last;
  // Without an extension the content says what it is.
  return fallback === "" ? last.replaceAll(".", "-") : `${stem}.${fallback}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/**
 * Text in UTF-8 behind a byte order mark, which wins over whatever a page says of itself, as the
 * header does in a browser. Bytes that are not of the charset named are left to the parser.
 */
export function toUtf8(name: string, bytes: Uint8Array, charset: string | undefined): Uint8Array {
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  if (charset === undefined || !TEXTUAL.has(extension)) return bytes;
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    return Buffer.from(`\uFEFF${text}`);
  } catch {
    return bytes;
  }
}
