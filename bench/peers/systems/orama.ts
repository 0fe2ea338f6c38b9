/** @module Orama: full text, vectors and its hybrid mode, in memory. */
import { create, insert, insertMultiple, search } from "@orama/orama";
import { readChunks, toIndexedText, type BenchChunk } from "../corpus.ts";
import { TOP, type Hit, type OpenSystem, type System } from "../system.ts";

const BATCH = 1000;

const createIndex = () => create({ schema: { text: "string", embedding: "vector[256]" } as const });
type OramaIndex = ReturnType<typeof createIndex>;

const toDocument = (chunk: BenchChunk) => ({
  id: String(chunk.row),
  text: toIndexedText(chunk),
  embedding: [...chunk.vector],
});

function serve(index: OramaIndex): OpenSystem {
  const rank = async (parameters: Parameters<typeof search<OramaIndex>>[1]): Promise<Hit[]> => {
    const { hits } = await search(index, { ...parameters, limit: TOP });
    return hits.map(({ id, document }) => ({ row: Number(id), text: document.text }));
  };
  const toVector = (vector: Float32Array) => ({ value: [...vector], property: "embedding" });
  return {
    settings: ["create({ schema: { text: 'string', embedding: 'vector[256]' } }), all defaults"],
    rankers: [
      {
        name: "hybrid",
        leg: "hybrid",
        timed: "search, mode hybrid, its defaults: weights .5 and .5, similarity .8",
        rank: ({ text, vector }) => rank({ mode: "hybrid", term: text, vector: toVector(vector) }),
      },
      {
        name: "lexical",
        leg: "lexical",
        timed: "search, mode fulltext, its defaults",
        rank: ({ text }) => rank({ mode: "fulltext", term: text }),
      },
      {
        name: "dense",
        leg: "dense",
        timed: "search, mode vector, similarity 0: at its default of .8 nothing is found here",
        rank: ({ vector }) => rank({ mode: "vector", vector: toVector(vector), similarity: 0 }),
      },
    ],
    async add(chunk) {
      await insert(index, toDocument(chunk));
    },
    async [Symbol.asyncDispose]() {
      // Nothing is open: the index is memory.
    },
  };
}

export const system: System = {
  packages: ["@orama/orama"],
  notes: [
    "In memory alone: nothing is durable, and a new process builds again.",
    "No access control, no versions; not BM25 as published; vectors come ready made.",
  ],
  async build({ corpus }) {
    const index = createIndex();
    for await (const chunks of readChunks(corpus, BATCH))
      await insertMultiple(index, chunks.map(toDocument), BATCH);
    return serve(index);
  },
};
