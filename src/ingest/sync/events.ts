/** @module What a sync tells while it runs. */
import type { ErrorKind } from "../../foundation/errors.ts";
import type { JobRecord } from "../../domain/job.ts";

export interface SyncCounts {
  readonly listed: number;
  readonly unchanged: number;
  readonly added: number;
  readonly changed: number;
  readonly accessChanged: number;
  readonly removed: number;
  readonly rejected: number;
  readonly chunks: number;
}

export type SyncEvent =
  | { readonly type: "source-listed"; readonly total: number; readonly vanished: number }
  | { readonly type: "document-unchanged"; readonly key: string }
  | {
      readonly type: "document-prepared";
      readonly key: string;
      readonly warnings: readonly string[];
    }
  | {
      readonly type: "document-rejected";
      readonly key: string;
      readonly code: string;
      readonly kind: ErrorKind;
      readonly message: string;
      readonly hint: string;
    }
  /** From here on the documents are acknowledged: durable and found by every query. */
  | { readonly type: "batch-committed"; readonly documents: number; readonly chunks: number }
  | { readonly type: "sync-completed"; readonly job: JobRecord; readonly counts: SyncCounts };
