/** @module One batch of whole document versions, postings and vectors included, in one transaction. */
import type { Faults } from "../../../foundation/effects.ts";
import { toIntegerKey } from "../../../foundation/hash.ts";
import type { CommitReceipt, DocumentPut, WriteBatch } from "../../../ports/store.ts";
import { insertRow, sql, type Connection } from "./connection.ts";
import { findDocumentRow, raiseGeneration } from "./document-row.ts";
import { indexPut } from "./indexed-rows.ts";
import { insertMetadata } from "./metadata-rows.ts";
import { BatchNames, listCollectionRows } from "./names.ts";
import { ShardGroups, type ShardGroup } from "./append-segment.ts";
import { maskDocument, MaskedOrdinals } from "./mask.ts";
import { listPlanRows } from "./plan-rows.ts";
import { storeCorrupt, storePlanMissed } from "./errors.ts";

/** Where a new document can be found again, to be read back before it is acknowledged. */
export interface Placed {
  readonly documentId: string;
  readonly versionHash: string;
  readonly shard: number;
  /** Of its first chunk; absent when it has none. */
  readonly ordinal: number | undefined;
  readonly term: string | undefined;
}

/** To be called before the chunks are added to their group. */
export function toPlaced(
  { id: documentId, versionHash }: { readonly id: string; readonly versionHash: string },
  { shard, next }: ShardGroup,
  chunks: DocumentPut["chunks"],
): Placed {
  const ordinal = chunks.length > 0 ? next : undefined;
  return { documentId, versionHash, shard: shard.id, ordinal, term: longestTerm(chunks) };
}

export interface WrittenBatch {
  readonly receipt: CommitReceipt;
  readonly placed: readonly Placed[];
}

export function writeBatch(writer: Connection, batch: WriteBatch, faults: Faults): WrittenBatch {
  const written = writer.transaction("IMMEDIATE", () => {
    faults.hit("version:begin");
    const collection = listCollectionRows(writer).find(
      ({ record }) => record.name === batch.collection,
    );
    if (!collection) throw storeCorrupt({ what: `collection ${batch.collection} was never put` });
    const generation = raiseGeneration(writer);
    const masked = new MaskedOrdinals();
    for (const id of batch.deletes) deleteDocument(writer, id, masked);
    const names = new BatchNames(writer);
    for (const { id, access, fingerprint } of batch.accessChanges)
      changeAccess(writer, id, { access: names.accessList(access), fingerprint }, masked);
    // A document put twice is what the last put says.
    const puts = [...new Map(batch.puts.map((put) => [put.id, put])).values()];
    refuseMissing(writer, names, { ...batch, puts });
    const placed = putDocuments(writer, collection.id, puts, {
      generation,
      masked,
      names,
      faults,
    });
    masked.apply(writer, generation);
    faults.hit("version:before-commit");
    const chunks = puts.reduce((sum, put) => sum + put.chunks.length, 0);
    return { receipt: { generation, documents: puts.length, chunks }, placed };
  });
  faults.hit("version:after-commit");
  return written;
}

function deleteDocument(writer: Connection, publicId: string, masked: MaskedOrdinals): void {
  const found = findDocumentRow(writer, publicId);
  if (!found) return;
  maskDocument(writer, found.id, masked);
  for (const table of ["metadata", "version"] as const)
    writer.run(sql.deleteFrom(table).where("document", "=", found.id));
  writer.run(sql.deleteFrom("document").where("id", "=", found.id));
}

function changeAccess(
  writer: Connection,
  publicId: string,
  change: { readonly access: number; readonly fingerprint: string },
  masked: MaskedOrdinals,
): void {
  const found = findDocumentRow(writer, publicId);
  if (!found) return;
  writer.run(sql.updateTable("document").set(change).where("id", "=", found.id));
  if (found.access === change.access) return;
  const chunks = writer.all(
    sql.selectFrom("chunk").select(["shard", "ordinal"]).where("document", "=", found.id),
  );
  for (const { shard, ordinal } of chunks) masked.set(shard, ordinal, change.access);
}

interface PutContext {
  readonly generation: number;
  readonly masked: MaskedOrdinals;
  readonly names: BatchNames;
  readonly faults: Faults;
}

function putDocuments(
  writer: Connection,
  collection: number,
  puts: readonly DocumentPut[],
  { generation, masked, names, faults }: PutContext,
): readonly Placed[] {
  const groups = new ShardGroups(writer, collection);
  const placed: Placed[] = [];
  for (const put of puts) {
    const access = names.accessList(put.access);
    const source = names.source(collection, put.source);
    const document = putDocumentRow(writer, { collection, source, access }, put, masked);
    const version = putVersionRow(writer, document, put);
    insertMetadata(writer, names, document, put.metadata);
    indexPut(writer, names, document, put);
    const sets = [...Map.groupBy(put.chunks, (chunk) => chunk.variant)];
    for (const [name, chunks] of sets.length > 0 ? sets : [[undefined, []] as const]) {
      const group = groups.of(put.analyzer, names.variant(name));
      placed.push(toPlaced({ id: put.id, versionHash: put.version.hash }, group, chunks));
      group.add(chunks, { document, version, access, text: put.version.text });
    }
  }
  faults.hit("version:documents");
  groups.append(generation, faults);
  return placed;
}

/** What is whole stays whole: a put that leaves out a registered plan must not become visible. */
function refuseMissing(
  writer: Connection,
  names: BatchNames,
  { collection, puts }: Pick<WriteBatch, "collection" | "puts">,
): void {
  const plans = listPlanRows(writer).filter(
    ({ record }) => (record.collection ?? collection) === collection,
  );
  for (const { id, chunks } of puts)
    for (const { variant, record } of plans) {
      const own = chunks.filter((chunk) => names.variant(chunk.variant) === variant);
      const has = own.length > 0 && own.every(({ vectors }) => vectors.has(record.embedder));
      if (!has) throw storePlanMissed({ documentId: id, ...record });
    }
}

function longestTerm(chunks: DocumentPut["chunks"]): string | undefined {
  const terms = [...(chunks[0]?.terms.keys() ?? [])];
  return terms.reduce<string | undefined>(
    (best, term) => (best === undefined || term.length > best.length ? term : best),
    undefined,
  );
}

function putDocumentRow(
  writer: Connection,
  place: { readonly collection: number; readonly source: number; readonly access: number },
  put: DocumentPut,
  masked: MaskedOrdinals,
): number {
  const found = findDocumentRow(writer, put.id);
  const values = {
    ...place,
    hash: toIntegerKey(put.id.slice(4)),
    public_id: put.id,
    key: put.key,
    title: put.title,
    metadata: JSON.stringify(put.metadata),
    fingerprint: put.fingerprint,
  };
  if (!found) return insertRow(writer, "document", { ...values, version: null });
  maskDocument(writer, found.id, masked);
  writer.run(sql.deleteFrom("metadata").where("document", "=", found.id));
  writer.run(sql.updateTable("document").set(values).where("id", "=", found.id));
  return found.id;
}

/** Flips the pointer: the version that was current becomes a recorded one. */
function putVersionRow(writer: Connection, document: number, put: DocumentPut): number {
  const { version } = put;
  const same = writer
    .prepare("SELECT id, hash FROM version WHERE document = ?")
    .all(document)
    .find(({ hash }) => hash === version.hash);
  writer
    .prepare("UPDATE version SET superseded_at = ? WHERE document = ? AND superseded_at IS NULL")
    .run(version.ingestedAt, document);
  const values = {
    document,
    hash: version.hash,
    language: version.language,
    analyzer: put.analyzer,
    modified_at: version.modifiedAt,
    ingested_at: version.ingestedAt,
    superseded_at: null,
    length: version.text.length,
    warnings: JSON.stringify(version.warnings),
    blocks: JSON.stringify(version.blocks),
    pages: JSON.stringify(version.pages),
  };
  let id: number;
  if (same) {
    id = Number(same["id"]);
    writer.run(sql.updateTable("version").set(values).where("id", "=", id));
  } else {
    const text = Buffer.from(version.text, "utf8");
    id = insertRow(writer, "version", { ...values, text });
  }
  writer.prepare("UPDATE document SET version = ? WHERE id = ?").run(id, document);
  return id;
}
