/** @module Stored vectors by the text they are of: equal texts share one row. */
import { toIntegerKey } from "../../../foundation/hash.ts";
import type { Connection } from "./connection.ts";
import { toFloat32 } from "./dense-leg.ts";

/** The integer key may be shared; the digest says which text it is. */
const toDigest = (textHash: string): Buffer => Buffer.from(textHash, "hex").subarray(0, 16);

/** @param textHash SHA-256 of the embedded text, in hex. */
export function findEmbedding(
  connection: Connection,
  embedder: number,
  textHash: string,
): { readonly id: number; readonly vector: Float32Array } | undefined {
  const digest = toDigest(textHash);
  const row = connection
    .prepare("SELECT id, digest, vector FROM embedding WHERE hash = ? AND embedder = ?")
    .all(toIntegerKey(textHash), embedder)
    .find((candidate) => digest.equals(candidate["digest"] as Uint8Array)); // a BLOB column
  return row && { id: Number(row["id"]), vector: toFloat32(row["vector"] as Uint8Array) }; // likewise
}

/** @returns the row of the text's vector, the one that was there before if any. */
export function internEmbedding(
  writer: Connection,
  embedder: number,
  textHash: string,
  vector: Float32Array,
): number {
  const known = findEmbedding(writer, embedder, textHash);
  if (known) return known.id;
  const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
  const insert = "INSERT INTO embedding (embedder, hash, digest, vector) VALUES (?, ?, ?, ?)";
  const { lastInsertRowid } = writer
    .prepare(insert)
    .run(embedder, toIntegerKey(textHash), toDigest(textHash), bytes);
  return Number(lastInsertRowid);
}
