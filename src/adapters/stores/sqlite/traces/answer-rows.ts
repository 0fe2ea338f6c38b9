/** @module Answer records: packed into one row, given to those who may read what they rest on. */
import type { Access } from "../../../../domain/access.ts";
import type { Citation } from "../../../../domain/answer.ts";
import type {
  AnswerRecord,
  RecordedHit,
  RecordedLegs,
  RecordedPassage,
} from "../../../../domain/answer-record.ts";
import { toDocumentIdOfChunk } from "../../../../foundation/ids.ts";
import { insertRow, sql, type Connection } from "../connection.ts";
import { findDocument } from "../document-reader.ts";
import { toKey } from "../names.ts";
import type { RecordedVersions } from "./recorded-versions.ts";
import { packRanked, unpackRanked } from "./ranked-body.ts";

/** A citation of a passage of the record names its version by the passage's index. */
type PackedCitation = Omit<Citation, "documentId" | "versionHash"> &
  (Pick<Citation, "documentId" | "versionHash"> | { readonly passage: number });

type PackedRecord = Omit<AnswerRecord, "answer"> & {
  readonly answer: Omit<AnswerRecord["answer"], "citations"> & {
    readonly citations: readonly PackedCitation[];
  };
};

export function insertAnswer(
  writer: Connection,
  versions: RecordedVersions,
  record: AnswerRecord,
): void {
  const { passages, answer } = record;
  const citations = answer.citations.map((citation): PackedCitation => {
    const { documentId, versionHash, ...rest } = citation;
    const passage = passages.findIndex(
      (each) => each.documentId === documentId && each.versionHash === versionHash,
    );
    return passage < 0 ? citation : { ...rest, passage };
  });
  const packed: PackedRecord = { ...record, answer: { ...answer, citations } };
  insertRow(writer, "answer", {
    hash: toKey(record.id),
    public_id: record.id,
    data: "",
    asked_ms: Date.parse(record.askedAt),
    body: packRanked(packed, versions),
  });
}

/** A row of any schema. */
export function parseAnswer(
  connection: Connection,
  { data, body }: { readonly data: string; readonly body: Uint8Array | null },
): AnswerRecord {
  if (!body) return JSON.parse(data) as AnswerRecord; // written by this adapter
  // Packed by `insertAnswer`.
  const { answer, ...record } = unpackRanked(connection, body) as unknown as PackedRecord;
  const citations = answer.citations.map((citation): Citation => {
    if (!("passage" in citation)) return citation;
    const { passage, ...rest } = citation;
    const { documentId = "", versionHash = "" } = record.passages[passage] ?? {};
    return { ...rest, documentId, versionHash };
  });
  return { ...record, answer: { ...answer, citations } };
}

function readAnswer(connection: Connection, answerId: string): AnswerRecord | undefined {
  const row = connection
    .all(sql.selectFrom("answer").selectAll().where("hash", "=", toKey(answerId)))
    .find(({ public_id }) => public_id === answerId);
  return row && parseAnswer(connection, row);
}

/**
 * Operators see every record. Others see those asked with no rights but theirs, and only while
 * they may read every passage it rests on: an answer is as secret as its sources. What was ranked
 * and not used is left out where it may not be read any more.
 */
export function findAnswer(
  connection: Connection,
  access: Access,
  answerId: string,
): AnswerRecord | undefined {
  const record = readAnswer(connection, answerId);
  return record && narrowToReadable(connection, access, record);
}

interface RankedRecord {
  readonly principals: readonly string[];
  readonly legs: RecordedLegs;
  readonly passages: readonly RecordedPassage[];
}

/** The part of a record that may be seen; `undefined` where that is nothing. */
export function narrowToReadable<T extends RankedRecord>(
  connection: Connection,
  access: Access,
  record: T,
): T | undefined {
  if (access.kind === "operator") return record;
  const own = record.principals.every((principal) => access.principals.has(principal));
  if (!own) return undefined;
  const known = new Map<string, boolean>();
  const isReadable = (documentId: string): boolean => {
    const readable =
      known.get(documentId) ?? findDocument(connection, access, documentId) !== undefined;
    known.set(documentId, readable);
    return readable;
  };
  const { legs, passages } = record;
  const isUsed = ({ context }: RecordedPassage): boolean => context !== "duplicate";
  if (!passages.filter(isUsed).every(({ documentId }) => isReadable(documentId))) return undefined;
  const keepHits = (hits: readonly RecordedHit[]): readonly RecordedHit[] =>
    hits.filter(({ chunkId }) => isReadable(toDocumentIdOfChunk(chunkId)));
  const keepIds = (ids: readonly string[] = []): readonly string[] =>
    ids.filter((id) => isReadable(toDocumentIdOfChunk(id)));
  return {
    ...record,
    passages: passages.filter(({ documentId }) => isReadable(documentId)),
    legs: {
      ...legs,
      lexical: keepHits(legs.lexical),
      dense: keepHits(legs.dense),
      ...(legs.fused ? { fused: keepIds(legs.fused) } : {}),
      ...(legs.reranked ? { reranked: keepIds(legs.reranked) } : {}),
    },
  };
}
