/** @module The use cases that change a store, wherever the one writer lives. */
import type { KeyRecord } from "../../domain/api-key.ts";
import type { Hold, PurgeReceipt } from "../../domain/retention.ts";
import type { BuildEvent } from "../../ingest/index.ts";
import type { PlanKey } from "../../ports/index-store.ts";
import type { PurgeRequest } from "../../ports/store.ts";
import type { WantedPlan } from "../indexes/index-keeper.ts";
import type { IngestEvent, IngestInput } from "../ingest.ts";
import type { PutDocumentInput, PutDocumentOutput } from "../put-document.ts";

/** Who asks: principals, or `undefined` for the owner of the data directory. */
export type As = readonly string[] | undefined;

export interface BuildInput {
  readonly plans: readonly WantedPlan[];
  readonly signal?: AbortSignal | undefined;
}

export type KeyChange = Partial<Pick<KeyRecord, "revokedAt" | "lastUsedAt">>;

/**
 * Each acts as the one process that may write; calls may overlap. A sync waits for the sync before
 * it, and a document for the same document before it; documents go between the batches of a sync.
 */
export interface Writer extends AsyncDisposable {
  /** Takes the writer's place now: a held lock and an upgrade are told before the first write. */
  open(): Promise<void>;
  ingest(input: IngestInput): AsyncGenerator<IngestEvent>;
  /** One after the other; the documents of each batch are there whatever happens to the rest. */
  buildIndexes(input: BuildInput): AsyncGenerator<BuildEvent>;
  dropPlans(plans: readonly PlanKey[]): Promise<void>;
  putDocument(as: As, input: PutDocumentInput): Promise<PutDocumentOutput>;
  deleteDocument(as: As, id: string): Promise<void>;
  putKey(record: KeyRecord): Promise<void>;
  putHold(hold: Hold): Promise<void>;
  purge(request: PurgeRequest): Promise<PurgeReceipt>;
  /** @throws app.not-found */
  changeKey(id: string, change: KeyChange): Promise<KeyRecord>;
}
