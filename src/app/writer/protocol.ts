/** @module What is said between the thread that serves and the thread that writes. */
import type { KeyRecord } from "../../domain/api-key.ts";
import type { Hold } from "../../domain/retention.ts";
import type { PlanKey } from "../../ports/index-store.ts";
import type { PurgeRequest } from "../../ports/store.ts";
import type { ErrorParts } from "../../foundation/errors.ts";
import type { LoadedConfig } from "../../config/index.ts";
import type { IngestEvent, IngestInput } from "../ingest.ts";
import type { PutDocumentInput } from "../put-document.ts";
import type { As, BuildInput, KeyChange } from "./writer.ts";

/** What a writing thread is started with. */
export interface WorkerStart {
  readonly loaded: LoadedConfig;
  readonly workingDirectory: string;
  readonly logLevel: string | undefined;
}

/** Signals do not cross threads; a call is aborted by its number. */
export type WriterCall =
  | { readonly name: "open" }
  | { readonly name: "ingest"; readonly input: Omit<IngestInput, "signal"> }
  | { readonly name: "buildIndexes"; readonly input: Omit<BuildInput, "signal"> }
  | { readonly name: "dropPlans"; readonly plans: readonly PlanKey[] }
  | {
      readonly name: "putDocument";
      readonly as: As;
      readonly input: Omit<PutDocumentInput, "signal">;
    }
  | { readonly name: "deleteDocument"; readonly as: As; readonly id: string }
  | { readonly name: "putKey"; readonly record: KeyRecord }
  | { readonly name: "putHold"; readonly hold: Hold }
  | { readonly name: "purge"; readonly request: PurgeRequest }
  | { readonly name: "changeKey"; readonly id: string; readonly change: KeyChange }
  /** Lets go of the store; the thread ends behind it. */
  | { readonly name: "close" };

export type ToWorker =
  | { readonly kind: "call"; readonly number: number; readonly call: WriterCall }
  | { readonly kind: "abort"; readonly number: number };

export type FromWorker =
  | { readonly kind: "event"; readonly number: number; readonly event: IngestEvent }
  | { readonly kind: "done"; readonly number: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly number: number; readonly error: ErrorParts }
  | { readonly kind: "log"; readonly line: string };
