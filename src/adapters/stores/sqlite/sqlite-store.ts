/** @module The embedded store: SQLite as the record, our own index on top, one writer. */
import { statfsSync } from "node:fs";
import { NO_FAULTS, type Clock, type Faults } from "../../../foundation/effects.ts";
import type { Access } from "../../../domain/access.ts";
import type { CollectionRecord, Store } from "../../../ports/store.ts";
import { chooseMerge, chooseWholeMerge, compact } from "./compact.ts";
import { sql, type Connection } from "./connection.ts";
import {
  findDocument,
  listDocuments,
  listVersions,
  readSource,
  readSpans,
  readVersion,
} from "./document-reader.ts";
import { findEmbedding } from "./embedding-rows.ts";
import { storeDiskFull, storeReadBackFailed, storeReadOnly } from "./errors.ts";
import { checkIntegrity } from "./integrity.ts";
import { findKey, listKeys, putKey } from "./key-rows.ts";
import { findEmbedder, listCollectionRows, putCollectionRow } from "./names.ts";
import { openDatabase } from "./open-database.ts";
import { findJob, getSetting, listJobs } from "./records.ts";
import { ResidentIndex } from "./resident-index.ts";
import { searchSnapshot } from "./search.ts";
import { findAnswer } from "./traces/answer-rows.ts";
import { findDecision, listDecisions } from "./traces/decision-rows.ts";
import { findEvaluation, findReplies, listEvaluations } from "./traces/evaluation-rows.ts";
import { listFeedback } from "./traces/feedback-rows.ts";
import { listHolds, purge, putHold } from "./traces/purge.ts";
import { createRecordWriter } from "./traces/record-writer.ts";
import { listSpend } from "./traces/spend-rows.ts";
import { findTrace, listTraces } from "./traces/trace-rows.ts";
import { writeBatch, type Placed } from "./write-batch.ts";

export interface SqliteStoreOptions {
  readonly directory: string;
  readonly mode: "read" | "write";
  readonly clock: Clock;
  readonly faults?: Faults;
  /** Bounds the file, in pages; how tests fill a disk. */
  readonly maxPages?: number;
}

/** Left free for the operator; below it nothing is written (guide: reliability, R03). */
const RESERVED_BYTES = 64 * 1024 * 1024;

/** @throws what `openDatabase` throws. */
export function openSqliteStore(options: SqliteStoreOptions): Store {
  const { directory, mode, faults = NO_FAULTS } = options;
  const { reader, writer, fileSystem, lock } = openDatabase(options);
  const index = new ResidentIndex(reader);
  const { close: closeRecords, ...records } = createRecordWriter(writer, options);
  const getWriter = (): Connection => {
    if (!writer) throw storeReadOnly({});
    return writer;
  };
  return {
    mode,
    description: {
      store: "sqlite",
      directory,
      fileSystem: `${fileSystem.name} (${fileSystem.class})`,
      sqlite: String(reader.prepare("SELECT sqlite_version() AS v").get()?.["v"]),
    },
    ...createReader(reader, index),
    async putCollection(record) {
      putCollectionRow(getWriter(), record);
    },
    async commit(batch) {
      const open = getWriter();
      checkSpace(directory);
      const { receipt, placed } = writeBatch(open, batch, faults);
      readBack(reader, index, placed);
      faults.hit("version:read-back");
      compactIfRoom(open, faults);
      return receipt;
    },
    async putKey(record) {
      putKey(getWriter(), record);
    },
    async putHold(hold) {
      putHold(getWriter(), hold);
    },
    async purge(request) {
      return purge(getWriter(), request);
    },
    async optimize() {
      compact(getWriter(), chooseWholeMerge, faults);
    },
    ...records,
    async getSetting(name) {
      return getSetting(reader, name);
    },
    async [Symbol.asyncDispose]() {
      reader.close();
      closeRecords();
      writer?.close();
      lock?.release();
    },
  };
}

type Reads = Pick<
  Store,
  | "listCollections"
  | "search"
  | "findDocument"
  | "listDocuments"
  | "listVersions"
  | "readVersion"
  | "readSpans"
  | "findAnswer"
  | "findTrace"
  | "listTraces"
  | "listFeedback"
  | "findEvaluation"
  | "listEvaluations"
  | "findReplies"
  | "findDecision"
  | "listDecisions"
  | "listHolds"
  | "listSpend"
  | "readSource"
  | "readEmbeddings"
  | "findJob"
  | "listJobs"
  | "findKey"
  | "listKeys"
  | "checkIntegrity"
>;

function createReader(reader: Connection, index: ResidentIndex): Reads {
  // Rights and text are read by several statements, which must see one state of the store.
  const snapshot = async <T>(read: () => T): Promise<T> => reader.transaction("DEFERRED", read);
  return {
    listCollections: async (access) => listCollections(reader, index, access),
    search: async (access, request) => searchSnapshot(reader, index, access, request),
    findDocument: (access, id) => snapshot(() => findDocument(reader, access, id)),
    listDocuments: (access, request) => snapshot(() => listDocuments(reader, access, request)),
    listVersions: (access, id) => snapshot(() => listVersions(reader, access, id)),
    readVersion: (access, id, hash) => snapshot(() => readVersion(reader, access, id, hash)),
    readSpans: (access, spans) => snapshot(() => readSpans(reader, access, spans)),
    findAnswer: (access, id) => snapshot(() => findAnswer(reader, access, id)),
    findTrace: (access, id) => snapshot(() => findTrace(reader, access, id)),
    listTraces: (access, query) => snapshot(() => listTraces(reader, access, query)),
    listFeedback: (access, query) => snapshot(() => listFeedback(reader, access, query)),
    findEvaluation: async (access, id) => findEvaluation(reader, access, id),
    listEvaluations: async (access, query) => listEvaluations(reader, access, query),
    findDecision: async (access, id) => findDecision(reader, access, id),
    listDecisions: async (access, limit) => listDecisions(reader, access, limit),
    findReplies: (access, keys) => snapshot(() => findReplies(reader, access, keys)),
    listHolds: async (access) => listHolds(reader, access),
    listSpend: async (access, since) => listSpend(reader, access, since),
    readSource: async (access, collection, source, key) =>
      readSource(reader, access, { collection, source, key }),
    readEmbeddings: async (access, fingerprint, hashes) =>
      access.kind === "operator" ? readEmbeddings(reader, fingerprint, hashes) : new Map(),
    findJob: async (access, id) => findJob(reader, access, id),
    listJobs: async (access, limit) => listJobs(reader, access, limit),
    findKey: async (secretHash) => findKey(reader, secretHash),
    listKeys: async (access) => listKeys(reader, access),
    checkIntegrity: async (access, { deep }) =>
      access.kind === "operator" ? checkIntegrity(reader, deep) : NOTHING,
  };
}

const NOTHING = {
  sound: true,
  problems: [],
  documents: 0,
  chunks: 0,
  segments: 0,
  embedders: [],
  generation: 0,
  bytes: 0,
};

/** A collection exists for those who may read something in it; for operators always. */
function listCollections(
  reader: Connection,
  index: ResidentIndex,
  access: Access,
): readonly (CollectionRecord & { documents: number; chunks: number })[] {
  return reader.transaction("DEFERRED", () => {
    index.refresh();
    const permitted = index.permitted(access);
    const counts = reader.all(
      sql
        .selectFrom("document")
        .select(({ fn }) => ["collection", "access", fn.countAll<number>().as("documents")])
        .groupBy(["collection", "access"]),
    );
    return listCollectionRows(reader).flatMap(({ id, record }) => {
      const documents = counts
        .filter((row) => row.collection === id && permitted.has(row.access))
        .reduce((sum, row) => sum + row.documents, 0);
      if (documents === 0 && access.kind !== "operator") return [];
      return [{ ...record, documents, chunks: countChunks(index, record.name, permitted) }];
    });
  });
}

function countChunks(
  index: ResidentIndex,
  collection: string,
  permitted: ReadonlySet<number>,
): number {
  let chunks = 0;
  for (const shard of index.shards) {
    if (shard.collection !== collection) continue;
    for (const segment of shard.segments)
      for (const list of segment.access) if (permitted.has(list)) chunks++;
  }
  return chunks;
}

function readEmbeddings(
  reader: Connection,
  fingerprint: string,
  hashes: readonly string[],
): ReadonlyMap<string, Float32Array> {
  const embedder = findEmbedder(reader, fingerprint);
  const found = new Map<string, Float32Array>();
  if (embedder === undefined) return found;
  for (const hash of hashes) {
    const known = findEmbedding(reader, embedder, hash);
    if (known) found.set(hash, known.vector);
  }
  return found;
}

/** Found again through the reading connection, before anybody is told that they are there. */
function readBack(reader: Connection, index: ResidentIndex, placed: readonly Placed[]): void {
  const lost = reader.transaction("DEFERRED", () => {
    index.refresh();
    return placed.find((place) => !isFound(index, place));
  });
  if (lost) throw storeReadBackFailed({ documentId: lost.documentId });
}

function isFound(index: ResidentIndex, { shard, ordinal, term }: Placed): boolean {
  if (ordinal === undefined) return true;
  const segment = index.shards
    .find(({ id }) => id === shard)
    ?.segments.find(({ first, count }) => ordinal >= first && ordinal < first + count);
  if (!segment || !segment.access[ordinal - segment.first]) return false;
  if (term === undefined) return true;
  return segment.lexical.postings(term)?.ordinals.includes(ordinal - segment.first) ?? false;
}

/** The batch is committed by now: a merge that finds no room is left to a later commit. */
function compactIfRoom(writer: Connection, faults: Faults): void {
  try {
    compact(writer, chooseMerge, faults);
  } catch (error) {
    if (!storeDiskFull.is(error)) throw error;
  }
}

function checkSpace(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize < RESERVED_BYTES) throw storeDiskFull({ directory });
}
