/** @module Document versions that records name: each is written once, and records hold its number. */
import { toIntegerKey } from "../../../../foundation/hash.ts";
import { type Connection, insertRow } from "../connection.ts";

export interface NamedVersion {
  readonly documentId: string;
  readonly versionHash: string;
}

const FIND = "SELECT id, document FROM recorded_version WHERE hash = ? AND version = ?";
const READ = "SELECT document, version FROM recorded_version WHERE id = ?";

/** Numbers that one connection remembers: every answer names a hundred, mostly the same. */
const MOST = 50_000;

/** The numbers of versions, as one connection writes them. */
export class RecordedVersions {
  readonly #writer: Connection;
  readonly #numbers = new Map<string, number>();

  constructor(writer: Connection) {
    this.#writer = writer;
  }

  /** A version that is new is written in the transaction that is open. */
  toNumber({ documentId, versionHash }: NamedVersion): number {
    const key = documentId + versionHash;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#numbers.size >= MOST) this.#numbers.clear();
    const number = this.#find(documentId, versionHash);
    this.#numbers.set(key, number);
    return number;
  }

  /** After a transaction that was undone: what it wrote is not there. */
  forget(): void {
    this.#numbers.clear();
  }

  #find(documentId: string, versionHash: string): number {
    const hash = toIntegerKey(versionHash) || 0;
    for (const row of this.#writer.prepare(FIND).all(hash, versionHash))
      if (row["document"] === documentId) return Number(row["id"]);
    const row = { hash, document: documentId, version: versionHash };
    return insertRow(this.#writer, "recorded_version", row);
  }
}

export function readRecordedVersion(connection: Connection, id: number): NamedVersion {
  const row = connection.prepare(READ).get(id);
  return {
    documentId: String(row?.["document"] ?? ""),
    versionHash: String(row?.["version"] ?? ""),
  };
}
