/** @module Changes to who may read which ordinal; 0 is a chunk that is gone. */
import { sql, type Connection } from "./connection.ts";
import { removeIndexed } from "./indexed-rows.ts";
import { readBlock, toUint32, updateAccessBlock } from "./segment-blocks.ts";
import { BLOCK } from "./tables.ts";

/** Collects changes over a transaction and rewrites each touched access block once. */
export class MaskedOrdinals {
  readonly #changes = new Map<number, Map<number, number>>();

  /** `access` is a row of access_list, or 0. */
  set(shard: number, ordinal: number, access: number): void {
    const changes = this.#changes.get(shard) ?? new Map<number, number>();
    changes.set(ordinal, access);
    this.#changes.set(shard, changes);
  }

  apply(writer: Connection, generation: number): void {
    for (const [shard, changes] of this.#changes) {
      const segments = writer.all(
        sql.selectFrom("segment").select(["id", "first", "count"]).where("shard", "=", shard),
      );
      for (const { id, first, count } of segments) {
        const inside = [...changes].filter(([o]) => o >= first && o < first + count);
        if (inside.length === 0) continue;
        const place = { segment: id, kind: BLOCK.access, sequence: 0, embedder: 0 };
        const access = toUint32(readBlock(writer, place));
        for (const [ordinal, list] of inside) access[ordinal - first] = list;
        updateAccessBlock(writer, id, generation, access);
      }
    }
  }
}

/**
 * Takes a document's chunks out of every leg, or those of one variant; its cached vectors go when
 * nobody else has them.
 */
export function maskDocument(
  writer: Connection,
  document: number,
  masked: MaskedOrdinals,
  variant?: number,
): void {
  const chunks = writer
    .all(
      sql
        .selectFrom("chunk")
        .innerJoin("shard", "shard.id", "chunk.shard")
        .select(["chunk.id", "shard", "ordinal", "embedded", "variant"])
        .where("document", "=", document),
    )
    .filter((chunk) => variant === undefined || chunk.variant === variant);
  const remove = writer.prepare("DELETE FROM chunk WHERE id = ?");
  for (const { id, shard, ordinal } of chunks) {
    masked.set(shard, ordinal, 0);
    remove.run(id);
  }
  removeIndexed(writer, document, variant);
  const orphaned = writer.prepare(
    "DELETE FROM embedding WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM chunk WHERE embedded = ?)",
  );
  for (const { embedded } of chunks) orphaned.run(embedded, embedded);
}
