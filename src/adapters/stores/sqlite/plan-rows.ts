/** @module Plans: what is registered, what documents lack of one, what collections hold. */
import type { Access } from "../../../domain/access.ts";
import type {
  IndexSummary,
  LackingDocument,
  PlanKey,
  PlanRecord,
} from "../../../ports/index-store.ts";
import { sql, type Connection } from "./connection.ts";
import { findDocumentRow, raiseGeneration } from "./document-row.ts";
import { CHUNKS } from "./indexed-rows.ts";
import {
  findEmbedder,
  findVariant,
  internVariant,
  listCollectionRows,
  listVariants,
  readDefaultVariant,
} from "./names.ts";

export interface PlanRow {
  readonly id: number;
  readonly variant: number;
  readonly record: PlanRecord;
}

type StoredPlan = Pick<PlanRecord, "origin" | "choice">;

export function listPlanRows(connection: Connection): readonly PlanRow[] {
  const variants = listVariants(connection);
  return connection
    .all(sql.selectFrom("plan").selectAll().orderBy("id"))
    .map(({ id, collection, variant, embedder, whole, data }) => ({
      id,
      variant,
      record: {
        ...(collection === null ? {} : { collection }),
        variant: variants.get(variant) ?? "",
        embedder,
        ...(JSON.parse(data) as StoredPlan), // written below
        whole: whole === 1,
      },
    }));
}

export const isSamePlan = (a: PlanKey, b: PlanKey): boolean =>
  a.collection === b.collection && a.variant === b.variant && a.embedder === b.embedder;

export function putPlan(writer: Connection, plan: Omit<PlanRecord, "whole">): PlanRecord {
  return writer.transaction("IMMEDIATE", () => {
    const { collection = null, embedder, origin, choice } = plan;
    const found = listPlanRows(writer).find(({ record }) => isSamePlan(record, plan));
    const whole = found?.record.whole === true || countLacking(writer, plan) === 0;
    const data = JSON.stringify({ origin, ...(choice ? { choice } : {}) } satisfies StoredPlan);
    const values = { whole: whole ? 1 : 0, data };
    if (found) writer.run(sql.updateTable("plan").set(values).where("id", "=", found.id));
    else {
      const variant = internVariant(writer, plan.variant);
      writer.run(sql.insertInto("plan").values({ collection, variant, embedder, ...values }));
    }
    if (found?.record.whole !== whole) raiseGeneration(writer);
    return { ...plan, whole };
  });
}

export function setDefaultVariant(writer: Connection, fingerprint: string): void {
  writer.transaction("IMMEDIATE", () => {
    const variant = internVariant(writer, fingerprint);
    if (readDefaultVariant(writer) === variant) return;
    writer.prepare("UPDATE state SET variant = ? WHERE id = 1").run(variant);
    raiseGeneration(writer);
  });
}

export function adoptVariant(writer: Connection, fingerprint: string): void {
  if (readDefaultVariant(writer) !== 0) return;
  writer.transaction("IMMEDIATE", () => {
    const variant = internVariant(writer, fingerprint);
    for (const table of ["shard", "indexed", "state"] as const)
      writer.prepare(`UPDATE ${table} SET variant = ? WHERE variant = 0`).run(variant);
    raiseGeneration(writer);
  });
}

/** Rows of `document d` that lack a plan; its parameters are variant, variant, embedder, collection. */
const LACKING = `
  FROM document d JOIN version v ON v.id = d.version JOIN collection c ON c.id = d.collection
  WHERE (NOT EXISTS (SELECT 1 FROM indexed i
      WHERE i.variant = ? AND i.embedder = ${CHUNKS} AND i.document = d.id)
    OR NOT EXISTS (SELECT 1 FROM indexed i
      WHERE i.variant = ? AND i.embedder = ? AND i.document = d.id))
    AND (? IS NULL OR c.id = ?)`;

function toParameters(connection: Connection, plan: PlanKey): readonly (number | null)[] {
  // What has no row yet is in no document.
  const variant = findVariant(connection, plan.variant) ?? -1;
  const embedder = findEmbedder(connection, plan.embedder) ?? -1;
  const { collection: name } = plan;
  const found = listCollectionRows(connection).find(({ record }) => record.name === name);
  const collection = name === undefined ? null : (found?.id ?? -1);
  return [variant, variant, embedder, collection, collection];
}

export function countLacking(connection: Connection, plan: PlanKey): number {
  const statement = connection.prepare(`SELECT count(*) AS n ${LACKING}`);
  return Number(statement.get(...toParameters(connection, plan))?.["n"]);
}

export function listLacking(
  connection: Connection,
  access: Access,
  plan: PlanKey,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): readonly LackingDocument[] {
  if (access.kind !== "operator") return [];
  const from = after === undefined ? 0 : findDocumentRow(connection, after)?.id;
  if (from === undefined) return [];
  return connection
    .prepare(
      `SELECT d.public_id AS id, c.name AS collection, v.analyzer AS analyzer ${LACKING}
       AND d.id > ? ORDER BY d.id LIMIT ?`,
    )
    .all(...toParameters(connection, plan), from, limit)
    .map(({ id, collection, analyzer }) => ({
      id: String(id),
      collection: String(collection),
      analyzer: String(analyzer),
    }));
}

export function listIndexes(connection: Connection, access: Access): readonly IndexSummary[] {
  if (access.kind !== "operator") return [];
  const names = new Map([...listVariants(connection), [0, ""]]);
  const standard = readDefaultVariant(connection);
  const embedders = new Map(
    connection
      .all(sql.selectFrom("embedder").selectAll())
      .map(({ id, fingerprint }) => [id, fingerprint]),
  );
  const counts = connection
    .prepare(
      `SELECT d.collection AS collection, i.variant AS variant, i.embedder AS embedder,
         count(*) AS n
       FROM indexed i JOIN document d ON d.id = i.document GROUP BY 1, 2, 3`,
    )
    .all();
  const chunks = connection
    .prepare(
      `SELECT s.collection AS collection, s.variant AS variant, count(*) AS n
       FROM chunk c JOIN shard s ON s.id = c.shard GROUP BY 1, 2`,
    )
    .all();
  return listCollectionRows(connection).flatMap(({ id, record }) =>
    [...names]
      .toSorted(([, a], [, b]) => (a < b ? -1 : 1))
      .flatMap(([variant, fingerprint]) => {
        const own = counts.filter((row) => row["collection"] === id && row["variant"] === variant);
        const whole = own.find(({ embedder }) => embedder === CHUNKS);
        const cut = chunks.find((row) => row["collection"] === id && row["variant"] === variant);
        if (!whole && !cut) return [];
        const vectors = own.flatMap(({ embedder, n }) =>
          embedder === CHUNKS ? [] : [[embedders.get(Number(embedder)) ?? "", Number(n)] as const],
        );
        return {
          collection: record.name,
          variant: fingerprint,
          isDefault: variant === standard,
          documents: Number(whole?.["n"] ?? 0),
          chunks: Number(cut?.["n"] ?? 0),
          embedders: Object.fromEntries(vectors),
        };
      }),
  );
}
