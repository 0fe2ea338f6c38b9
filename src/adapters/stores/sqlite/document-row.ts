/** @module The row of a document, and the number that every change of the store raises. */
import { toIntegerKey } from "../../../foundation/hash.ts";
import type { Connection } from "./connection.ts";

export function raiseGeneration(writer: Connection): number {
  const row = writer
    .prepare("UPDATE state SET generation = generation + 1 WHERE id = 1 RETURNING generation")
    .get();
  return Number(row?.["generation"]);
}

export interface DocumentRow {
  readonly id: number;
  readonly collection: number;
  readonly version: number | null;
  readonly access: number;
}

export function findDocumentRow(connection: Connection, publicId: string): DocumentRow | undefined {
  const row = connection
    .prepare("SELECT id, public_id, collection, version, access FROM document WHERE hash = ?")
    .all(toIntegerKey(publicId.slice(4)))
    .find((candidate) => candidate["public_id"] === publicId);
  if (!row) return undefined;
  return {
    id: Number(row["id"]),
    collection: Number(row["collection"]),
    version: row["version"] === null ? null : Number(row["version"]),
    access: Number(row["access"]),
  };
}
