/** @module What documents lack of a plan, added beside what is searched meanwhile. */
import type { Faults } from "../../../foundation/effects.ts";
import { toIntegerKey } from "../../../foundation/hash.ts";
import type { IndexBatch } from "../../../ports/index-store.ts";
import type { ChunkPut } from "../../../ports/store.ts";
import { ShardGroups } from "./append-segment.ts";
import { AttachedVectors } from "./attach-vectors.ts";
import { sql, type Connection } from "./connection.ts";
import { findDocumentRow, raiseGeneration, type DocumentRow } from "./document-row.ts";
import { CHUNKS, insertIndexed, isIndexed } from "./indexed-rows.ts";
import { maskDocument, MaskedOrdinals } from "./mask.ts";
import { findEmbedder, internEmbedder, internVariant } from "./names.ts";
import { toPlaced, type Placed, type WrittenBatch } from "./write-batch.ts";

/** One transaction: the documents are wholly in the plan afterwards, or none of them is. */
export function fillIndex(writer: Connection, batch: IndexBatch, faults: Faults): WrittenBatch {
  const written = writer.transaction("IMMEDIATE", () => {
    faults.hit("plan:begin");
    const generation = raiseGeneration(writer);
    const filler = new Filler(writer, batch);
    for (const document of batch.documents) filler.add(document);
    filler.append(generation, faults);
    faults.hit("plan:before-commit");
    return { receipt: { generation, ...filler.counts }, placed: filler.placed };
  });
  faults.hit("plan:after-commit");
  return written;
}

type IndexedDocument = IndexBatch["documents"][number];

class Filler {
  readonly counts = { documents: 0, chunks: 0 };
  readonly placed: Placed[] = [];
  readonly #writer: Connection;
  readonly #variant: number;
  readonly #embedder: string;
  readonly #masked = new MaskedOrdinals();
  readonly #groups = new Map<number, ShardGroups>();
  readonly #attached: AttachedVectors;

  constructor(writer: Connection, { variant, embedder }: IndexBatch) {
    this.#writer = writer;
    this.#variant = internVariant(writer, variant);
    this.#embedder = embedder;
    this.#attached = new AttachedVectors(writer, embedder);
  }

  /** Nothing where the document is gone, is of another version by now, or lacks nothing. */
  add({ id, versionHash, chunks }: IndexedDocument): void {
    const row = findDocumentRow(this.#writer, id);
    const version = row && findVersion(this.#writer, row);
    if (!row || version?.hash !== versionHash) return;
    const has = (embedder: number): boolean =>
      isIndexed(this.#writer, row.id, this.#variant, embedder);
    const known = findEmbedder(this.#writer, this.#embedder);
    if (has(CHUNKS) && known !== undefined && has(known)) return;
    this.counts.documents++;
    this.counts.chunks += chunks.length;
    if (!has(CHUNKS)) this.#put(id, row, version, chunks);
    else if (!this.#attach(row.id, chunks)) {
      this.#put(id, row, version, chunks);
      this.#breakOthers();
    }
    const [first] = chunks;
    const vector = first?.vectors.get(this.#embedder);
    const embedders = vector ? [internEmbedder(this.#writer, this.#embedder, vector.length)] : [];
    insertIndexed(this.#writer, row.id, this.#variant, embedders);
  }

  append(generation: number, faults: Faults): void {
    for (const groups of this.#groups.values()) groups.append(generation, faults);
    faults.hit("plan:chunks");
    this.#attached.apply(generation);
    faults.hit("plan:vectors");
    this.#masked.apply(this.#writer, generation);
  }

  /** @returns false where the chunks that are there are others: they were cut by other rules. */
  #attach(document: number, chunks: readonly ChunkPut[]): boolean {
    const held = this.#writer.all(
      sql
        .selectFrom("chunk")
        .innerJoin("shard", "shard.id", "chunk.shard")
        .select(["shard", "ordinal", "embedded", "start", "end"])
        .where("document", "=", document)
        .where("variant", "=", this.#variant)
        .orderBy("sequence"),
    );
    const isSame = (row: (typeof held)[number], chunk: ChunkPut | undefined): boolean =>
      chunk !== undefined &&
      row.start === chunk.start &&
      row.end === chunk.end &&
      row.embedded === toIntegerKey(chunk.embeddedHash);
    if (held.length !== chunks.length || !held.every((row, i) => isSame(row, chunks[i])))
      return false;
    for (const [index, { shard, ordinal }] of held.entries()) {
      const chunk = chunks[index];
      if (chunk) this.#attached.set(shard, ordinal, chunk);
    }
    return true;
  }

  /** Vectors of other embedders went with the chunks that were replaced: their plans lack them. */
  #breakOthers(): void {
    this.#writer
      .prepare("UPDATE plan SET whole = 0 WHERE variant = ? AND embedder <> ?")
      .run(this.#variant, this.#embedder);
  }

  #put(id: string, row: DocumentRow, version: VersionRow, chunks: readonly ChunkPut[]): void {
    maskDocument(this.#writer, row.id, this.#masked, this.#variant);
    const groups =
      this.#groups.get(row.collection) ?? new ShardGroups(this.#writer, row.collection);
    this.#groups.set(row.collection, groups);
    const group = groups.of(version.analyzer, this.#variant);
    this.placed.push(toPlaced({ id, versionHash: version.hash }, group, chunks));
    group.add(chunks, {
      document: row.id,
      version: version.id,
      access: row.access,
      text: version.text,
    });
  }
}

interface VersionRow {
  readonly id: number;
  readonly hash: string;
  readonly analyzer: string;
  readonly text: string;
}

function findVersion(connection: Connection, { version }: DocumentRow): VersionRow | undefined {
  const row = connection
    .prepare("SELECT hash, analyzer, text FROM version WHERE id = ?")
    .get(version);
  if (!row || version === null) return undefined;
  return {
    id: version,
    hash: String(row["hash"]),
    analyzer: String(row["analyzer"]),
    text: Buffer.from(row["text"] as Uint8Array).toString("utf8"), // a BLOB column
  };
}
