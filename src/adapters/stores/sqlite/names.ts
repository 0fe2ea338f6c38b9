/** @module Small things with a name (collections, sources, shards, lists): found, or made once. */
import { hashJson, toIntegerKey } from "../../../foundation/hash.ts";
import { AccessListSchema, type AccessList } from "../../../domain/principal.ts";
import type { CollectionRecord } from "../../../ports/store.ts";
import { vectorMismatch } from "../../../engine/dense/index.ts";
import { sql, type Connection } from "./connection.ts";

/** What an id such as `ans_…` is looked up by. */
export const toKey = (publicId: string): number => toIntegerKey(publicId.slice(4)) || 0;

export interface CollectionRow {
  readonly id: number;
  readonly record: CollectionRecord;
}

/** Settings as they are stored. */
interface StoredSettings extends CollectionRecord {
  /** Absent in what was stored when every collection had a language, `en` where nobody chose. */
  readonly languageChosen?: true;
}

function parseSettings(text: string): CollectionRecord {
  const { languageChosen, language, ...record } = JSON.parse(text) as StoredSettings; // ours
  const isChosen = languageChosen === true || language !== "en";
  return isChosen && language !== undefined ? { ...record, language } : record;
}

function toSettings(record: CollectionRecord): string {
  return JSON.stringify({ ...record, languageChosen: true } satisfies StoredSettings);
}

/** All collections, in the order of their names: an order no hidden document can change. */
export function listCollectionRows(connection: Connection): readonly CollectionRow[] {
  return connection
    .all(sql.selectFrom("collection").selectAll())
    .map(({ id, settings }) => ({ id, record: parseSettings(settings) }))
    .toSorted((a, b) => (a.record.name < b.record.name ? -1 : 1));
}

export function putCollectionRow(writer: Connection, record: CollectionRecord): number {
  const found = listCollectionRows(writer).find((row) => row.record.name === record.name);
  const settings = toSettings(record);
  if (!found)
    return writer.run(sql.insertInto("collection").values({ name: record.name, settings }));
  writer.run(sql.updateTable("collection").set({ settings }).where("id", "=", found.id));
  return found.id;
}

export function internSource(writer: Connection, collection: number, name: string): number {
  const found = writer
    .all(sql.selectFrom("source").select(["id", "name"]).where("collection", "=", collection))
    .find((row) => row.name === name);
  return found?.id ?? writer.run(sql.insertInto("source").values({ collection, name }));
}

export function internAccessList(writer: Connection, list: AccessList): number {
  const data = JSON.stringify({ allow: list.allow, deny: list.deny });
  const hash = toIntegerKey(hashJson(list));
  const found = writer
    .all(sql.selectFrom("access_list").select(["id", "data"]).where("hash", "=", hash))
    .find((row) => row.data === data);
  return found?.id ?? writer.run(sql.insertInto("access_list").values({ hash, data }));
}

export function readAccessLists(connection: Connection): ReadonlyMap<number, AccessList> {
  const rows = connection.all(sql.selectFrom("access_list").select(["id", "data"]));
  return new Map(rows.map(({ id, data }) => [id, AccessListSchema.parse(JSON.parse(data))]));
}

/** @throws engine.vector-mismatch when the embedder's vectors had another length before. */
export function internEmbedder(
  writer: Connection,
  fingerprint: string,
  dimensions: number,
): number {
  const found = findEmbedderRow(writer, fingerprint);
  if (!found) return writer.run(sql.insertInto("embedder").values({ fingerprint, dimensions }));
  if (found.dimensions !== dimensions)
    throw vectorMismatch({ expected: found.dimensions, found: dimensions });
  return found.id;
}

export function findEmbedder(connection: Connection, fingerprint: string): number | undefined {
  return findEmbedderRow(connection, fingerprint)?.id;
}

function findEmbedderRow(
  connection: Connection,
  fingerprint: string,
): { id: number; dimensions: number } | undefined {
  return connection
    .all(sql.selectFrom("embedder").selectAll())
    .find((row) => row.fingerprint === fingerprint);
}

/** The variant that is asked where nobody names one. */
export function readDefaultVariant(connection: Connection): number {
  return Number(
    connection.prepare("SELECT variant FROM state WHERE id = 1").get()?.["variant"] ?? 0,
  );
}

/** Fingerprints by row. */
export function listVariants(connection: Connection): ReadonlyMap<number, string> {
  const rows = connection.all(sql.selectFrom("variant").selectAll());
  return new Map(rows.map(({ id, fingerprint }) => [id, fingerprint]));
}

export function findVariant(connection: Connection, fingerprint: string): number | undefined {
  return [...listVariants(connection)].find(([, name]) => name === fingerprint)?.[0];
}

export function internVariant(writer: Connection, fingerprint: string): number {
  return (
    findVariant(writer, fingerprint) ??
    writer.run(sql.insertInto("variant").values({ fingerprint }))
  );
}

export function internField(writer: Connection, name: string): number {
  return findField(writer, name) ?? writer.run(sql.insertInto("field").values({ name }));
}

export function findField(connection: Connection, name: string): number | undefined {
  return connection
    .all(sql.selectFrom("field").select(["id", "name"]))
    .find((row) => row.name === name)?.id;
}

/** What a batch names again and again, looked up once. Valid for one transaction. */
export class BatchNames {
  readonly #writer: Connection;
  readonly #known = new Map<string, number>();

  constructor(writer: Connection) {
    this.#writer = writer;
  }

  source(collection: number, name: string): number {
    return this.#once(`source/${collection}/${name}`, () =>
      internSource(this.#writer, collection, name),
    );
  }

  accessList(list: AccessList): number {
    return this.#once(`access/${JSON.stringify([list.allow, list.deny])}`, () =>
      internAccessList(this.#writer, list),
    );
  }

  /** The default one for chunks that name none. */
  variant(fingerprint: string | undefined): number {
    return this.#once(`variant/${fingerprint ?? ""}`, () =>
      fingerprint === undefined
        ? readDefaultVariant(this.#writer)
        : internVariant(this.#writer, fingerprint),
    );
  }

  field(name: string): number {
    return this.#once(`field/${name}`, () => internField(this.#writer, name));
  }

  #once(key: string, find: () => number): number {
    const id = this.#known.get(key) ?? find();
    this.#known.set(key, id);
    return id;
  }
}

export interface ShardRow {
  readonly id: number;
  readonly collection: number;
  readonly analyzer: string;
  readonly next_ordinal: number;
  readonly variant: number;
}

export function internShard(
  writer: Connection,
  place: Pick<ShardRow, "collection" | "analyzer" | "variant">,
): ShardRow {
  const found = writer
    .all(sql.selectFrom("shard").selectAll().where("collection", "=", place.collection))
    .find((row) => row.analyzer === place.analyzer && row.variant === place.variant);
  if (found) return found;
  const fresh = { ...place, next_ordinal: 0 };
  return { id: writer.run(sql.insertInto("shard").values(fresh)), ...fresh };
}
