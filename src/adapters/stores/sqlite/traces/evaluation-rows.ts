/** @module Evaluations, and the replies of the systems that were evaluated. */
import type { Access } from "../../../../domain/access.ts";
import type { Evaluation, SystemReply } from "../../../../domain/evaluation.ts";
import { toIntegerKey } from "../../../../foundation/hash.ts";
import type { EvaluationQuery } from "../../../../ports/store.ts";
import { insertRow, sql, type Connection } from "../connection.ts";
import { toKey } from "../names.ts";
import { pack, unpack } from "./pack.ts";

const parse = (body: Uint8Array): Evaluation => unpack(body).json as Evaluation; // packed here

export function putEvaluation(writer: Connection, evaluation: Evaluation): void {
  const values = {
    hash: toKey(evaluation.id),
    ended_ms: Date.parse(evaluation.endedAt),
    public_id: evaluation.id,
    golden: evaluation.golden.name,
    body: pack({ json: evaluation, columns: [] }),
  };
  const found = writer
    .all(sql.selectFrom("evaluation").select(["id", "public_id"]).where("hash", "=", values.hash))
    .find(({ public_id }) => public_id === evaluation.id);
  if (found) writer.run(sql.updateTable("evaluation").set(values).where("id", "=", found.id));
  else insertRow(writer, "evaluation", values);
}

export function findEvaluation(
  connection: Connection,
  access: Access,
  id: string,
): Evaluation | undefined {
  if (access.kind !== "operator") return undefined;
  const row = connection
    .all(sql.selectFrom("evaluation").selectAll().where("hash", "=", toKey(id)))
    .find(({ public_id }) => public_id === id);
  return row && parse(row.body);
}

export function listEvaluations(
  connection: Connection,
  access: Access,
  { golden, limit }: EvaluationQuery,
): readonly Evaluation[] {
  if (access.kind !== "operator") return [];
  const all = sql.selectFrom("evaluation").select("body").orderBy("id", "desc").limit(limit);
  const some = golden === undefined ? all : all.where("golden", "=", golden);
  return connection.all(some).map(({ body }) => parse(body));
}

export function putReplies(
  writer: Connection,
  replies: ReadonlyMap<string, SystemReply>,
  nowMs: number,
): void {
  for (const [key, reply] of replies) {
    const hash = toIntegerKey(key) || 0;
    const values = { hash, put_ms: nowMs, key, body: pack({ json: reply, columns: [] }) };
    const [found] = findReplyRows(writer, key);
    if (found) writer.run(sql.updateTable("reply").set(values).where("id", "=", found.id));
    else insertRow(writer, "reply", values);
  }
}

export function findReplies(
  connection: Connection,
  access: Access,
  keys: readonly string[],
): ReadonlyMap<string, SystemReply> {
  if (access.kind !== "operator") return new Map();
  return new Map(
    keys.flatMap((key) =>
      // Packed by `putReplies`.
      findReplyRows(connection, key).map(
        ({ body }) => [key, unpack(body).json as SystemReply] as const,
      ),
    ),
  );
}

const findReplyRows = (connection: Connection, key: string) =>
  connection
    .all(
      sql
        .selectFrom("reply")
        .selectAll()
        .where("hash", "=", toIntegerKey(key) || 0),
    )
    .filter((row) => row.key === key);
