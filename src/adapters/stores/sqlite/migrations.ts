/** @module The schema, as an ordered list of steps; each is one transaction with its number. */

export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
}

/** "PLMB" in ASCII: tells our files from everybody else's. */
export const APPLICATION_ID = 0x504c4d42;

/*
 * No text and no term is the key of any b-tree: rows are appended under integer keys, and look-ups
 * go through integer hashes. Text in an ordered b-tree leaves copies in page gaps that not even
 * secure_delete clears, so erasing could not keep its promise.
 */
const INITIAL = [
  `CREATE TABLE access_list (
     id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, data TEXT NOT NULL) STRICT`,
  `CREATE INDEX access_list_hash ON access_list (hash)`,
  `CREATE TABLE collection (
     id INTEGER PRIMARY KEY, name TEXT NOT NULL, settings TEXT NOT NULL) STRICT`,
  `CREATE TABLE source (
     id INTEGER PRIMARY KEY, collection INTEGER NOT NULL REFERENCES collection (id),
     name TEXT NOT NULL) STRICT`,
  `CREATE TABLE document (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     collection INTEGER NOT NULL REFERENCES collection (id),
     source INTEGER NOT NULL REFERENCES source (id),
     hash INTEGER NOT NULL, public_id TEXT NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL,
     metadata TEXT NOT NULL, access INTEGER NOT NULL REFERENCES access_list (id),
     fingerprint TEXT NOT NULL, version INTEGER) STRICT`,
  `CREATE INDEX document_hash ON document (hash)`,
  `CREATE INDEX document_collection ON document (collection)`,
  `CREATE INDEX document_source ON document (source)`,
  `CREATE TABLE version (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
     hash TEXT NOT NULL, language TEXT NOT NULL, analyzer TEXT NOT NULL,
     modified_at TEXT NOT NULL, ingested_at TEXT NOT NULL, superseded_at TEXT,
     length INTEGER NOT NULL, warnings TEXT NOT NULL, blocks TEXT NOT NULL, pages TEXT NOT NULL,
     text BLOB NOT NULL) STRICT`,
  `CREATE INDEX version_document ON version (document)`,
  `CREATE TABLE chunk (
     id INTEGER PRIMARY KEY AUTOINCREMENT, shard INTEGER NOT NULL, ordinal INTEGER NOT NULL,
     document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
     version INTEGER NOT NULL, sequence INTEGER NOT NULL, start INTEGER NOT NULL,
     "end" INTEGER NOT NULL, byte_start INTEGER NOT NULL, byte_length INTEGER NOT NULL,
     page INTEGER, headings TEXT NOT NULL, kinds TEXT NOT NULL, embedded INTEGER NOT NULL) STRICT`,
  `CREATE UNIQUE INDEX chunk_ordinal ON chunk (shard, ordinal)`,
  `CREATE INDEX chunk_document ON chunk (document)`,
  `CREATE INDEX chunk_embedded ON chunk (embedded)`,
  `CREATE TABLE field (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT`,
  `CREATE TABLE metadata (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
     field INTEGER NOT NULL REFERENCES field (id), type TEXT NOT NULL, number REAL, instant REAL,
     hash INTEGER NOT NULL, value TEXT NOT NULL) STRICT`,
  `CREATE INDEX metadata_document ON metadata (document)`,
  `CREATE INDEX metadata_hash ON metadata (field, hash)`,
  `CREATE INDEX metadata_number ON metadata (field, number)`,
  `CREATE INDEX metadata_instant ON metadata (field, instant)`,
  `CREATE TABLE embedder (
     id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, dimensions INTEGER NOT NULL) STRICT`,
  `CREATE TABLE embedding (
     id INTEGER PRIMARY KEY AUTOINCREMENT, embedder INTEGER NOT NULL REFERENCES embedder (id),
     hash INTEGER NOT NULL, digest BLOB NOT NULL, vector BLOB NOT NULL) STRICT`,
  `CREATE INDEX embedding_hash ON embedding (hash, embedder)`,
  `CREATE TABLE shard (
     id INTEGER PRIMARY KEY, collection INTEGER NOT NULL REFERENCES collection (id),
     analyzer TEXT NOT NULL, next_ordinal INTEGER NOT NULL) STRICT`,
  `CREATE TABLE segment (
     id INTEGER PRIMARY KEY AUTOINCREMENT, shard INTEGER NOT NULL REFERENCES shard (id),
     first INTEGER NOT NULL, count INTEGER NOT NULL) STRICT`,
  `CREATE TABLE block (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     segment INTEGER NOT NULL REFERENCES segment (id) ON DELETE CASCADE,
     kind INTEGER NOT NULL, sequence INTEGER NOT NULL, embedder INTEGER NOT NULL,
     generation INTEGER NOT NULL, crc INTEGER NOT NULL, data BLOB NOT NULL) STRICT`,
  `CREATE UNIQUE INDEX block_place ON block (segment, kind, embedder, sequence)`,
  `CREATE TABLE state (id INTEGER PRIMARY KEY, generation INTEGER NOT NULL) STRICT`,
  `INSERT INTO state (id, generation) VALUES (1, 0)`,
  `CREATE TABLE answer (
     id INTEGER PRIMARY KEY AUTOINCREMENT, hash INTEGER NOT NULL, public_id TEXT NOT NULL,
     data TEXT NOT NULL) STRICT`,
  `CREATE INDEX answer_hash ON answer (hash)`,
  `CREATE TABLE job (
     id INTEGER PRIMARY KEY AUTOINCREMENT, hash INTEGER NOT NULL, public_id TEXT NOT NULL,
     data TEXT NOT NULL) STRICT`,
  `CREATE INDEX job_hash ON job (hash)`,
  `CREATE TABLE setting (
     id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, value TEXT NOT NULL) STRICT`,
];

const KEYS = [
  `CREATE TABLE api_key (
     id INTEGER PRIMARY KEY AUTOINCREMENT, hash INTEGER NOT NULL, public_id TEXT NOT NULL,
     data TEXT NOT NULL) STRICT`,
  `CREATE INDEX api_key_hash ON api_key (hash)`,
];

/* Bodies are packed (see `traces/pack.ts`). Answers of before keep their JSON, and have none. */
const TRACES = [
  `ALTER TABLE answer ADD COLUMN asked_ms INTEGER`,
  `ALTER TABLE answer ADD COLUMN body BLOB`,
  `CREATE INDEX answer_asked ON answer (asked_ms)`,
  `CREATE TABLE recorded_version (
     id INTEGER PRIMARY KEY AUTOINCREMENT, hash INTEGER NOT NULL, document TEXT NOT NULL,
     version TEXT NOT NULL) STRICT`,
  `CREATE INDEX recorded_version_hash ON recorded_version (hash)`,
  `CREATE TABLE trace (
     id INTEGER PRIMARY KEY AUTOINCREMENT, hash INTEGER NOT NULL, answer INTEGER NOT NULL,
     started_ms INTEGER NOT NULL, public_id TEXT NOT NULL, body BLOB NOT NULL) STRICT`,
  `CREATE INDEX trace_hash ON trace (hash)`,
  `CREATE INDEX trace_answer ON trace (answer)`,
  `CREATE INDEX trace_started ON trace (started_ms)`,
  `CREATE TABLE feedback (
     id INTEGER PRIMARY KEY AUTOINCREMENT, hash INTEGER NOT NULL, answer INTEGER NOT NULL,
     given_ms INTEGER NOT NULL, public_id TEXT NOT NULL, data TEXT NOT NULL) STRICT`,
  `CREATE INDEX feedback_hash ON feedback (hash)`,
  `CREATE INDEX feedback_answer ON feedback (answer)`,
  `CREATE TABLE evaluation (
     id INTEGER PRIMARY KEY AUTOINCREMENT, hash INTEGER NOT NULL, ended_ms INTEGER NOT NULL,
     public_id TEXT NOT NULL, golden TEXT NOT NULL, body BLOB NOT NULL) STRICT`,
  `CREATE INDEX evaluation_hash ON evaluation (hash)`,
  `CREATE TABLE reply (
     id INTEGER PRIMARY KEY AUTOINCREMENT, hash INTEGER NOT NULL, put_ms INTEGER NOT NULL,
     key TEXT NOT NULL, body BLOB NOT NULL) STRICT`,
  `CREATE INDEX reply_hash ON reply (hash)`,
  `CREATE TABLE decision (
     id INTEGER PRIMARY KEY AUTOINCREMENT, hash INTEGER NOT NULL, public_id TEXT NOT NULL,
     body BLOB NOT NULL) STRICT`,
  `CREATE INDEX decision_hash ON decision (hash)`,
  `CREATE TABLE hold (
     id INTEGER PRIMARY KEY AUTOINCREMENT, public_id TEXT NOT NULL, data TEXT NOT NULL) STRICT`,
  `CREATE TABLE spend (
     id INTEGER PRIMARY KEY AUTOINCREMENT, day INTEGER NOT NULL, subject TEXT NOT NULL,
     calls INTEGER NOT NULL, usd REAL NOT NULL, unknown INTEGER NOT NULL) STRICT`,
  `CREATE INDEX spend_day ON spend (day)`,
];

const SPEND_KINDS = [
  `ALTER TABLE spend ADD COLUMN kind TEXT NOT NULL DEFAULT 'unknown'`,
  `ALTER TABLE spend ADD COLUMN input_tokens INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE spend ADD COLUMN output_tokens INTEGER NOT NULL DEFAULT 0`,
];

const TERM_KEYS = [`ALTER TABLE chunk ADD COLUMN terms BLOB`];

const REGISTRY = [
  `CREATE TABLE "release" (
     id INTEGER PRIMARY KEY AUTOINCREMENT, hash INTEGER NOT NULL, public_id TEXT NOT NULL,
     retired_at TEXT, data TEXT NOT NULL) STRICT`,
  `CREATE INDEX release_hash ON "release" (hash)`,
  `CREATE TABLE alias_move (
     id INTEGER PRIMARY KEY AUTOINCREMENT, alias INTEGER NOT NULL, number INTEGER NOT NULL,
     data TEXT NOT NULL) STRICT`,
  `CREATE UNIQUE INDEX alias_move_number ON alias_move (alias, number)`,
  `CREATE TABLE lineage (
     id INTEGER PRIMARY KEY AUTOINCREMENT, child_hash INTEGER NOT NULL,
     parent_hash INTEGER NOT NULL, child TEXT NOT NULL, role TEXT NOT NULL,
     parent TEXT NOT NULL) STRICT`,
  `CREATE INDEX lineage_child ON lineage (child_hash)`,
  `CREATE INDEX lineage_parent ON lineage (parent_hash)`,
];

/*
 * A collection is indexed once for each variant: a way to cut documents into chunks. Variant 0 is
 * the one that nobody has named yet. `indexed` says which documents a variant holds (embedder 0),
 * and with whose vectors.
 */
const INDEXES = [
  `CREATE TABLE variant (id INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL) STRICT`,
  `ALTER TABLE shard ADD COLUMN variant INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE state ADD COLUMN variant INTEGER NOT NULL DEFAULT 0`,
  `CREATE TABLE plan (
     id INTEGER PRIMARY KEY AUTOINCREMENT, collection TEXT, variant INTEGER NOT NULL,
     embedder TEXT NOT NULL, whole INTEGER NOT NULL, data TEXT NOT NULL) STRICT`,
  `CREATE TABLE indexed (
     variant INTEGER NOT NULL, embedder INTEGER NOT NULL,
     document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
     PRIMARY KEY (variant, embedder, document)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX indexed_document ON indexed (document)`,
];

/** Append only: a released step never changes, and each released version keeps a fixture store. */
export const MIGRATIONS: readonly Migration[] = [
  { version: 1, statements: INITIAL },
  { version: 2, statements: KEYS },
  { version: 3, statements: TRACES },
  { version: 4, statements: [...SPEND_KINDS, ...TERM_KEYS, ...REGISTRY, ...INDEXES] },
];
