/** @module How long records are kept, what must stay although its time is over, and what went. */

/** Kinds of records that are kept for a time of their own. */
export const RETENTION_CLASSES = [
  "traces",
  "answers",
  "feedback",
  "evaluations",
  "replies",
] as const;
export type RetentionClass = (typeof RETENTION_CLASSES)[number];

export const HOLD_KINDS = ["document", "collection", "person"] as const;

/** What a dispute needs: while it stands, no record that touches its subject is deleted. */
export interface Hold {
  /** `hld_` and 20 hex digits. */
  readonly id: string;
  readonly kind: (typeof HOLD_KINDS)[number];
  /** A document's id, a collection's name, or a principal such as `user:maria`. */
  readonly subject: string;
  readonly reason: string;
  readonly placedAt: string;
  /** Absent while it stands. */
  readonly releasedAt?: string;
}

/** What a deletion took, or would take. */
export interface PurgeReceipt {
  readonly class: RetentionClass;
  /** Records from before this moment. */
  readonly before: string;
  readonly dryRun: boolean;
  readonly deleted: number;
  /** Old enough, and kept because of a hold. */
  readonly held: number;
  /** When the oldest of those deleted is from. */
  readonly oldestAt?: string;
}
