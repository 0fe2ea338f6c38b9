/** @module A collection read into memory, to be ranked under settings that do not serve. */
import { setImmediate } from "node:timers/promises";
import { toChunkId } from "../../foundation/ids.ts";
import type { DocumentRecord } from "../../domain/document.ts";
import { mayRead } from "../../domain/access.ts";
import type { Embedder } from "../../ports/embedder.ts";
import type { ReadVersion, Store } from "../../ports/store.ts";
import { analyzerIdFor, getAnalyzer } from "../../engine/analysis/index.ts";
import { readTermSequence } from "../../engine/rerank/index.ts";
import { chunkDocument, embedChunks, toEmbeddedHash, toIndexedBody } from "../../ingest/index.ts";
import { combineConvex } from "../../retrieve/index.ts";
import { Lab, type LabChunk } from "../../tune/index.ts";
import { maintenanceAccess, toAccess } from "../access.ts";

export interface OpenedCollection {
  readonly documents: readonly DocumentRecord[];
  /** Cut to chunks of so many tokens at most, as the write path cuts them. */
  openLab(maxTokens: number): Promise<Lab>;
  /** What these principals may read; `undefined` where they may read all of it. */
  findReadable(principals: readonly string[]): ((chunk: LabChunk) => boolean) | undefined;
}

export interface CollectionRequest {
  readonly collection: string;
  readonly minTokens: number;
  readonly embedder: Embedder;
  readonly signal?: AbortSignal | undefined;
}

const ACCESS = maintenanceAccess("tuning");
const PAGE = 1000;

/** Documents as they are now; what is committed later is not seen. */
export async function openCollection(
  store: Store,
  { collection, minTokens, embedder, signal }: CollectionRequest,
): Promise<OpenedCollection> {
  const documents = await listDocuments(store, collection);
  return {
    documents,
    async openLab(maxTokens) {
      const chunks: LabChunk[] = [];
      for (const { id } of documents) {
        await setImmediate();
        signal?.throwIfAborted();
        const read = await store.readVersion(ACCESS, id);
        if (read) chunks.push(...cut(read, { maxTokens, minTokens }));
      }
      return new Lab(await addVectors(store, chunks, embedder, signal), combineConvex);
    },
    findReadable(principals) {
      if (principals.length === 0) return undefined;
      const access = toAccess(principals);
      const hidden = documents.filter((document) => !mayRead(access, document.access));
      if (hidden.length === 0) return undefined;
      const ids = new Set(hidden.map(({ id }) => id));
      return ({ stored }) => !ids.has(stored.documentId);
    },
  };
}

async function listDocuments(store: Store, collection: string): Promise<readonly DocumentRecord[]> {
  const documents: DocumentRecord[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.listDocuments(ACCESS, { collection, limit: PAGE, after });
    documents.push(...page);
    after = page.at(-1)?.id;
    if (page.length < PAGE) return documents;
  }
}

function cut(
  { document, version, text, blocks, pages }: ReadVersion,
  settings: { readonly maxTokens: number; readonly minTokens: number },
): readonly LabChunk[] {
  const { id: documentId, key, collection, title, metadata } = document;
  const { hash: versionHash, language, modifiedAt } = version;
  const analyzerId = analyzerIdFor(language);
  const analyzer = getAnalyzer(analyzerId);
  const about = { documentId, key, collection, title, metadata, versionHash, language, modifiedAt };
  return chunkDocument({ title, text, blocks, pages }, settings).map((chunk): LabChunk => {
    const own = text.slice(chunk.start, chunk.end);
    const { headings } = chunk;
    return {
      stored: {
        ...about,
        ...chunk,
        candidate: 0,
        matched: [],
        id: toChunkId(documentId, versionHash, chunk.sequence),
        analyzer: analyzerId,
        text: own,
        termKeys: readTermSequence({ analyzer: analyzerId, headings, text: own }),
      },
      headings: analyzer.count(headings.join("\n")),
      body: analyzer.count(toIndexedBody(chunk, text, blocks)),
      indexed: toIndexedBody(chunk, text, blocks),
    };
  });
}

/** From the cache where the store has them; texts of other sizes are embedded once, and not kept. */
async function addVectors(
  store: Store,
  chunks: readonly LabChunk[],
  embedder: Embedder,
  signal: AbortSignal | undefined,
): Promise<readonly LabChunk[]> {
  const texts = chunks.map(({ stored: { headings }, indexed: body }) => ({ headings, body }));
  const hashes = texts.map(toEmbeddedHash);
  const vectors = new Map<string, Float32Array>();
  for (let from = 0; from < hashes.length; from += PAGE) {
    const page = hashes.slice(from, from + PAGE);
    const cached = await store.readEmbeddings(ACCESS, embedder.fingerprint, page);
    for (const [hash, vector] of cached) vectors.set(hash, vector);
  }
  const missing = new Map(
    [...texts.entries()].flatMap(([index, text]) => {
      const hash = hashes[index] ?? "";
      return vectors.has(hash) ? [] : [[hash, text] as const];
    }),
  );
  const embedded = await embedChunks([...missing.values()], embedder, signal);
  for (const [index, hash] of [...missing.keys()].entries()) {
    const vector = embedded[index];
    if (vector) vectors.set(hash, vector);
  }
  return chunks.map((chunk, index) => ({ ...chunk, vector: vectors.get(hashes[index] ?? "") }));
}
