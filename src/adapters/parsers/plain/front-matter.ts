/** @module Front matter of Markdown: YAML between two lines of dashes, as typed metadata. */
import { isMap, parseDocument } from "yaml";
import { toInstantMs, type Metadata, type MetadataValue } from "../../../domain/metadata.ts";
import { broken } from "../errors.ts";

export interface FrontMatter {
  /** Where the content begins: behind the closing line, or 0 when there is no front matter. */
  readonly contentStart: number;
  readonly metadata: Metadata;
  readonly title?: string;
  readonly language?: string;
  readonly modifiedAt?: string;
  readonly warnings: readonly string[];
}

const FENCED = /^---[ \t]*\n([^]*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/;
const FIELD_NAME = /^[\p{L}_][\p{L}\p{N}_.-]{0,99}$/u;
/** Of front matter with its fences; what is longer is content between two rules. */
const MAX_LENGTH = 64 * 1024;
const ACCESS_FIELD = /^[ \t]*["']?(?:access|allow|deny)["']?[ \t]*:/m;

const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);

function toMetadataValue(value: unknown): MetadataValue | undefined {
  if (isScalar(value)) return typeof value === "string" ? value.toWellFormed() : value;
  if (!Array.isArray(value) || !value.every(isScalar)) return undefined;
  return value.map((member) => String(member).toWellFormed());
}

function toMetadata(fields: Readonly<Record<string, unknown>>, warnings: string[]): Metadata {
  const kept: [string, MetadataValue][] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (value === null) continue;
    const typed = toMetadataValue(value);
    if (typed === undefined || !FIELD_NAME.test(name) || name === "__proto__")
      warnings.push(`front matter: the field ${JSON.stringify(name.slice(0, 100))} is left out`);
    else kept.push([name, typed]);
  }
  return Object.fromEntries(kept);
}

/** A date in front matter, in the forms people write: ISO 8601, with a blank for the `T`. */
function toIsoTime(value: MetadataValue | undefined): string | undefined {
  if (typeof value !== "string") return undefined;
  const instant = toInstantMs(value.trim().replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, "$1T"));
  return instant === undefined ? undefined : new Date(instant).toISOString();
}

const NONE: FrontMatter = { contentStart: 0, metadata: {}, warnings: [] };

/**
 * `title`, `language` and `date` (or `updated`, `modified`, which come first) are read; every
 * field of scalars or lists of scalars is also kept in `metadata`, those of access untouched.
 *
 * @throws parsers.broken when unreadable front matter seems to say who may read the file: an
 *   access rule must not get lost.
 */
export function readFrontMatter(text: string, name: string): FrontMatter {
  const match = FENCED.exec(text);
  if (!match || match[0].length > MAX_LENGTH) return NONE;
  const source = match[1] ?? "";
  const document = parseDocument(source, { stringKeys: true });
  if (document.errors.length > 0) {
    if (ACCESS_FIELD.test(source))
      throw broken({ name, reason: "its front matter is not YAML, and holds access fields" });
    return { ...NONE, warnings: ["front matter is not YAML: read as text"] };
  }
  // Text between two rules is no front matter.
  if (!isMap(document.contents)) return NONE;
  const warnings: string[] = [];
  // A map, as the line above holds; aliases are limited by the library's default of 100.
  const metadata = toMetadata(document.toJS() as Record<string, unknown>, warnings);
  const { title, language, lang } = metadata;
  const modifiedAt = ["updated", "modified", "date"]
    .map((field) => toIsoTime(metadata[field]))
    .find((time) => time !== undefined);
  const spoken = language ?? lang;
  return {
    contentStart: match[0].length,
    metadata,
    warnings,
    ...(typeof title === "string" && title.trim() !== "" ? { title: title.trim() } : {}),
    ...(typeof spoken === "string" && /^[a-z]{2,3}(?:-[\w-]+)?$/i.test(spoken)
      ? { language: spoken }
      : {}),
    ...(modifiedAt === undefined ? {} : { modifiedAt }),
  };
}
