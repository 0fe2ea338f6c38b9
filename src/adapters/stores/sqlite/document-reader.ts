/** @module Documents and versions, for those who may read them. */
import { mayRead, type Access } from "../../../domain/access.ts";
import { AccessListSchema, type AccessList } from "../../../domain/principal.ts";
import type {
  Block,
  DocumentRecord,
  PageSpan,
  Span,
  VersionRecord,
} from "../../../domain/document.ts";
import type { Metadata } from "../../../domain/metadata.ts";
import { toIntegerKey } from "../../../foundation/hash.ts";
import { toDocumentId } from "../../../foundation/ids.ts";
import type { ListRequest, ReadVersion, SourceEntry } from "../../../ports/store.ts";
import { sql, type Connection } from "./connection.ts";
import { findMatchingDocuments } from "./metadata-rows.ts";
import { listCollectionRows } from "./names.ts";

const selectDocuments = () =>
  sql
    .selectFrom("document")
    .innerJoin("version", "version.id", "document.version")
    .innerJoin("access_list", "access_list.id", "document.access")
    .innerJoin("collection", "collection.id", "document.collection")
    .innerJoin("source", "source.id", "document.source")
    .select([
      "document.id as row",
      "document.public_id as id",
      "document.key",
      "document.title",
      "document.metadata",
      "collection.name as collection",
      "source.name as source",
      "access_list.data as access",
      "version.hash",
      "version.language",
      "version.modified_at",
      "version.ingested_at",
      "version.superseded_at",
      "version.length",
      "version.warnings",
    ]);

type DocumentRow = NonNullable<ReturnType<typeof firstRow>>;
const firstRow = (connection: Connection) => connection.first(selectDocuments());

type VersionColumns = Pick<
  DocumentRow,
  "hash" | "language" | "modified_at" | "ingested_at" | "superseded_at" | "length" | "warnings"
>;

function toVersion(row: VersionColumns): VersionRecord {
  return {
    hash: row.hash,
    language: row.language,
    modifiedAt: row.modified_at,
    ingestedAt: row.ingested_at,
    length: row.length,
    warnings: JSON.parse(row.warnings) as string[], // written by this adapter
    ...(row.superseded_at === null ? {} : { supersededAt: row.superseded_at }),
  };
}

/** Many documents have one list: each is parsed once while it is among the last seen. */
const lists = new Map<string, AccessList>();
const LISTS_KEPT = 1000;

function parseAccess(data: string): AccessList {
  const known = lists.get(data);
  if (known) return known;
  const list = AccessListSchema.parse(JSON.parse(data));
  if (lists.size >= LISTS_KEPT) lists.clear();
  lists.set(data, list);
  return list;
}

function toDocument(row: DocumentRow): DocumentRecord {
  return {
    id: row.id,
    collection: row.collection,
    source: row.source,
    key: row.key,
    title: row.title,
    metadata: JSON.parse(row.metadata) as Metadata, // written by this adapter
    access: parseAccess(row.access),
    version: toVersion(row),
  };
}

/** Compiled once, because every read by id goes through it; its one parameter is the hash. */
const DOCUMENTS_BY_HASH = selectDocuments().where("document.hash", "=", 0).compile().sql;

function findRow(
  connection: Connection,
  access: Access,
  documentId: string,
): { row: number; document: DocumentRecord } | undefined {
  const hash = toIntegerKey(documentId.slice(4));
  if (!Number.isSafeInteger(hash)) return undefined;
  const rows = connection.prepare(DOCUMENTS_BY_HASH).all(hash) as unknown as DocumentRow[]; // its columns
  for (const row of rows) {
    const document = toDocument(row);
    if (row.id === documentId && mayRead(access, document.access))
      return { row: row.row, document };
  }
  return undefined;
}

const ROWS_BY_HASH = "SELECT id, public_id FROM document WHERE hash = ?";

/** Rows of these documents, whoever may read them: the caller checks the right to read. */
export function findDocumentRows(
  connection: Connection,
  documentIds: readonly string[],
): ReadonlySet<number> {
  const statement = connection.prepare(ROWS_BY_HASH);
  const rows = documentIds.flatMap((id) => {
    const hash = toIntegerKey(id.slice(4));
    if (!Number.isSafeInteger(hash)) return [];
    return statement.all(hash).filter((row) => row["public_id"] === id);
  });
  return new Set(rows.map((row) => Number(row["id"])));
}

export function findDocument(
  connection: Connection,
  access: Access,
  documentId: string,
): DocumentRecord | undefined {
  return findRow(connection, access, documentId)?.document;
}

/** In the order of ingestion, which hidden documents do not change. */
export function listDocuments(
  connection: Connection,
  access: Access,
  { collection, filter, after, limit }: ListRequest,
): readonly DocumentRecord[] {
  const from = after === undefined ? 0 : findRow(connection, access, after)?.row;
  if (from === undefined) return [];
  const matching = findMatchingDocuments(connection, filter ?? []);
  const collections = listCollectionRows(connection);
  const wanted = collections.find(({ record }) => record.name === collection)?.id;
  if (collection !== undefined && wanted === undefined) return [];
  let rows = selectDocuments().where("document.id", ">", from).orderBy("document.id");
  if (wanted !== undefined) rows = rows.where("document.collection", "=", wanted);
  const documents: DocumentRecord[] = [];
  for (const row of connection.all(rows)) {
    if (documents.length >= limit) break;
    if (matching && !matching.has(row.row)) continue;
    const document = toDocument(row);
    if (mayRead(access, document.access)) documents.push(document);
  }
  return documents;
}

export function listVersions(
  connection: Connection,
  access: Access,
  documentId: string,
): readonly VersionRecord[] {
  const found = findRow(connection, access, documentId);
  if (!found) return [];
  return connection
    .all(
      sql
        .selectFrom("version")
        .select([
          "hash",
          "language",
          "modified_at",
          "ingested_at",
          "superseded_at",
          "length",
          "warnings",
        ])
        .where("document", "=", found.row)
        // The current one first, even where two were ingested in one instant.
        .orderBy(({ eb }) => eb("superseded_at", "is", null), "desc")
        .orderBy("ingested_at", "desc")
        .orderBy("id", "desc"),
    )
    .map(toVersion);
}

export function readVersion(
  connection: Connection,
  access: Access,
  documentId: string,
  hash?: string,
): ReadVersion | undefined {
  const found = findRow(connection, access, documentId);
  if (!found) return undefined;
  const wanted = hash ?? found.document.version.hash;
  const row = connection
    .all(sql.selectFrom("version").selectAll().where("document", "=", found.row))
    .find((version) => version.hash === wanted);
  if (!row) return undefined;
  return {
    document: found.document,
    version: toVersion(row),
    text: decode(row.text),
    blocks: JSON.parse(row.blocks) as Block[], // written by this adapter
    pages: JSON.parse(row.pages) as PageSpan[],
  };
}

const TEXTS_BY_HASH = `
  SELECT d.public_id AS id, a.data AS access, v.hash AS hash, v.text AS text
  FROM document d JOIN access_list a ON a.id = d.access JOIN version v ON v.document = d.id
  WHERE d.hash = ?`;

/** The text of one version and nothing else of it: what is read most often of all. */
function readText(
  connection: Connection,
  access: Access,
  documentId: string,
  versionHash: string,
): string | undefined {
  const hash = toIntegerKey(documentId.slice(4));
  if (!Number.isSafeInteger(hash)) return undefined;
  const rows = connection.prepare(TEXTS_BY_HASH).all(hash) as unknown as TextRow[]; // its columns
  const row = rows.find((each) => each.id === documentId && each.hash === versionHash);
  return row && mayRead(access, parseAccess(row.access)) ? decode(row.text) : undefined;
}

interface TextRow {
  readonly id: string;
  readonly access: string;
  readonly hash: string;
  readonly text: Uint8Array;
}

const decode = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("utf8");

/** One read of each version's text, however many spans it has. */
export function readSpans(
  connection: Connection,
  access: Access,
  spans: readonly (Span & { readonly documentId: string; readonly versionHash: string })[],
): readonly (string | undefined)[] {
  const texts = new Map<string, string | undefined>();
  return spans.map(({ documentId, versionHash, start, end }) => {
    const key = `${documentId}/${versionHash}`;
    if (!texts.has(key)) texts.set(key, readText(connection, access, documentId, versionHash));
    return texts.get(key)?.slice(start, end);
  });
}

export function readSource(
  connection: Connection,
  access: Access,
  { collection, source, key }: { collection: string; source: string; key: string | undefined },
): readonly SourceEntry[] {
  if (access.kind !== "operator") return [];
  let rows = sql
    .selectFrom("document")
    .innerJoin("source", "source.id", "document.source")
    .innerJoin("collection", "collection.id", "document.collection")
    .innerJoin("access_list", "access_list.id", "document.access")
    .select([
      "document.key",
      "document.public_id as documentId",
      "document.fingerprint",
      "access_list.data as access",
    ])
    .where("collection.name", "=", collection)
    .where("source.name", "=", source)
    .orderBy("document.id");
  if (key !== undefined) {
    const id = toDocumentId(collection, source, key);
    rows = rows
      .where("document.hash", "=", toIntegerKey(id.slice(4)))
      .where("document.key", "=", key);
  }
  return connection.all(rows).map((row) => ({ ...row, access: parseAccess(row.access) }));
}
