/** @module From parsed text to what a store takes: chunks, terms, vectors. */
import { hashJson, sha256 } from "../../foundation/hash.ts";
import { toDocumentId } from "../../foundation/ids.ts";
import type { Block, Chunk, ParsedDocument } from "../../domain/document.ts";
import type { AccessList } from "../../domain/principal.ts";
import { analyzerIdFor, detectLanguage, getAnalyzer } from "../../engine/analysis/index.ts";
import { readTermSequence } from "../../engine/rerank/index.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { ChunkPut, CollectionRecord, DocumentPut } from "../../ports/store.ts";
import { chunkDocument, type ChunkSettings } from "../chunk/index.ts";
import { noText } from "../errors.ts";

/** Everything that decides how a document is indexed: a change of it indexes documents again. */
export interface PrepareSettings {
  readonly collection: CollectionRecord;
  readonly source: string;
  readonly chunking: ChunkSettings;
  readonly embedder: Pick<Embedder, "fingerprint">;
}

/** Raised when a rule of this folder, or of the detection of languages, changes what is stored. */
const PREPARE_REVISION = 3;

/** What a document is taken to be in when nothing tells. */
const FALLBACK_LANGUAGE = "en";

/** Hash of the settings; with the content's own hash it makes a document's fingerprint. */
export function toSettingsHash(settings: PrepareSettings): string {
  const { collection, chunking, embedder } = settings;
  return hashJson({
    revision: PREPARE_REVISION,
    language: collection.language ?? "each",
    indexing: collection.indexing,
    chunking,
    embedder: embedder.fingerprint,
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

/** A document that lacks only its vectors. */
export interface PreparedDocument {
  readonly put: Omit<DocumentPut, "chunks">;
  readonly chunks: readonly Omit<ChunkPut, "vectors">[];
  /** What is embedded, one text a chunk, in order. */
  readonly texts: readonly string[];
}

/** @throws ingest.no-text when nothing is left to index. */
export function prepareDocument(item: ParsedItem, settings: PrepareSettings): PreparedDocument {
  const { parsed, key } = item;
  const text = parsed.text.toWellFormed();
  const title = toTitle(parsed, key);
  const language = toLanguage(parsed, title, settings);
  const parity = settings.collection.indexing === "parity";
  const analyzer = parity ? "en-parity-1" : analyzerIdFor(language);
  const pages = parsed.pages ?? [];
  const chunks = parity
    ? wholeDocument(title, text)
    : chunkDocument({ title, text, blocks: parsed.blocks, pages }, settings.chunking);
  if (chunks.length === 0) throw noText({ key });
  const texts = chunks.map((chunk) => toIndexedText(chunk, text, parsed.blocks));
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
        blocks: parsed.blocks,
        pages,
      },
    },
    chunks: chunks.map((chunk, index) => {
      const indexed = texts[index] ?? "";
      const { counts, length } = getAnalyzer(analyzer).count(indexed);
      return {
        ...chunk,
        terms: counts,
        termCount: length,
        termKeys: readTermSequence({
          analyzer,
          headings: chunk.headings,
          text: text.slice(chunk.start, chunk.end),
        }),
        embeddedHash: sha256(indexed),
      };
    }),
    texts,
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

/**
 * The headings are a field of the chunk: searched with its text, never cited. The running head of
 * a page that begins inside the chunk is in its text and not searched.
 */
function toIndexedText(chunk: Chunk, text: string, blocks: readonly Block[]): string {
  const parts: string[] = [];
  let from = chunk.start;
  for (const { start, end, boilerplate } of blocks) {
    if (!boilerplate || start < chunk.start || end > chunk.end) continue;
    parts.push(text.slice(from, start));
    from = end;
  }
  parts.push(text.slice(from, chunk.end));
  return [...chunk.headings, parts.join("")].join("\n");
}

function wholeDocument(title: string, text: string): readonly Chunk[] {
  if (title === "" && text === "") return [];
  return [{ sequence: 0, start: 0, end: text.length, headings: [title], kinds: ["paragraph"] }];
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
