/** @module MiniSearch: full text alone, in memory. */
import MiniSearch from "minisearch";
import { readChunks, toIndexedText, type BenchChunk } from "../corpus.ts";
import { TOP, type OpenSystem, type System } from "../system.ts";

const BATCH = 1000;

const toDocument = (chunk: BenchChunk) => ({ id: chunk.row, text: toIndexedText(chunk) });
type MiniDocument = ReturnType<typeof toDocument>;

function serve(index: MiniSearch<MiniDocument>): OpenSystem {
  return {
    settings: ["new MiniSearch({ fields: ['text'], storeFields: ['text'] }), all defaults"],
    rankers: [
      {
        name: "lexical",
        leg: "lexical",
        timed: "search, its defaults (words joined by OR, BM25+); it returns all, 50 are taken",
        rank: ({ text }) =>
          index
            .search(text)
            .slice(0, TOP)
            .map((found) => ({ row: Number(found.id), text: String(found["text"]) })),
      },
    ],
    async add(chunk) {
      index.add(toDocument(chunk));
    },
    async [Symbol.asyncDispose]() {
      // Nothing is open: the index is memory.
    },
  };
}

export const system: System = {
  packages: ["minisearch"],
  notes: [
    "Lexical alone, in memory: nothing is durable, and a new process builds again.",
    "No access control, no versions, no vectors.",
  ],
  async build({ corpus }) {
    const index = new MiniSearch<MiniDocument>({ fields: ["text"], storeFields: ["text"] });
    for await (const chunks of readChunks(corpus, BATCH)) index.addAll(chunks.map(toDocument));
    return serve(index);
  },
};
