/** @module A decision as a store keeps it. */

/**
 * `approach` is what `decide` recommends; the others are about releases: a gate's verdict on a
 * promotion, a step back, and what a challenger may do.
 */
export const DECISION_KINDS = ["approach", "promotion", "rollback", "challenge"] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

export interface DecisionRecord {
  /** `dec_` and 16 hex digits over the decision: equal decisions are one record. */
  readonly id: string;
  readonly createdAt: string;
  /** Absent in records of `approach`. */
  readonly kind?: Exclude<DecisionKind, "approach">;
  /** What was recommended, or the verdict, for lists. */
  readonly approach: string;
  readonly sentence: string;
  /** The decision and everything that it follows from, as JSON: enough to make it again. */
  readonly data: string;
}
