/** @module Jobs and settings. */
import type { Access } from "../../../domain/access.ts";
import type { JobRecord } from "../../../domain/job.ts";
import { sql, type Connection } from "./connection.ts";
import { toKey } from "./names.ts";

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
