/** @module The use cases that change a store, wherever the one writer lives. */
import type { KeyRecord } from "../../domain/api-key.ts";
import type { Hold, PurgeReceipt } from "../../domain/retention.ts";
import type { PurgeRequest } from "../../ports/store.ts";
import type { IngestEvent, IngestInput } from "../ingest.ts";
import type { PutDocumentInput, PutDocumentOutput } from "../put-document.ts";

/** Who asks: principals, or `undefined` for the owner of the data directory. */
export type As = readonly string[] | undefined;

export type KeyChange = Partial<Pick<KeyRecord, "revokedAt" | "lastUsedAt">>;

/**
 * Each acts as the one process that may write; calls may overlap. A sync waits for the sync before
 * it, and a document for the same document before it; documents go between the batches of a sync.
 */
export interface Writer extends AsyncDisposable {
  /** Takes the writer's place now: a held lock and an upgrade are told before the first write. */
  open(): Promise<void>;
  ingest(input: IngestInput): AsyncGenerator<IngestEvent>;
  putDocument(as: As, input: PutDocumentInput): Promise<PutDocumentOutput>;
  deleteDocument(as: As, id: string): Promise<void>;
  putKey(record: KeyRecord): Promise<void>;
  putHold(hold: Hold): Promise<void>;
  purge(request: PurgeRequest): Promise<PurgeReceipt>;
  /** @throws app.not-found */
  changeKey(id: string, change: KeyChange): Promise<KeyRecord>;
}
