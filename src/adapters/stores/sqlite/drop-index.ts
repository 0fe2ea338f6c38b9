/** @module A plan that is wanted no more: taken out in small transactions, the claim first. */
import type { Faults } from "../../../foundation/effects.ts";
import type { PlanKey } from "../../../ports/index-store.ts";
import { sql, type Connection } from "./connection.ts";
import { raiseGeneration } from "./document-row.ts";
import { maskDocument, MaskedOrdinals } from "./mask.ts";
import { findEmbedder, findVariant, listCollectionRows, readDefaultVariant } from "./names.ts";
import { isSamePlan, listPlanRows } from "./plan-rows.ts";
import { removeSegment } from "./segment-blocks.ts";
import { BLOCK } from "./tables.ts";

/** Documents, or vectors, of a transaction: other writers wait no longer than it takes. */
const STEP = 256;

export function forgetPlan(writer: Connection, plan: PlanKey): void {
  writer.transaction("IMMEDIATE", () => {
    for (const { id, record } of listPlanRows(writer))
      if (isSamePlan(record, plan)) writer.run(sql.deleteFrom("plan").where("id", "=", id));
    raiseGeneration(writer);
  });
}

export function dropPlan(writer: Connection, plan: PlanKey, faults: Faults): void {
  forgetPlan(writer, plan);
  faults.hit("drop:plan");
  const variant = findVariant(writer, plan.variant);
  if (variant === undefined) return;
  for (const { id, record } of listCollectionRows(writer)) {
    const { name } = record;
    if ((plan.collection ?? name) !== name) continue;
    const others = listPlanRows(writer)
      .map((row) => row.record)
      .filter((other) => other.variant === plan.variant && (other.collection ?? name) === name);
    const isAsked = readDefaultVariant(writer) === variant;
    if (others.length === 0 && !isAsked) dropChunks(writer, id, variant, faults);
    else if (!others.some(({ embedder }) => embedder === plan.embedder))
      dropVectors(writer, { collection: id, variant, embedder: plan.embedder }, faults);
  }
}

/** Everything of a variant in a collection. */
function dropChunks(writer: Connection, collection: number, variant: number, faults: Faults): void {
  const held = writer.prepare(
    `SELECT DISTINCT c.document AS document FROM chunk c JOIN shard s ON s.id = c.shard
     WHERE s.collection = ? AND s.variant = ? LIMIT ${STEP}`,
  );
  for (;;) {
    const documents = held.all(collection, variant).map(({ document }) => Number(document));
    if (documents.length === 0) break;
    writer.transaction("IMMEDIATE", () => {
      const generation = raiseGeneration(writer);
      const masked = new MaskedOrdinals();
      for (const document of documents) maskDocument(writer, document, masked, variant);
      masked.apply(writer, generation);
    });
    faults.hit("drop:documents");
  }
  const shards = writer.all(
    sql
      .selectFrom("shard")
      .select("id")
      .where("collection", "=", collection)
      .where("variant", "=", variant),
  );
  for (const { id: shard } of shards) {
    for (const { id } of listSegments(writer, shard)) {
      writer.transaction("IMMEDIATE", () => {
        raiseGeneration(writer);
        removeSegment(writer, id);
      });
      faults.hit("drop:segment");
    }
    writer.transaction("IMMEDIATE", () => {
      raiseGeneration(writer);
      writer.run(sql.deleteFrom("shard").where("id", "=", shard));
    });
  }
}

const listSegments = (writer: Connection, shard: number) =>
  writer.all(sql.selectFrom("segment").select("id").where("shard", "=", shard));

interface VectorsPlace {
  readonly collection: number;
  readonly variant: number;
  readonly embedder: string;
}

/** One embedder's vectors of a variant whose chunks stay. */
function dropVectors(writer: Connection, place: VectorsPlace, faults: Faults): void {
  const embedder = findEmbedder(writer, place.embedder);
  if (embedder === undefined) return;
  // What is written down of a document first: from here on nobody counts on its vectors.
  const claims = writer.prepare(
    `DELETE FROM indexed WHERE variant = ? AND embedder = ? AND document IN (
       SELECT i.document FROM indexed i JOIN document d ON d.id = i.document
       WHERE i.variant = ? AND i.embedder = ? AND d.collection = ? LIMIT ${STEP})`,
  );
  const { variant, collection } = place;
  const removeClaims = (): number =>
    Number(claims.run(variant, embedder, variant, embedder, collection).changes);
  while (writer.transaction("IMMEDIATE", removeClaims) !== 0) faults.hit("drop:claims");
  const shards = writer.all(
    sql
      .selectFrom("shard")
      .select("id")
      .where("collection", "=", collection)
      .where("variant", "=", variant),
  );
  for (const { id: shard } of shards)
    for (const { id } of listSegments(writer, shard)) {
      writer.transaction("IMMEDIATE", () => {
        raiseGeneration(writer);
        writer.run(
          sql
            .deleteFrom("block")
            .where("segment", "=", id)
            .where("kind", "in", [BLOCK.dense, BLOCK.embeddings])
            .where("embedder", "=", embedder),
        );
      });
      faults.hit("drop:vectors");
    }
  forgetEmbeddings(writer, embedder);
}

/** The cache of an embedder that no segment has vectors of any more. */
function forgetEmbeddings(writer: Connection, embedder: number): void {
  const used = writer
    .prepare(
      `SELECT 1 AS found FROM block WHERE kind = ${BLOCK.embeddings} AND embedder = ? LIMIT 1`,
    )
    .get(embedder);
  if (used) return;
  const next = writer.prepare(
    `SELECT id FROM embedding WHERE embedder = ? AND id > ? ORDER BY id LIMIT ${STEP}`,
  );
  const forget = writer.prepare("DELETE FROM embedding WHERE id = ?");
  for (let last = 0; ;) {
    const ids = next.all(embedder, last).map(({ id }) => Number(id));
    last = ids.at(-1) ?? 0;
    if (last === 0) break;
    writer.transaction("IMMEDIATE", () => {
      for (const id of ids) forget.run(id);
    });
  }
}
