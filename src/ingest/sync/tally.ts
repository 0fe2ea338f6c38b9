/** @module Counts what a sync did, for its events and for the job's record. */
import { toPlumblineError } from "../../foundation/errors.ts";
import type { JobRecord } from "../../domain/job.ts";
import type { SyncCounts, SyncEvent } from "./events.ts";

export class Tally {
  readonly counts: SyncCounts;
  readonly rejected: JobRecord["rejected"][number][] = [];
  readonly #counts: Record<keyof SyncCounts, number>;

  constructor(listed: number) {
    this.#counts = {
      listed,
      unchanged: 0,
      added: 0,
      changed: 0,
      accessChanged: 0,
      removed: 0,
      rejected: 0,
      chunks: 0,
    };
    this.counts = this.#counts;
  }

  add(what: keyof SyncCounts, by = 1): void {
    this.#counts[what] += by;
  }

  reject(key: string, failure: unknown): SyncEvent {
    const { code, kind, message, hint } = toPlumblineError(failure);
    this.add("rejected");
    this.rejected.push({ key, code, message });
    return { type: "document-rejected", key, code, kind, message, hint };
  }
}
