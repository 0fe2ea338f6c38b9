/** @module One item of a source: read if it has changed, and what is to be done about it. */
import type { Clock } from "../../foundation/effects.ts";
import { PlumblineError } from "../../foundation/errors.ts";
import { hashJson, sha256 } from "../../foundation/hash.ts";
import type { Block, ParsedDocument } from "../../domain/document.ts";
import { intersectAccess, NOBODY, type AccessList } from "../../domain/principal.ts";
import type { SourceContent, SourceItem } from "../../ports/source.ts";
import type { SourceEntry, WriteBatch } from "../../ports/store.ts";
import { readOwnAccess, resolveAccess } from "../prepare/access.ts";
import {
  prepareDocument,
  toSettingsHash,
  type PreparedDocument,
  type PrepareSettings,
} from "../prepare/prepare-document.ts";
import { parseFingerprint, toFingerprint, type Fingerprint } from "./fingerprint.ts";

export interface ExamineRequest extends PrepareSettings {
  /** What the source is configured to admit; `undefined` leaves it to the collection. */
  readonly access: AccessList | undefined;
  readonly parse: (file: {
    name: string;
    bytes: Uint8Array;
    signal?: AbortSignal;
  }) => Promise<ParsedDocument>;
  /** Name and revision of the parser that a file goes to: another one parses it again. */
  readonly parserIdOf: (name: string) => string;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

export type AccessChange = WriteBatch["accessChanges"][number];

export type Outcome =
  /** With a change where the source has a new way to say that it is the same. */
  | { readonly kind: "unchanged"; readonly key: string; readonly change?: AccessChange }
  | { readonly kind: "access"; readonly key: string; readonly change: AccessChange }
  | { readonly kind: "prepared"; readonly key: string; readonly document: PreparedDocument }
  | Failure;

export interface Failure {
  /** `gone`: the source says that there is no such item any more. */
  readonly kind: "rejected" | "gone";
  readonly key: string;
  readonly error: unknown;
  /** What is due to the version that is kept. */
  readonly change: AccessChange | undefined;
}

/** Reads one item and finds out what is to be done; a failure concerns this item alone. */
export async function examineItem(
  request: ExamineRequest,
  item: SourceItem,
  entry: SourceEntry | undefined,
): Promise<Outcome> {
  const { key } = item;
  try {
    request.signal?.throwIfAborted();
    const before = entry && parseFingerprint(entry.fingerprint);
    const content = await readChanged(request, item, before);
    if (!content) return { kind: "unchanged", key };
    const now = describeContent(request, content);
    const isSame = before?.content === now.content;
    const fingerprint = toFingerprint(now);
    if (entry && isSame && before.access === now.access) {
      const change = { id: entry.documentId, access: entry.access, fingerprint };
      return { kind: "unchanged", key, ...(fingerprint === entry.fingerprint ? {} : { change }) };
    }
    // What a file says of its own access is known only once it is parsed.
    const parsed = await toParsed(request, content);
    const declared = content.kind === "record" ? content.access : undefined;
    const own = declared ?? readOwnAccess(key, parsed.metadata);
    const access = resolveAccess(own, request.access, request.collection.defaultAccess);
    if (entry && isSame)
      return { kind: "access", key, change: { id: entry.documentId, access, fingerprint } };
    const ingestedAt = request.clock.now().toISOString();
    const modifiedAt = content.modifiedAt ?? item.modifiedAt ?? ingestedAt;
    const parts = { key, parsed, access, fingerprint, modifiedAt, ingestedAt };
    return { kind: "prepared", key, document: prepareDocument(parts, request) };
  } catch (error) {
    if (request.signal?.aborted) throw error;
    const isGone = error instanceof PlumblineError && error.kind === "not-found";
    const change = toNarrowed(request, entry);
    return { kind: isGone ? "gone" : "rejected", key, error, change };
  }
}

/**
 * The source is asked whether the item has changed only where nothing else has: what was read under
 * other settings, or by another parser, has to be read again.
 */
function readChanged(
  request: ExamineRequest,
  item: SourceItem,
  before: Fingerprint | undefined,
): Promise<SourceContent | undefined> {
  const { signal } = request;
  const validator = before?.validator;
  if (!item.readIfChanged || !validator) return item.read(signal);
  const start = `${toSettingsHash(request)}:${request.parserIdOf(validator.name)}:`;
  const isCurrent = before.content.startsWith(start) && before.access === toAccessHash(request);
  return isCurrent ? item.readIfChanged(validator.value, signal) : item.read(signal);
}

/**
 * The version that a rejected document keeps is closed to whom new settings no longer admit, as far
 * as that can be said without reading it; the next reading that succeeds says it in full.
 */
function toNarrowed(
  request: ExamineRequest,
  entry: SourceEntry | undefined,
): AccessChange | undefined {
  const accessHash = toAccessHash(request);
  if (!entry || parseFingerprint(entry.fingerprint).access === accessHash) return undefined;
  const access = intersectAccess(entry.access, request.access ?? request.collection.defaultAccess);
  const fingerprint = toFingerprint({ content: "narrowed", access: accessHash });
  return { id: entry.documentId, access: access ?? NOBODY, fingerprint };
}

const toAccessHash = ({ access, collection }: ExamineRequest): string =>
  hashJson([access ?? null, collection.defaultAccess]).slice(0, 12);

function describeContent(request: ExamineRequest, content: SourceContent): Fingerprint {
  const parts = {
    content: `${toSettingsHash(request)}:${hashContent(request, content)}`,
    access: toAccessHash(request),
  };
  if (content.kind === "record" || content.validator === undefined) return parts;
  return { ...parts, validator: { name: content.name, value: content.validator } };
}

function hashContent({ parserIdOf }: ExamineRequest, content: SourceContent): string {
  if (content.kind === "record") return sha256(JSON.stringify(content));
  const { name, bytes, metadata } = content;
  const told = metadata ? `:${hashJson(metadata).slice(0, 12)}` : "";
  return `${parserIdOf(name)}:${sha256(bytes)}${told}`;
}

async function toParsed(request: ExamineRequest, content: SourceContent): Promise<ParsedDocument> {
  if (content.kind === "file") {
    const { name, bytes, metadata: told } = content;
    const { signal } = request;
    const parsed = await request.parse({ name, bytes, ...(signal ? { signal } : {}) });
    return told ? { ...parsed, metadata: { ...parsed.metadata, ...told } } : parsed;
  }
  const { title, text, metadata, language, modifiedAt } = content;
  return {
    title,
    text,
    metadata,
    blocks: toParagraphs(text),
    warnings: [],
    ...(language ? { language } : {}),
    ...(modifiedAt ? { modifiedAt } : {}),
  };
}

/** A record's text is plain: blank lines part it. */
function toParagraphs(text: string): readonly Block[] {
  return [...text.matchAll(/\S(?:[^\n]|\n(?![ \t]*\n))*/g)].map((match) => ({
    kind: "paragraph",
    start: match.index,
    end: match.index + match[0].trimEnd().length,
  }));
}
