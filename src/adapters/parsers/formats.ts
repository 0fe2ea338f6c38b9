/** @module Which format a file is of: by its extension, corrected by its first bytes. */
import { encrypted, misnamed, unsupported } from "./errors.ts";
import { sniff, type Content } from "./sniff.ts";

export type Format =
  | "markdown"
  | "text"
  | "csv"
  | "json"
  | "html"
  | "pdf"
  | "docx"
  | "pptx"
  | "xlsx"
  | "xls"
  | "ods"
  | "odt"
  | "odp"
  | "epub"
  | "mail"
  | "mbox"
  | "xml";

export interface FormatTraits {
  readonly format: Format;
  /** Name and revision: a changed rule is a new id, and documents are parsed again. */
  readonly id: string;
  readonly extensions: readonly string[];
  /** Read by a markup or binary library, so in a child process of its own. */
  readonly isolated: boolean;
}

/** Of formats whose rules have changed since the first. */
const REVISIONS: Partial<Record<Format, number>> = { docx: 2, html: 2, json: 2, pdf: 2 };

const define = (format: Format, isolated: boolean, ...extensions: string[]): FormatTraits => ({
  format,
  id: `${format}/${REVISIONS[format] ?? 1}`,
  extensions,
  isolated,
});

export const FORMATS: readonly FormatTraits[] = [
  define("markdown", false, "md", "markdown"),
  define("text", false, "txt", "text"),
  define("csv", false, "csv", "tsv"),
  define("json", false, "json", "jsonl", "ndjson"),
  define("html", true, "html", "htm", "xhtml"),
  define("pdf", true, "pdf"),
  define("docx", true, "docx"),
  define("pptx", true, "pptx", "pptm", "ppsx"),
  define("xlsx", true, "xlsx", "xlsm", "xlsb"),
  define("xls", true, "xls"),
  define("ods", true, "ods"),
  define("odt", true, "odt"),
  define("odp", true, "odp"),
  define("epub", true, "epub"),
  define("mail", true, "eml"),
  define("mbox", true, "mbox"),
  define("xml", true, "xml", "nxml", "dbk", "dita", "rss", "atom"),
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

/** Formats that are archives; a cut one may not show what it is any more. */
const ARCHIVES = new Set<Format>(["docx", "pptx", "xlsx", "ods", "odt", "odp", "epub"]);
/** Formats that no other bytes could be. */
const MARKED = new Set<Format>([...ARCHIVES, "pdf", "xls"]);

const OLD_OFFICE: Partial<Record<Content, string>> = {
  doc: "Word before 2007 (.doc)",
  ppt: "PowerPoint before 2007 (.ppt)",
};

export interface ChosenFormat {
  readonly traits: FormatTraits;
  /** Set when the content is of another format than the extension says. */
  readonly warning?: string;
}

/** Markup in a plain file is often meant as text, so only binary content corrects a plain name. */
const corrects = (content: Format, traits: FormatTraits): boolean =>
  content !== traits.format && (content !== "html" || traits.isolated);

/**
 * Content beats the extension where it is beyond doubt and of a format that is read.
 *
 * @throws parsers.unsupported, parsers.misnamed, parsers.encrypted
 */
export function chooseFormat(name: string, bytes: Uint8Array): ChosenFormat {
  const extension = toExtension(name);
  const named = BY_EXTENSION.get(extension);
  const content = sniff(bytes, extension);
  const old = content && OLD_OFFICE[content];
  if (old !== undefined) throw unsupported({ name, reason: old });
  if (!named && extension !== "") throw unsupported({ name, reason: `.${extension}` });
  if (content === "encrypted-office") throw encrypted({ name });
  const found = FORMATS.find(({ format }) => format === content);
  if (found) {
    if (!named) return { traits: found };
    if (!corrects(found.format, named)) return { traits: named };
    return {
      traits: found,
      warning: `named .${extension}, but its content is ${content}: read as ${content}`,
    };
  }
  if (!named) throw unsupported({ name, reason: "no extension, and no format that shows" });
  // A cut document may not show what it is any more; its parser says so.
  const isCut = content === "zip" && ARCHIVES.has(named.format);
  if (content !== undefined && !isCut)
    throw misnamed({ name, reason: `its content is ${content}` });
  if (content === undefined && bytes.length > 0 && MARKED.has(named.format))
    throw misnamed({ name, reason: `it does not begin as a ${named.format} file does` });
  return { traits: named };
}
