/** @module SQLite's own search: FTS5 beside sqlite-vec, in better-sqlite3. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { load } from "sqlite-vec";
import { readChunks, toIndexedText, type BenchChunk, type BenchQuestion } from "../corpus.ts";
import {
  TOP,
  type Hit,
  type OpenSystem,
  type Places,
  type Ranker,
  type System,
} from "../system.ts";

const TABLES = [
  "CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'porter unicode61')",
  "CREATE VIRTUAL TABLE vectors USING vec0(embedding float[256])",
  "CREATE VIRTUAL TABLE small USING vec0(embedding int8[256])",
];

/** In its favour: the whole file is mapped into memory. */
const PRAGMAS = ["journal_mode = WAL", "synchronous = FULL", "mmap_size = 4294967296"];

const BATCH = 1000;

const LEXICAL = `SELECT rowid AS id, text FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ${TOP}`;

const toDense = (table: string, vector: string): string =>
  `SELECT rowid AS id, distance FROM ${table} WHERE embedding MATCH ${vector} AND k = ${TOP}`;

const withTexts = (dense: string): string =>
  `SELECT id, text FROM (${dense}) AS found JOIN texts ON texts.rowid = id ORDER BY distance`;

/** Reciprocal rank fusion with the constant 60, as sqlite-vec's author shows it. */
const toHybrid = (dense: string): string => `
  WITH lexical AS (
    SELECT id, row_number() OVER () AS place
    FROM (SELECT rowid AS id FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ${TOP})
  ), dense AS (
    SELECT id, row_number() OVER (ORDER BY distance) AS place FROM (${dense})
  ), fused AS (
    SELECT id, sum(1.0 / (60 + place)) AS score
    FROM (SELECT * FROM lexical UNION ALL SELECT * FROM dense)
    GROUP BY id ORDER BY score DESC LIMIT ${TOP}
  )
  SELECT id, text FROM fused JOIN texts ON texts.rowid = id ORDER BY score DESC`;

const FLOAT = toDense("vectors", "?");
const INT8 = toDense("small", "vec_quantize_int8(?, 'unit')");

/** FTS5 has no stop words. Its user can leave these out, and a question gets faster by it. */
const STOP_WORDS = new Set(
  (
    "a an and are as at be but by for if in into is it no not of on or such that the their then " +
    "there these they this to was will with what which who whom whose how when where why do does " +
    "did has have had were been can could would should may about any from"
  ).split(" "),
);

/** All words joined by OR: joined by AND, which is the default, a question finds nothing. */
function toMatch(question: string, without?: ReadonlySet<string>): string {
  const words = new Set(question.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const kept = [...words].filter((word) => !without?.has(word));
  return (kept.length > 0 ? kept : [...words]).map((word) => `"${word}"`).join(" OR ");
}

function connect({ directory }: Places): Database.Database {
  mkdirSync(directory, { recursive: true });
  const database = new Database(join(directory, "bench.db"));
  load(database);
  for (const pragma of PRAGMAS) database.pragma(pragma);
  return database;
}

function prepareInsert(database: Database.Database): (chunk: BenchChunk) => void {
  const texts = database.prepare("INSERT INTO texts(rowid, text) VALUES (?, ?)");
  const vectors = database.prepare("INSERT INTO vectors(rowid, embedding) VALUES (?, ?)");
  const small = database.prepare(
    "INSERT INTO small(rowid, embedding) VALUES (?, vec_quantize_int8(?, 'unit'))",
  );
  return (chunk) => {
    // vec0 takes integers as BigInt only.
    const id = BigInt(chunk.row);
    texts.run(id, toIndexedText(chunk));
    vectors.run(id, chunk.vector);
    small.run(id, chunk.vector);
  };
}

type Bind = (question: BenchQuestion) => readonly unknown[];

function createRanker(
  database: Database.Database,
  how: Omit<Ranker, "rank">,
  sql: string,
  bind: Bind,
): Ranker {
  const statement = database.prepare(sql);
  return {
    ...how,
    rank(question): readonly Hit[] {
      const rows = statement.all(...bind(question)) as { id: number; text: string }[]; // `sql` selects them
      return rows.map(({ id, text }) => ({ row: id, text }));
    },
  };
}

const allWords: Bind = ({ text }) => [toMatch(text)];
const fewWords: Bind = ({ text }) => [toMatch(text, STOP_WORDS)];
const vector: Bind = (question) => [question.vector];

function createRankers(database: Database.Database): readonly Ranker[] {
  const make = (name: string, leg: Ranker["leg"], sql: string, bind: Bind, timed: string): Ranker =>
    createRanker(database, { name, leg, timed }, sql, bind);
  return [
    make(
      "hybrid",
      "hybrid",
      toHybrid(FLOAT),
      (q) => [...allWords(q), ...vector(q)],
      "one statement: FTS5 with all words joined by OR, vec0 float[256], RRF 60, texts read",
    ),
    make(
      "hybrid, few words, int8",
      "hybrid",
      toHybrid(INT8),
      (q) => [...fewWords(q), ...vector(q)],
      "the same, stop words left out by the caller, vec0 int8[256]",
    ),
    make("lexical", "lexical", LEXICAL, allWords, "FTS5, all words joined by OR, ORDER BY rank"),
    make("lexical, few words", "lexical", LEXICAL, fewWords, "the same without stop words"),
    make("dense", "dense", withTexts(FLOAT), vector, "vec0 float[256], texts read"),
    make("dense, int8", "dense", withTexts(INT8), vector, "vec0 int8[256], texts read"),
  ];
}

function serve(database: Database.Database): OpenSystem {
  const insert = prepareInsert(database);
  return {
    settings: [...TABLES, ...PRAGMAS.map((pragma) => `PRAGMA ${pragma}`)],
    rankers: createRankers(database),
    async add(chunk) {
      database.transaction(insert)(chunk);
    },
    async [Symbol.asyncDispose]() {
      database.close();
    },
  };
}

export const system: System = {
  packages: ["better-sqlite3", "sqlite-vec"],
  notes: [
    "No access control, no versions, no statistics under a caller's mask; global idf.",
    "Vectors come ready made; two copies are kept here, float and int8, to show both.",
    "Deletes and durability are SQLite's; the bench sets synchronous FULL as ours does.",
  ],
  async build(places) {
    const database = connect(places);
    for (const table of TABLES) database.exec(table);
    const insert = prepareInsert(database);
    const insertAll = database.transaction((chunks: readonly BenchChunk[]) => {
      for (const chunk of chunks) insert(chunk);
    });
    for await (const chunks of readChunks(places.corpus, BATCH)) insertAll(chunks);
    database.exec("INSERT INTO texts(texts) VALUES ('optimize')");
    database.pragma("wal_checkpoint(TRUNCATE)");
    return serve(database);
  },
  async reopen(places) {
    return serve(connect(places));
  },
};
