/** @module The documents that a training set may be made from, with their passages. */
import type { DocumentRecord, Span } from "../../domain/document.ts";
import { admits, resolveTraining, type TrainingRights } from "../../domain/training.ts";
import { toChunkId } from "../../foundation/ids.ts";
import { chunkDocument } from "../../ingest/index.ts";
import type { LoadedConfig } from "../../config/index.ts";
import type { CollectionRecord, ReadVersion } from "../../ports/store.ts";
import type { Reject, RowPassage, SourceRights } from "../../tune/index.ts";
import { toConfiguredName } from "../sources.ts";
import type { Audience } from "./audience.ts";

export interface LibraryDocument {
  readonly record: DocumentRecord;
  readonly rights: "internal" | "external";
  readonly source: SourceRights;
}

export interface ReadDocument extends ReadVersion {
  readonly chunks: readonly (Span & { readonly id: string })[];
}

export interface Library {
  /** By id: those that may be read and learned from. */
  readonly documents: ReadonlyMap<string, LibraryDocument>;
  /** Readable ones that may not be learned from. */
  readonly rejects: readonly Reject[];
  /** By the source's own key, in a collection where one is named. */
  find(key: string, collection?: string): LibraryDocument | undefined;
  /** Current version, each read once. */
  read(id: string): Promise<ReadDocument | undefined>;
}

export interface LibraryOptions {
  readonly loaded: LoadedConfig;
  readonly audience: Audience;
  readonly collections: readonly string[] | undefined;
  readonly wanted: "internal" | "external";
  readonly stored: readonly CollectionRecord[];
}

export async function openLibrary(options: LibraryOptions): Promise<Library> {
  const { loaded, audience, collections, wanted, stored } = options;
  const documents = new Map<string, LibraryDocument>();
  const rejects: Reject[] = [];
  const sources = mapSources(loaded);
  for (const record of await audience.listDocuments(collections)) {
    const { id, collection, source, metadata, access } = record;
    const configured = loaded.config.collections[collection];
    const own = sources.get(`${collection}\n${source}`);
    const { training, ...told } = resolveTraining(configured, own, metadata);
    // Groups have members that nobody lists here: whoever is denied may be one of them.
    if (access.deny.length > 0) rejects.push({ id, reason: "denies-somebody" });
    else if (training === "forbidden" || !admits(training, wanted))
      rejects.push({ id, reason: "rights" });
    else documents.set(id, { record, rights: training, source: { access, ...told } });
  }
  const byKey = Map.groupBy(documents.values(), ({ record }) => record.key);
  const parity = new Set(stored.filter(({ indexing }) => indexing === "parity").map((c) => c.name));
  const read = createReader(options, documents, parity);
  return {
    documents,
    rejects,
    find(key, collection) {
      const named = byKey.get(key);
      return collection === undefined
        ? named?.[0]
        : named?.find(({ record }) => record.collection === collection);
    },
    read,
  };
}

export function mapSources(loaded: LoadedConfig): ReadonlyMap<string, TrainingRights> {
  return new Map(
    Object.entries(loaded.config.collections).flatMap(([collection, { sources }]) =>
      sources.map(
        (source) => [`${collection}\n${toConfiguredName(loaded, source)}`, source] as const,
      ),
    ),
  );
}

function createReader(
  { audience, loaded }: LibraryOptions,
  documents: ReadonlyMap<string, LibraryDocument>,
  parity: ReadonlySet<string>,
): Library["read"] {
  const known = new Map<string, Promise<ReadDocument | undefined>>();
  const readNow = async (id: string): Promise<ReadDocument | undefined> => {
    const version = await audience.readVersion(id);
    if (!version) return undefined;
    const { document, text, blocks, pages } = version;
    const isWhole = parity.has(document.collection);
    const spans = isWhole
      ? [{ sequence: 0, start: 0, end: text.length }]
      : chunkDocument({ title: document.title, text, blocks, pages }, loaded.config.chunking);
    const { hash } = version.version;
    const chunks = spans.map(({ sequence, start, end }) => ({
      id: toChunkId(id, hash, sequence),
      start,
      end,
    }));
    return { ...version, chunks };
  };
  return (id) => {
    if (!documents.has(id)) return Promise.resolve(undefined);
    const reading = known.get(id) ?? readNow(id);
    known.set(id, reading);
    return reading;
  };
}

export const toVersionId = ({ document, version }: ReadVersion): string =>
  `${document.id}@${version.hash}`;

/** The chunks that a place touches, as passages of one grade. */
export const listTouched = (
  read: ReadDocument,
  place: Span,
  grade: number,
): readonly RowPassage[] =>
  read.chunks
    .filter(({ start, end }) => start < place.end && place.start < end)
    .map((chunk) => toPassage(read, chunk, grade));

/** The chunk that shares most terms with a question, the first of equals; none of an empty document. */
export function findClosest(
  read: ReadDocument,
  terms: ReadonlySet<string>,
  listTerms: (text: string, language: string) => readonly string[],
  grade: number,
): RowPassage | undefined {
  const shared = read.chunks.map((chunk) => {
    const said = new Set(listTerms(read.text.slice(chunk.start, chunk.end), read.version.language));
    return [...terms].filter((term) => said.has(term)).length;
  });
  const best = read.chunks[shared.indexOf(Math.max(...shared))];
  return best && toPassage(read, best, grade);
}

export const toPassage = (
  read: ReadDocument,
  { id, start, end }: Span & { readonly id: string },
  grade: number,
): RowPassage => ({
  chunkId: id,
  document: toVersionId(read),
  text: read.text.slice(start, end),
  grade,
});
