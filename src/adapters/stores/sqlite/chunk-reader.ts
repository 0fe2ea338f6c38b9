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
  SELECT d.public_id, d.key, d.title, d.metadata, v.hash, v.language, v.modified_at,
    c.sequence, c.start, c."end", c.page, c.headings, c.kinds,
    CAST(substr(v.text, c.byte_start + 1, c.byte_length) AS TEXT)
  FROM chunk c JOIN document d ON d.id = c.document JOIN version v ON v.id = c.version
  WHERE c.shard = ? AND c.ordinal = ?`;

/** The columns of `WHOLE`, by position: naming each of fourteen for fifty rows takes its time. */
type WholeRow = readonly [
  documentId: string,
  key: string,
  title: string,
  metadata: string,
  versionHash: string,
  language: string,
  modifiedAt: string,
  sequence: number,
  start: number,
  end: number,
  page: number | null,
  headings: string,
  kinds: string,
  text: string,
];

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
    const statement = this.#connection.prepare(WHOLE);
    statement.setReturnArrays(true);
    // Arrays in the order of the columns, whose types the tables hold.
    const row = statement.get(shard.id, ordinal) as unknown as WholeRow | undefined;
    if (!row) return undefined;
    const [documentId, key, title, metadata, versionHash, language, modifiedAt] = row;
    const [, , , , , , , sequence, start, end, page, headings, kinds, text] = row;
    return {
      id: toChunkId(documentId, versionHash, sequence),
      documentId,
      versionHash,
      sequence,
      key,
      collection: shard.collection,
      title,
      language,
      analyzer: shard.analyzer,
      modifiedAt,
      // Columns that this adapter wrote as JSON of these types.
      metadata: JSON.parse(metadata) as Metadata,
      headings: JSON.parse(headings) as string[],
      kinds: JSON.parse(kinds) as BlockKind[],
      start,
      end,
      text,
      ...(page === null ? {} : { page }),
    };
  }
}
