/** @module Keys of the HTTP API: found by the hash of their secret, listed for operators. */
import { timingSafeEqual } from "node:crypto";
import type { Access } from "../../../domain/access.ts";
import { KeyRecordSchema, type KeyRecord } from "../../../domain/api-key.ts";
import { toIntegerKey } from "../../../foundation/hash.ts";
import { sql, type Connection } from "./connection.ts";

const toRecord = ({ data }: { readonly data: string }): KeyRecord =>
  KeyRecordSchema.parse(JSON.parse(data));

export function putKey(writer: Connection, record: KeyRecord): void {
  const values = { hash: toIntegerKey(record.secretHash), data: JSON.stringify(record) };
  const found = writer
    .all(sql.selectFrom("api_key").select(["id", "public_id"]))
    .find((row) => row.public_id === record.id);
  if (found) writer.run(sql.updateTable("api_key").set(values).where("id", "=", found.id));
  else writer.run(sql.insertInto("api_key").values({ ...values, public_id: record.id }));
}

/** Asked for every request, so the statement is compiled once; its one parameter is the hash. */
const KEYS_BY_HASH = sql.selectFrom("api_key").select("data").where("hash", "=", 0).compile().sql;

export function findKey(connection: Connection, secretHash: string): KeyRecord | undefined {
  const hash = toIntegerKey(secretHash);
  if (!Number.isSafeInteger(hash)) return undefined;
  const wanted = Buffer.from(secretHash);
  return connection
    .prepare(KEYS_BY_HASH)
    .all(hash)
    .map((row) => toRecord({ data: String(row["data"]) }))
    .find((record) => {
      const known = Buffer.from(record.secretHash);
      return known.length === wanted.length && timingSafeEqual(known, wanted);
    });
}

export function listKeys(connection: Connection, access: Access): readonly KeyRecord[] {
  if (access.kind !== "operator") return [];
  return connection.all(sql.selectFrom("api_key").select("data").orderBy("id")).map(toRecord);
}
