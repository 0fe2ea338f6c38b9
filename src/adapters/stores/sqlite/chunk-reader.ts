/** @module Chunks by ordinal: who they are, and what they say. */
import { toChunkId } from "../../../foundation/ids.ts";
import type { BlockKind } from "../../../domain/document.ts";
import type { Metadata } from "../../../domain/metadata.ts";
import type { StoredChunk } from "../../../ports/store.ts";
import type { Connection } from "./connection.ts";
import type { ResidentShard } from "./resident-index.ts";

const IDENTITY = `
  SELECT d.public_id AS documentId, v.hash AS hash, c.sequence AS sequence
  FROM chunk c JOIN document d ON d.id = c.document JOIN version v ON v.id = c.version
  WHERE c.shard = ? AND c.ordinal = ?`;

const WHOLE = `
  SELECT d.public_id AS documentId, d.key AS key, d.title AS title, d.metadata AS metadata,
    v.hash AS hash, v.language AS language, v.modified_at AS modifiedAt,
    c.sequence AS sequence, c.start AS start, c."end" AS "end", c.page AS page,
    c.headings AS headings, c.kinds AS kinds,
    substr(v.text, c.byte_start + 1, c.byte_length) AS text
  FROM chunk c JOIN document d ON d.id = c.document JOIN version v ON v.id = c.version
  WHERE c.shard = ? AND c.ordinal = ?`;

export interface ChunkIdentity {
  readonly documentId: string;
  readonly hash: string;
  readonly sequence: number;
}

/** Reads inside the caller's snapshot; the caller has checked the right to read. */
export class ChunkReader {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  identify(shard: ResidentShard, ordinal: number): ChunkIdentity | undefined {
    const row = this.#connection.prepare(IDENTITY).get(shard.id, ordinal);
    if (!row) return undefined;
    return {
      documentId: String(row["documentId"]),
      hash: String(row["hash"]),
      sequence: Number(row["sequence"]),
    };
  }

  read(
    shard: ResidentShard,
    ordinal: number,
  ): Omit<StoredChunk, "candidate" | "matched"> | undefined {
    const row = this.#connection.prepare(WHOLE).get(shard.id, ordinal);
    if (!row) return undefined;
    const documentId = String(row["documentId"]);
    const versionHash = String(row["hash"]);
    const sequence = Number(row["sequence"]);
    return {
      id: toChunkId(documentId, versionHash, sequence),
      documentId,
      versionHash,
      sequence,
      key: String(row["key"]),
      collection: shard.collection,
      title: String(row["title"]),
      language: String(row["language"]),
      analyzer: shard.analyzer,
      modifiedAt: String(row["modifiedAt"]),
      // Columns that this adapter wrote as JSON of these types.
      metadata: JSON.parse(String(row["metadata"])) as Metadata,
      headings: JSON.parse(String(row["headings"])) as string[],
      kinds: JSON.parse(String(row["kinds"])) as BlockKind[],
      start: Number(row["start"]),
      end: Number(row["end"]),
      text: Buffer.from(row["text"] as Uint8Array).toString("utf8"),
      ...(row["page"] === null ? {} : { page: Number(row["page"]) }),
    };
  }
}
