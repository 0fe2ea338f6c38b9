/** @module An execution that has a state: it can be watched, interrupted and taken up again. */

export type JobState = "running" | "ready" | "interrupted" | "failed";

export interface JobRecord {
  readonly id: string;
  readonly kind: "ingest" | "evaluation" | "build";
  readonly state: JobState;
  /** Of an evaluation: those that it asked in, of a build: those that keep the plan; or `all`. */
  readonly collection: string;
  /** Of an evaluation: the golden set, `name@hash`; of a build: variant and embedder. */
  readonly source: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Items that were refused, each with its code. */
  readonly rejected: readonly {
    readonly key: string;
    readonly code: string;
    readonly message: string;
  }[];
}
