/** @module Decisions on record. */
import type { Access } from "../../../../domain/access.ts";
import type { DecisionKind, DecisionRecord } from "../../../../domain/decision-record.ts";
import { insertRow, sql, type Connection } from "../connection.ts";
import { toKey } from "../names.ts";
import { pack, unpack } from "./pack.ts";

const parse = (body: Uint8Array): DecisionRecord => unpack(body).json as DecisionRecord; // packed here

/** An id stands for its content: what is there already is the same. */
export function putDecision(writer: Connection, record: DecisionRecord): void {
  const hash = toKey(record.id);
  const known = writer
    .all(sql.selectFrom("decision").select("public_id").where("hash", "=", hash))
    .some(({ public_id }) => public_id === record.id);
  if (known) return;
  insertRow(writer, "decision", {
    hash,
    public_id: record.id,
    body: pack({ json: record, columns: [] }),
  });
}

export function findDecision(
  connection: Connection,
  access: Access,
  id: string,
): DecisionRecord | undefined {
  if (access.kind !== "operator") return undefined;
  const row = connection
    .all(sql.selectFrom("decision").selectAll().where("hash", "=", toKey(id)))
    .find(({ public_id }) => public_id === id);
  return row && parse(row.body);
}

/** Bodies say of which kind they are; there are few of them. */
export function listDecisions(
  connection: Connection,
  access: Access,
  limit: number,
  kind?: DecisionKind,
): readonly DecisionRecord[] {
  if (access.kind !== "operator") return [];
  const all = sql.selectFrom("decision").select("body").orderBy("id", "desc");
  return connection
    .all(kind === undefined ? all.limit(limit) : all)
    .map(({ body }) => parse(body))
    .filter((record) => kind === undefined || (record.kind ?? "approach") === kind)
    .slice(0, limit);
}
