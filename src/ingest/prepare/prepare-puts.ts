/** @module Prepared documents with all that the plans of now ask for: chunk sets and vectors. */
import type { Embedder } from "../../ports/embedder.ts";
import type { ChunkPut, CollectionRecord, DocumentPut } from "../../ports/store.ts";
import { embedTexts, type FindVectors } from "./embed-texts.ts";
import type { IndexSettings } from "./index-settings.ts";
import { indexText, type IndexedText } from "./index-text.ts";
import type { PreparedDocument } from "./prepare-document.ts";

/** One way in which documents are kept searchable. */
export interface LivePlan {
  /** Name of the chunking in the store; absent: its default index. */
  readonly variant?: string;
  readonly chunking: IndexSettings;
  readonly embedder: Embedder;
}

export interface PutsRequest {
  readonly indexing: CollectionRecord["indexing"];
  /** What the documents were prepared with. */
  readonly chunking: IndexSettings;
  readonly plans: readonly LivePlan[];
  readonly findVectors: FindVectors;
  readonly signal?: AbortSignal | undefined;
}

/** The chunks of one document in one variant. */
interface ChunkSet extends IndexedText {
  readonly variant: string | undefined;
  readonly embedders: readonly Embedder[];
}

export async function preparePuts(
  documents: readonly PreparedDocument[],
  request: PutsRequest,
): Promise<readonly DocumentPut[]> {
  const variants = [...Map.groupBy(request.plans, ({ variant }) => variant).values()];
  const sets = documents.map((document) =>
    variants.flatMap((plans): readonly ChunkSet[] => {
      const [first] = plans;
      if (!first) return [];
      const { variant, chunking } = first;
      const embedders = plans.map(({ embedder }) => embedder);
      return [{ ...cutFor(document, chunking, request), variant, embedders }];
    }),
  );
  const vectors = await embedSets(sets.flat(), request);
  return documents.map(({ put }, index) => ({
    ...put,
    chunks: (sets[index] ?? []).flatMap((set) => withVectors(set, vectors)),
  }));
}

function cutFor(
  { put, chunks, bodies }: PreparedDocument,
  chunking: IndexSettings,
  { indexing, chunking: known }: PutsRequest,
): IndexedText {
  const isKnown =
    chunking.maxTokens === known.maxTokens &&
    chunking.minTokens === known.minTokens &&
    chunking.titleWeight === known.titleWeight;
  if (isKnown) return { chunks, bodies };
  const { title, analyzer, version } = put;
  return indexText({ ...version, title, analyzer }, indexing, chunking);
}

/** By fingerprint of the embedder, then by hash of the text. */
type Vectors = ReadonlyMap<string, ReadonlyMap<string, Float32Array>>;

/** Each text once for each embedder, whatever variants it is in. */
async function embedSets(sets: readonly ChunkSet[], request: PutsRequest): Promise<Vectors> {
  const embedders = new Map(
    request.plans.map(({ embedder }) => [embedder.fingerprint, embedder] as const),
  );
  const vectors = new Map<string, ReadonlyMap<string, Float32Array>>();
  for (const [fingerprint, embedder] of embedders) {
    const own = sets.filter((set) =>
      set.embedders.some((wanted) => wanted.fingerprint === fingerprint),
    );
    vectors.set(fingerprint, await embedTexts(own, embedder, request));
  }
  return vectors;
}

function withVectors(
  { variant, chunks, embedders }: ChunkSet,
  vectors: Vectors,
): readonly ChunkPut[] {
  return chunks.map((chunk) => ({
    ...chunk,
    ...(variant === undefined ? {} : { variant }),
    vectors: new Map(
      embedders.flatMap(({ fingerprint }) => {
        const vector = vectors.get(fingerprint)?.get(chunk.embeddedHash);
        return vector ? [[fingerprint, vector] as const] : [];
      }),
    ),
  }));
}
