/** @module Chunks by ordinal: who they are, and what they say. */
import { toChunkId } from "../../../foundation/ids.ts";
import type { BlockKind } from "../../../domain/document.ts";
import type { Metadata } from "../../../domain/metadata.ts";
import type { StoredChunk } from "../../../ports/store.ts";
import type { Connection } from "./connection.ts";
import type { ResidentShard } from "./resident-index.ts";
import { unpackTermKeys } from "./term-keys.ts";

/** One statement for all candidates of a shard: asking for each would take thrice the time. */
const IDENTITIES = `
  SELECT c.ordinal, c.version, c.sequence, c.start, c."end"
  FROM json_each(?) j CROSS JOIN chunk c ON c.shard = ? AND c.ordinal = j.value`;

const NAMES = `
  SELECT d.public_id AS documentId, d.key AS key, v.hash AS hash
  FROM version v JOIN document d ON d.id = v.document WHERE v.id = ?`;

const WHOLE = `
  SELECT d.public_id, d.key, d.title, d.metadata, v.hash, v.language, v.modified_at,
    c.sequence, c.start, c."end", c.page, c.headings, c.kinds, c.terms,
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
  terms: Uint8Array | null,
  text: string,
];

export interface ChunkIdentity {
  readonly id: string;
  readonly documentId: string;
  readonly key: string;
  readonly hash: string;
  readonly sequence: number;
  readonly start: number;
  readonly end: number;
}

/** The columns of `IDENTITIES`, by position. */
type IdentityRow = readonly [
  ordinal: number,
  version: number,
  sequence: number,
  start: number,
  end: number,
];

/** Versions whose names a connection remembers, and chunks that a shard does. */
const MOST_NAMES = 50_000;

/** By row of the version, whose number is never given again. */
type Names = Map<number, Pick<ChunkIdentity, "documentId" | "key" | "hash">>;

/** Names do not change, and reading three texts for each of two hundred candidates takes its time. */
const namesOf = new WeakMap<Connection, Names>();

/** A shard's ordinals mean the same for one generation, which is as long as its object lives. */
const identitiesOf = new WeakMap<ResidentShard, Map<number, ChunkIdentity>>();

/** Reads inside the caller's snapshot; the caller has checked the right to read. */
export class ChunkReader {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** By ordinal, those of these that are there, and others. */
  identify(shard: ResidentShard, ordinals: readonly number[]): ReadonlyMap<number, ChunkIdentity> {
    const known = identitiesOf.get(shard) ?? new Map<number, ChunkIdentity>();
    identitiesOf.set(shard, known);
    if (known.size + ordinals.length > MOST_NAMES) known.clear();
    const missing = ordinals.filter((ordinal) => !known.has(ordinal));
    if (missing.length > 0)
      for (const [ordinal, identity] of this.#findIdentities(shard, missing))
        known.set(ordinal, identity);
    return known;
  }

  #findIdentities(
    shard: ResidentShard,
    ordinals: readonly number[],
  ): readonly (readonly [number, ChunkIdentity])[] {
    const statement = this.#connection.prepare(IDENTITIES);
    statement.setReturnArrays(true);
    // Arrays in the order of the columns, whose types the tables hold.
    const rows = statement.all(JSON.stringify(ordinals), shard.id) as unknown as IdentityRow[];
    return rows.map(([ordinal, version, sequence, start, end]) => {
      const name = this.#name(version);
      const id = toChunkId(name.documentId, name.hash, sequence);
      return [ordinal, { id, ...name, sequence, start, end }];
    });
  }

  #name(version: number): Pick<ChunkIdentity, "documentId" | "key" | "hash"> {
    const names: Names = namesOf.get(this.#connection) ?? new Map();
    namesOf.set(this.#connection, names);
    const known = names.get(version);
    if (known) return known;
    if (names.size >= MOST_NAMES) names.clear();
    const row = this.#connection.prepare(NAMES).get(version);
    const name = {
      documentId: String(row?.["documentId"]),
      key: String(row?.["key"]),
      hash: String(row?.["hash"]),
    };
    names.set(version, name);
    return name;
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
    const [, , , , , , , sequence, start, end, page, headings, kinds, terms, text] = row;
    const termKeys = terms && unpackTermKeys(terms);
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
      ...(termKeys ? { termKeys } : {}),
    };
  }
}
