/** @module From parsed text to what a store takes: chunks, terms, vectors. */
import { hashJson, sha256 } from "../../foundation/hash.ts";
import { toDocumentId } from "../../foundation/ids.ts";
import type { ParsedDocument } from "../../domain/document.ts";
import type { AccessList } from "../../domain/principal.ts";
import { analyzerIdFor, detectLanguage } from "../../engine/analysis/index.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { CollectionRecord, DocumentPut } from "../../ports/store.ts";
import { noText } from "../errors.ts";
import type { IndexSettings } from "./index-settings.ts";
import { indexText, type IndexedText } from "./index-text.ts";
import type { LivePlan } from "./prepare-puts.ts";

/** Everything that decides how a document is indexed: a change of it indexes documents again. */
export interface PrepareSettings {
  readonly collection: CollectionRecord;
  readonly source: string;
  readonly chunking: IndexSettings;
  readonly embedder: Pick<Embedder, "fingerprint">;
  /**
   * What documents are to be searchable by when they are committed, the chunking above among it.
   * Where it is given, another chunking or embedder is a matter of indexes, which are built from
   * what is stored: no document is read again for it. Default: the chunking and embedder above.
   */
  readonly plans?: () => Promise<readonly LivePlan[]>;
}

/** Raised when a rule of this folder, or of the detection of languages, changes what is stored. */
const PREPARE_REVISION = 3;

/** What a document is taken to be in when nothing tells. */
const FALLBACK_LANGUAGE = "en";

/** Hash of the settings; with the content's own hash it makes a document's fingerprint. */
export function toSettingsHash(settings: PrepareSettings): string {
  const { collection, chunking, embedder, plans } = settings;
  return hashJson({
    revision: PREPARE_REVISION,
    language: collection.language ?? "each",
    indexing: collection.indexing,
    ...(plans ? {} : { chunking, embedder: embedder.fingerprint }),
  }).slice(0, 16);
}

export interface ParsedItem {
  readonly key: string;
  readonly parsed: ParsedDocument;
  readonly access: AccessList;
  readonly fingerprint: string;
  readonly modifiedAt: string;
  readonly ingestedAt: string;
}

/** A document that lacks only its vectors, and its chunks in other variants. */
export interface PreparedDocument extends IndexedText {
  readonly put: Omit<DocumentPut, "chunks">;
}

/** @throws ingest.no-text when nothing is left to index. */
export function prepareDocument(item: ParsedItem, settings: PrepareSettings): PreparedDocument {
  const { parsed, key } = item;
  const text = parsed.text.toWellFormed();
  const title = toTitle(parsed, key);
  const language = toLanguage(parsed, title, settings);
  const analyzer =
    settings.collection.indexing === "parity" ? "en-parity-1" : analyzerIdFor(language);
  const { blocks, pages = [] } = parsed;
  const document = { title, text, blocks, pages, analyzer };
  const indexed = indexText(document, settings.collection.indexing, settings.chunking);
  if (indexed.chunks.length === 0) throw noText({ key });
  const { access: _access, deny: _deny, ...metadata } = parsed.metadata;
  return {
    put: {
      id: toDocumentId(settings.collection.name, settings.source, key),
      source: settings.source,
      key,
      title,
      metadata,
      access: item.access,
      fingerprint: item.fingerprint,
      analyzer,
      version: {
        hash: sha256(text),
        language,
        modifiedAt: parsed.modifiedAt ?? item.modifiedAt,
        ingestedAt: item.ingestedAt,
        warnings: parsed.warnings,
        text,
        blocks,
        pages,
      },
    },
    ...indexed,
  };
}

/** The collection's language wins over what the document says of itself, and that over its words. */
function toLanguage(
  { text, language }: ParsedDocument,
  title: string,
  { collection }: PrepareSettings,
): string {
  return (
    collection.language ?? language ?? detectLanguage(`${title}\n${text}`) ?? FALLBACK_LANGUAGE
  );
}

function toTitle(parsed: ParsedDocument, key: string): string {
  const heading = parsed.blocks.find(({ kind, boilerplate }) => kind === "heading" && !boilerplate);
  const named = parsed.title ?? (heading && parsed.text.slice(heading.start, heading.end));
  const fallback =
    key
      .split("/")
      .at(-1)
      ?.replace(/\.[a-z0-9]{1,5}$/i, "") ?? key;
  return (named?.replaceAll(/\s+/g, " ").trim() || fallback).toWellFormed();
}
