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
import { storeDiskFull, storeReadOnly } from "./errors.ts";
import { createIndexWriter, type Acknowledge } from "./index-writer.ts";
import { describeLegacy } from "./indexed-rows.ts";
import { checkIntegrity } from "./integrity.ts";
import { findKey, listKeys, putKey } from "./key-rows.ts";
import { findEmbedder, listCollectionRows, putCollectionRow } from "./names.ts";
import { openDatabase } from "./open-database.ts";
import { countLacking, listIndexes, listLacking, listPlanRows } from "./plan-rows.ts";
import { findJob, getSetting, listJobs } from "./records.ts";
import { readBack } from "./read-back.ts";
import {
  findAlias,
  findRelease,
  listAliasMoves,
  listLineage,
  listReleases,
} from "./registry-rows.ts";
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
import { writeBatch } from "./write-batch.ts";

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
  if (writer) describeLegacy(writer);
  const index = new ResidentIndex(reader);
  const { close: closeRecords, ...records } = createRecordWriter(writer, options);
  const getWriter = (): Connection => {
    if (!writer) throw storeReadOnly({});
    return writer;
  };
  const acknowledge: Acknowledge = (write) => {
    const open = getWriter();
    checkSpace(directory);
    const { receipt, placed } = write(open);
    readBack(reader, index, placed);
    faults.hit("version:read-back");
    compactIfRoom(open, faults);
    return receipt;
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
      return acknowledge((open) => writeBatch(open, batch, faults));
    },
    ...createIndexWriter(getWriter, acknowledge, faults),
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
  | "listPlans"
  | "listIndexes"
  | "listLacking"
  | "countLacking"
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
  | "findRelease"
  | "findAlias"
  | "listReleases"
  | "listAliasMoves"
  | "listLineage"
  | "checkIntegrity"
>;

function createReader(reader: Connection, index: ResidentIndex): Reads {
  // Rights and text are read by several statements, which must see one state of the store.
  const snapshot = async <T>(read: () => T): Promise<T> => reader.transaction("DEFERRED", read);
  return {
    listPlans: async (access) =>
      access.kind === "operator" ? listPlanRows(reader).map(({ record }) => record) : [],
    listIndexes: (access) => snapshot(() => listIndexes(reader, access)),
    listLacking: (access, plan, page) => snapshot(() => listLacking(reader, access, plan, page)),
    countLacking: async (access, plan) =>
      access.kind === "operator" ? countLacking(reader, plan) : 0,
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
    listDecisions: async (access, limit, kind) => listDecisions(reader, access, limit, kind),
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
    findRelease: async (id) => findRelease(reader, id),
    findAlias: async (alias) => findAlias(reader, alias),
    listReleases: async (access) => listReleases(reader, access),
    listAliasMoves: async (access) => listAliasMoves(reader, access),
    listLineage: async (access, query) => listLineage(reader, access, query),
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
    if (shard.variant !== index.chooseVariant(collection, undefined)) continue;
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
