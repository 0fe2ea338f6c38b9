/** @module Which documents a variant holds, and with whose vectors. */
import type { DocumentPut } from "../../../ports/store.ts";
import { sql, type Connection } from "./connection.ts";
import { internEmbedder, type BatchNames } from "./names.ts";
import { toUint32 } from "./segment-blocks.ts";
import { BLOCK } from "./tables.ts";

/** Stands for the chunks themselves where others name an embedder. */
export const CHUNKS = 0;

export function insertIndexed(
  writer: Connection,
  document: number,
  variant: number,
  embedders: Iterable<number>,
): void {
  const statement = writer.prepare(
    "INSERT OR IGNORE INTO indexed (variant, embedder, document) VALUES (?, ?, ?)",
  );
  for (const embedder of [CHUNKS, ...embedders]) statement.run(variant, embedder, document);
}

/** Whatever the put holds: a variant's embedders are those that every chunk of it has a vector of. */
export function indexPut(
  writer: Connection,
  names: BatchNames,
  document: number,
  { chunks }: Pick<DocumentPut, "chunks">,
): void {
  for (const [name, own] of Map.groupBy(chunks, ({ variant }) => variant)) {
    const [first] = own;
    const embedders = [...(first?.vectors ?? [])].filter(([fingerprint]) =>
      own.every(({ vectors }) => vectors.has(fingerprint)),
    );
    insertIndexed(
      writer,
      document,
      names.variant(name),
      embedders.map(([fingerprint, { length }]) => internEmbedder(writer, fingerprint, length)),
    );
  }
}

export function removeIndexed(writer: Connection, document: number, variant?: number): void {
  const rows = sql.deleteFrom("indexed").where("document", "=", document);
  writer.run(variant === undefined ? rows : rows.where("variant", "=", variant));
}

export function isIndexed(
  connection: Connection,
  document: number,
  variant: number,
  embedder: number,
): boolean {
  const statement = connection.prepare(
    "SELECT 1 AS found FROM indexed WHERE variant = ? AND embedder = ? AND document = ?",
  );
  return statement.get(variant, embedder, document) !== undefined;
}

/** Stores of before have one index, which nothing is written down about: once, that is made up. */
export function describeLegacy(writer: Connection): void {
  const has = (table: string): boolean =>
    writer.prepare(`SELECT 1 AS found FROM ${table} LIMIT 1`).get() !== undefined;
  if (has("indexed") || !has("chunk")) return;
  writer.transaction("IMMEDIATE", () => {
    for (const [variant, documents] of listHeld(writer))
      for (const [document, embedders] of documents)
        insertIndexed(writer, document, variant, embedders);
  });
}

/** By variant, then by document: the embedders that all of its live chunks have a vector of. */
export type Held = ReadonlyMap<number, ReadonlyMap<number, ReadonlySet<number>>>;

/** Read from the segments themselves. */
export function listHeld(connection: Connection): Held {
  const all = connection.all(sql.selectFrom("embedder").select("id")).map(({ id }) => id);
  const blockOf = connection.prepare(
    "SELECT data FROM block WHERE segment = ? AND kind = ? AND embedder = ?",
  );
  const segments = connection.all(
    sql
      .selectFrom("segment")
      .innerJoin("shard", "shard.id", "segment.shard")
      .select(["segment.id", "shard.variant"]),
  );
  const held = new Map<number, Map<number, Set<number>>>();
  for (const { id: segment, variant } of segments) {
    const read = (kind: number, embedder = 0): Uint32Array =>
      toUint32((blockOf.get(segment, kind, embedder)?.["data"] ?? new Uint8Array()) as Uint8Array); // a BLOB column
    const [access, documents] = [read(BLOCK.access), read(BLOCK.documents)];
    const vectors = all.map((id) => [id, read(BLOCK.embeddings, id)] as const);
    const own = held.get(variant) ?? new Map<number, Set<number>>();
    held.set(variant, own);
    for (const [ordinal, document] of documents.entries()) {
      if (!access[ordinal]) continue;
      const embedders = own.get(document) ?? new Set(all);
      own.set(document, embedders);
      for (const [id, embeddings] of vectors) if (!embeddings[ordinal]) embedders.delete(id);
    }
  }
  return held;
}
