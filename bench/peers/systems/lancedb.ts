/** @module LanceDB: its full-text index and a vector index in one table. */
import { connect, Index, type Table } from "@lancedb/lancedb";
import { Field, FixedSizeList, Float32, Int32, Schema, Utf8 } from "apache-arrow";
import {
  readChunks,
  readFacts,
  toIndexedText,
  type BenchChunk,
  type BenchQuestion,
} from "../corpus.ts";
import { TOP, type Hit, type OpenSystem, type Places, type System } from "../system.ts";

const TABLE = "chunks";
/** Each batch is a fragment of the table and a version of it. */
const BATCH = 10_000;

/**
 * Of its indexes only IVF_FLAT reaches the recall with vectors of the default embedder: over
 * 100,000 of them IVF_PQ with refineFactor 10 found .63 of the 50 nearest and IVF_RQ .81; over
 * 20,000 IVF_HNSW_SQ found .93 at ef 300. These are the partitions searched.
 */
const PROBES = [5, 10, 20, 40, 80] as const;
const FLAT = "flat, no index";
const toChoice = (probes: number): string => `nprobes ${probes}`;

interface Row {
  readonly row: number;
  readonly text: string;
}

const toHits = (rows: readonly Row[]): readonly Hit[] =>
  rows.map(({ row, text }) => ({ row, text }));

const toRow = (chunk: BenchChunk) => ({
  row: chunk.row,
  text: toIndexedText(chunk),
  vector: chunk.vector,
});

function serve(table: Table, close: () => void): OpenSystem {
  let choice = toChoice(20);
  const askLexical = ({ text }: BenchQuestion): Promise<Row[]> =>
    table
      .query()
      .fullTextSearch(text, { columns: ["text"] })
      .select(["row", "text", "_score"])
      .limit(TOP)
      .toArray();
  const askDense = ({ vector }: BenchQuestion): Promise<Row[]> => {
    const query = table.query().nearestTo(vector).distanceType("dot");
    const probes = PROBES.find((each) => toChoice(each) === choice);
    const set = probes === undefined ? query.bypassVectorIndex() : query.nprobes(probes);
    return set.select(["row", "text", "_distance"]).limit(TOP).toArray();
  };
  return {
    settings: [
      "Index.fts(), all defaults",
      "Index.ivfFlat({ distanceType: 'dot' }), partitions by default; searched as told below",
    ],
    tuning: {
      ranker: "dense",
      choices: [...PROBES.map(toChoice), FLAT],
      choose(wanted) {
        choice = wanted;
      },
    },
    rankers: [
      {
        name: "hybrid",
        leg: "hybrid",
        timed:
          "both queries issued together and awaited, texts read; no fusion and no reranking of its own",
        async rank(question) {
          const [lexical, dense] = await Promise.all([askLexical(question), askDense(question)]);
          return [...toHits(lexical), ...toHits(dense)];
        },
      },
      {
        name: "lexical",
        leg: "lexical",
        timed: "fullTextSearch, its defaults, texts read",
        rank: async (question) => toHits(await askLexical(question)),
      },
      {
        name: "dense",
        leg: "dense",
        timed: "nearestTo, texts read",
        rank: async (question) => toHits(await askDense(question)),
      },
    ],
    async add(chunk) {
      await table.add([toRow(chunk)]);
    },
    async [Symbol.asyncDispose]() {
      close();
    },
  };
}

async function open({ directory }: Places): Promise<OpenSystem> {
  const connection = await connect(directory);
  const table = await connection.openTable(TABLE);
  return serve(table, () => connection.close());
}

export const system: System = {
  packages: ["@lancedb/lancedb", "apache-arrow"],
  notes: [
    "Native code on all cores; the others use one.",
    "No access control; global idf. A new row is found by scanning what is not indexed yet, until optimize() is called.",
    "No fsync is documented for a commit; vectors come ready made.",
  ],
  async build(places) {
    const { dimensions } = readFacts(places.corpus);
    const connection = await connect(places.directory);
    const table = await connection.createEmptyTable(
      TABLE,
      new Schema([
        new Field("row", new Int32(), false),
        new Field("text", new Utf8(), false),
        new Field(
          "vector",
          new FixedSizeList(dimensions, new Field("item", new Float32(), true)),
          false,
        ),
      ]),
    );
    for await (const chunks of readChunks(places.corpus, BATCH)) await table.add(chunks.map(toRow));
    await table.createIndex("text", { config: Index.fts() });
    await table.createIndex("vector", { config: Index.ivfFlat({ distanceType: "dot" }) });
    await table.optimize();
    connection.close();
    return open(places);
  },
  reopen: open,
};
