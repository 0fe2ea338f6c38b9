/** @module Whether records and index agree, and every stored byte still has its checksum. */
import { crc32 } from "node:zlib";
import { statSync } from "node:fs";
import { sha256 } from "../../../foundation/hash.ts";
import type { IntegrityReport } from "../../../ports/store.ts";
import { sql, type Connection } from "./connection.ts";
import { CHUNKS, listHeld } from "./indexed-rows.ts";
import { countLacking, listPlanRows } from "./plan-rows.ts";
import { toUint32 } from "./segment-blocks.ts";
import { BLOCK } from "./tables.ts";

/** Listed at most; a store that is damaged throughout need not fill a screen. */
const PROBLEMS_SHOWN = 50;

/** One snapshot; `deep` also hashes every text and asks SQLite for its whole check. */
export function checkIntegrity(connection: Connection, deep: boolean): IntegrityReport {
  return connection.transaction("DEFERRED", () => {
    const problems = [
      ...checkPages(connection, deep),
      ...checkBlocks(connection),
      ...checkOrdinals(connection),
      ...checkVectors(connection),
      ...checkIndexed(connection),
      ...checkVersions(connection, deep),
    ];
    const count = (table: string): number =>
      Number(connection.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"]);
    return {
      sound: problems.length === 0,
      problems: problems.slice(0, PROBLEMS_SHOWN),
      documents: count("document"),
      chunks: count("chunk"),
      segments: count("segment"),
      embedders: connection
        .all(sql.selectFrom("embedder").select("fingerprint"))
        .map(({ fingerprint }) => fingerprint),
      generation: Number(connection.prepare("SELECT generation AS n FROM state").get()?.["n"]),
      bytes: statSync(connection.path).size,
    };
  });
}

function checkPages(connection: Connection, deep: boolean): readonly string[] {
  const pragma = deep ? "integrity_check" : "quick_check";
  const rows = connection.prepare(`PRAGMA ${pragma}`).all();
  const found = rows.map((row) => String(Object.values(row)[0])).filter((line) => line !== "ok");
  return found.map((line) => `SQLite: ${line}`);
}

function checkBlocks(connection: Connection): readonly string[] {
  const problems: string[] = [];
  const rows = connection.prepare("SELECT id, segment, kind, sequence, crc, data FROM block");
  for (const row of rows.iterate()) {
    const data = row["data"] as Uint8Array; // a BLOB column
    if (crc32(data) !== row["crc"])
      problems.push(
        `block ${Number(row["kind"])}/${Number(row["sequence"])} of segment ${Number(row["segment"])} fails its checksum`,
      );
  }
  return problems;
}

/** Each chunk has one live ordinal that names its document, and no ordinal lives without one. */
function checkOrdinals(connection: Connection): readonly string[] {
  const problems: string[] = [];
  const chunkAt = connection.prepare(
    `SELECT c.document AS document, d.access AS access, d.version = c.version AS current
     FROM chunk c JOIN document d ON d.id = c.document WHERE c.shard = ? AND c.ordinal = ?`,
  );
  let live = 0;
  for (const segment of connection.all(sql.selectFrom("segment").selectAll())) {
    const read = (kind: number): Uint32Array => {
      const row = connection
        .prepare("SELECT data FROM block WHERE segment = ? AND kind = ?")
        .get(segment.id, kind);
      return toUint32((row?.["data"] as Uint8Array | undefined) ?? new Uint8Array());
    };
    const access = read(BLOCK.access);
    const documents = read(BLOCK.documents);
    for (let local = 0; local < segment.count; local++) {
      if (!access[local]) continue;
      live++;
      const row = chunkAt.get(segment.shard, segment.first + local);
      const where = `ordinal ${segment.first + local} of shard ${segment.shard}`;
      if (!row) problems.push(`${where} lives without a chunk`);
      else if (row["document"] !== documents[local]) problems.push(`${where} names a stranger`);
      else if (row["access"] !== access[local]) problems.push(`${where} has a stale access list`);
      else if (row["current"] !== 1) problems.push(`${where} belongs to an old version`);
    }
  }
  const chunks = Number(connection.prepare("SELECT count(*) AS n FROM chunk").get()?.["n"]);
  if (chunks !== live) problems.push(`${chunks} chunks but ${live} live ordinals`);
  return problems;
}

/** Each live ordinal that was embedded has its own text's vector, and no vector is left over. */
function checkVectors(connection: Connection): readonly string[] {
  const problems: string[] = [];
  const blocks = connection.prepare(
    `SELECT s.id AS segment, s.shard AS shard, s.first AS first, b.embedder AS embedder,
       b.data AS embeddings, a.data AS access
     FROM block b JOIN segment s ON s.id = b.segment
     JOIN block a ON a.segment = s.id AND a.kind = ${BLOCK.access}
     WHERE b.kind = ${BLOCK.embeddings}`,
  );
  const vectorAt = connection.prepare(
    `SELECT 1 AS found FROM embedding e JOIN chunk c ON c.embedded = e.hash
     WHERE e.id = ? AND e.embedder = ? AND c.shard = ? AND c.ordinal = ?`,
  );
  for (const { shard, first, embedder, ...block } of blocks.iterate()) {
    const access = toUint32(block["access"] as Uint8Array); // BLOB columns
    const embeddings = toUint32(block["embeddings"] as Uint8Array);
    for (const [local, embedding] of embeddings.entries()) {
      if (!access[local] || embedding === 0) continue;
      const ordinal = Number(first) + local;
      if (!vectorAt.get(embedding, Number(embedder), Number(shard), ordinal))
        problems.push(`ordinal ${ordinal} of shard ${Number(shard)} has no vector of its own`);
    }
  }
  const orphans = connection
    .prepare("SELECT count(*) AS n FROM embedding WHERE hash NOT IN (SELECT embedded FROM chunk)")
    .get();
  if (orphans?.["n"] !== 0) problems.push(`${Number(orphans?.["n"])} vectors belong to no chunk`);
  return problems;
}

/** What is written down of a document is what its live ordinals hold, and no plan is whole by name only. */
function checkIndexed(connection: Connection): readonly string[] {
  // A store of before, which nobody has opened for writing yet.
  const rows = connection.prepare("SELECT variant, embedder, document FROM indexed").all();
  if (rows.length === 0) return [];
  const problems: string[] = [];
  const nameOf = connection.prepare("SELECT public_id AS id FROM document WHERE id = ?");
  const tell = (document: number, what: string): void => {
    problems.push(`${String(nameOf.get(document)?.["id"])} ${what}`);
  };
  const held = listHeld(connection);
  const heldOf = (variant: number, document: number) => held.get(variant)?.get(document);
  const claimed = new Map<number, Set<number>>();
  for (const row of rows) {
    const [variant, embedder, document] = Object.values(row).map(Number) as [
      number,
      number,
      number,
    ]; // its columns
    if (embedder === CHUNKS)
      claimed.set(variant, (claimed.get(variant) ?? new Set()).add(document));
    if (
      embedder === CHUNKS ? !heldOf(variant, document) : !heldOf(variant, document)?.has(embedder)
    )
      tell(document, `lacks what variant ${variant} says of embedder ${embedder}`);
  }
  for (const [variant, documents] of held)
    for (const document of documents.keys())
      if (!claimed.get(variant)?.has(document))
        tell(document, `has chunks in variant ${variant} that nothing is written down of`);
  for (const { record } of listPlanRows(connection))
    if (record.whole && countLacking(connection, record) > 0)
      problems.push(`the plan ${record.variant} with ${record.embedder} is not whole`);
  return problems;
}

function checkVersions(connection: Connection, deep: boolean): readonly string[] {
  const problems: string[] = [];
  const pointers = connection
    .prepare(
      `SELECT d.public_id AS id FROM document d
       LEFT JOIN version v ON v.id = d.version AND v.document = d.id
       WHERE v.id IS NULL OR v.superseded_at IS NOT NULL
         OR (SELECT count(*) FROM version o
             WHERE o.document = d.id AND o.superseded_at IS NULL) <> 1`,
    )
    .all();
  for (const { id } of pointers) problems.push(`${String(id)} has no single current version`);
  if (!deep) return problems;
  const rows = connection.prepare(
    "SELECT d.public_id AS id, v.hash AS hash, v.text AS text FROM version v JOIN document d ON d.id = v.document",
  );
  for (const row of rows.iterate())
    if (sha256(row["text"] as Uint8Array) !== row["hash"])
      problems.push(`a version of ${String(row["id"])} does not match its hash`);
  return problems;
}
