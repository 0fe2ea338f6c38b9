/** @module What was measured, as numbers with their window: handed in by whoever keeps the store. */

export interface Observations {
  /** From the history of syncs, content hashes compared. */
  readonly changes?: {
    readonly days: number;
    readonly syncs: number;
    /** Days on which some document really changed. */
    readonly changeDays: number;
    /** Documents changed or gone a month, weighed by how often answers cite them where they do. */
    readonly changeShare: number;
    /** That it was weighed by; absent: each document counts the same. */
    readonly citations?: number;
    /** A tool reads records at the time of the question. */
    readonly live: boolean;
  };
  /** Milliseconds from a change at a source until it was searchable. */
  readonly freshness?: { readonly versions: number; readonly p95Ms: number };
  readonly citationsOpened?: { readonly answers: number; readonly opened: number };
  /** Failed answers of the last 90 days, by what they lacked. */
  readonly failures?: {
    readonly attributed: number;
    readonly knowledge: number;
    readonly behaviour: number;
  };
  readonly documents?: {
    readonly documents: number;
    readonly tokens: number;
    readonly collections: number;
    readonly distinctAccess: number;
    readonly erasures: number;
  };
  /** Golden and sampled questions, and those with a passage that settles them. */
  readonly settled?: { readonly questions: number; readonly withPassage: number };
  /** Outputs that were held to a form, and those that have it. */
  readonly validity?: { readonly outputs: number; readonly valid: number };
  readonly promptTokens?: { readonly calls: number; readonly median: number };
  /** Real questions of the last 30 days. */
  readonly traffic?: { readonly days: number; readonly questions: number };
  readonly latency?: {
    readonly answers: number;
    readonly p95Ms: number;
    readonly limitMs?: number;
  };
  readonly labels?: { readonly rows: number };
  readonly history?: { readonly months: number };
  readonly golden?: {
    readonly cases: number;
    readonly unanswerable: number;
    readonly synthetic: number;
  };
}
