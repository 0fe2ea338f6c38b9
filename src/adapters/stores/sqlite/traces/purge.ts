/** @module Holds, and the deletion of records whose time is over. */
import type { Access } from "../../../../domain/access.ts";
import type { Hold, PurgeReceipt } from "../../../../domain/retention.ts";
import type { PurgeRequest } from "../../../../ports/store.ts";
import { sql, type Connection } from "../connection.ts";
import { findOld, type Touched } from "./old-records.ts";

export function putHold(writer: Connection, hold: Hold): void {
  const found = writer
    .all(sql.selectFrom("hold").select(["id", "public_id"]))
    .find(({ public_id }) => public_id === hold.id);
  const values = { public_id: hold.id, data: JSON.stringify(hold) };
  if (found) writer.run(sql.updateTable("hold").set(values).where("id", "=", found.id));
  else writer.run(sql.insertInto("hold").values(values));
}

export function listHolds(connection: Connection, access: Access): readonly Hold[] {
  if (access.kind !== "operator") return [];
  return readHolds(connection);
}

const readHolds = (connection: Connection): readonly Hold[] =>
  connection
    .all(sql.selectFrom("hold").select("data").orderBy("id"))
    .map(({ data }) => JSON.parse(data) as Hold); // written here

type Table = "trace" | "answer" | "feedback" | "evaluation" | "reply";

const TABLES = {
  traces: "trace",
  answers: "answer",
  feedback: "feedback",
  evaluations: "evaluation",
  replies: "reply",
} as const satisfies Readonly<Record<PurgeRequest["class"], Table>>;

/**
 * Counts and deletes under one lock. `secure_delete` clears the rows, and the log that still holds
 * them is emptied behind the commit.
 */
export function purge(writer: Connection, request: PurgeRequest): PurgeReceipt {
  const { dryRun, before } = request;
  const receipt = writer.transaction("IMMEDIATE", () => {
    const holds = readHolds(writer).filter(({ releasedAt }) => releasedAt === undefined);
    const old = findOld(writer, request);
    const free = old.filter(
      ({ touched }) => !touched || !holds.some((hold) => isHeld(hold, touched)),
    );
    if (!dryRun) for (const record of free) remove(writer, TABLES[request.class], record.row);
    const oldestMs = Math.min(...free.map(({ atMs }) => atMs));
    return {
      class: request.class,
      before,
      dryRun,
      deleted: free.length,
      held: old.length - free.length,
      ...(Number.isFinite(oldestMs) ? { oldestAt: new Date(oldestMs).toISOString() } : {}),
    };
  });
  if (!dryRun && receipt.deleted > 0) writer.pragma("wal_checkpoint(TRUNCATE)");
  return receipt;
}

const isHeld = ({ kind, subject }: Hold, { people, collections, documents }: Touched): boolean =>
  (kind === "person" ? people : kind === "collection" ? collections : documents).includes(subject);

function remove(writer: Connection, table: Table, row: number): void {
  if (table === "answer") {
    const [found] = writer.all(sql.selectFrom("answer").selectAll().where("id", "=", row));
    if (found) {
      const about = sql.selectFrom("feedback").select(["id", "data"]);
      for (const { id, data } of writer.all(about.where("answer", "=", found.hash))) {
        const { answerId } = JSON.parse(data) as { answerId: string }; // written by this adapter
        if (answerId === found.public_id)
          writer.run(sql.deleteFrom("feedback").where("id", "=", id));
      }
    }
  }
  writer.run(sql.deleteFrom(table).where("id", "=", row));
}
