/** @module Answer records, jobs and settings. */
import type { Access } from "../../../domain/access.ts";
import type { AnswerRecord, RecordedHit } from "../../../domain/answer-record.ts";
import type { JobRecord } from "../../../domain/job.ts";
import { toIntegerKey } from "../../../foundation/hash.ts";
import { toDocumentIdOfChunk } from "../../../foundation/ids.ts";
import { sql, type Connection } from "./connection.ts";
import { findDocument } from "./document-reader.ts";

const toKey = (publicId: string): number => toIntegerKey(publicId.slice(4)) || 0;

export function insertAnswer(writer: Connection, record: AnswerRecord): void {
  const values = { hash: toKey(record.id), public_id: record.id, data: JSON.stringify(record) };
  writer.run(sql.insertInto("answer").values(values));
}

/**
 * Operators see every record. Others see those asked with no rights but theirs, and only while
 * they may read every passage it rests on: an answer is as secret as its sources. What was ranked
 * and not used is left out where it may not be read any more.
 */
export function findAnswer(
  connection: Connection,
  access: Access,
  answerId: string,
): AnswerRecord | undefined {
  const data = connection
    .all(sql.selectFrom("answer").selectAll().where("hash", "=", toKey(answerId)))
    .find((row) => row.public_id === answerId)?.data;
  if (data === undefined) return undefined;
  const record = JSON.parse(data) as AnswerRecord; // written by this adapter
  if (access.kind === "operator") return record;
  const own = record.principals.every((principal) => access.principals.has(principal));
  if (!own) return undefined;
  const known = new Map<string, boolean>();
  const isReadable = (documentId: string): boolean => {
    const readable =
      known.get(documentId) ?? findDocument(connection, access, documentId) !== undefined;
    known.set(documentId, readable);
    return readable;
  };
  if (!record.passages.every(({ documentId }) => isReadable(documentId))) return undefined;
  const keep = (hits: readonly RecordedHit[]): readonly RecordedHit[] =>
    hits.filter(({ chunkId }) => isReadable(toDocumentIdOfChunk(chunkId)));
  const { legs } = record;
  return { ...record, legs: { ...legs, lexical: keep(legs.lexical), dense: keep(legs.dense) } };
}

export function putJob(writer: Connection, job: JobRecord): void {
  const hash = toKey(job.id);
  const data = JSON.stringify(job);
  const found = writer
    .all(sql.selectFrom("job").select(["id", "public_id"]).where("hash", "=", hash))
    .find((row) => row.public_id === job.id);
  if (found) writer.run(sql.updateTable("job").set({ data }).where("id", "=", found.id));
  else writer.run(sql.insertInto("job").values({ hash, public_id: job.id, data }));
}

export function findJob(
  connection: Connection,
  access: Access,
  jobId: string,
): JobRecord | undefined {
  if (access.kind !== "operator") return undefined;
  const data = connection
    .all(sql.selectFrom("job").selectAll().where("hash", "=", toKey(jobId)))
    .find((row) => row.public_id === jobId)?.data;
  return data === undefined ? undefined : (JSON.parse(data) as JobRecord); // written here
}

export function listJobs(
  connection: Connection,
  access: Access,
  limit: number,
): readonly JobRecord[] {
  if (access.kind !== "operator") return [];
  return connection
    .all(sql.selectFrom("job").select("data").orderBy("id", "desc").limit(limit))
    .map(({ data }) => JSON.parse(data) as JobRecord); // written here
}

export function getSetting(connection: Connection, name: string): unknown {
  const row = connection
    .all(sql.selectFrom("setting").selectAll())
    .find((setting) => setting.name === name);
  return row && JSON.parse(row.value);
}

export function putSetting(writer: Connection, name: string, value: unknown): void {
  const text = JSON.stringify(value);
  const row = writer
    .all(sql.selectFrom("setting").select(["id", "name"]))
    .find((setting) => setting.name === name);
  if (row) writer.run(sql.updateTable("setting").set({ value: text }).where("id", "=", row.id));
  else writer.run(sql.insertInto("setting").values({ name, value: text }));
}
