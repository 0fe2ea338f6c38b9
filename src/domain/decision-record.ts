/** @module A decision as a store keeps it. */

export interface DecisionRecord {
  /** `dec_` and 16 hex digits over the decision: equal decisions are one record. */
  readonly id: string;
  readonly createdAt: string;
  /** What was recommended, for lists. */
  readonly approach: string;
  readonly sentence: string;
  /** The decision and everything that it follows from, as JSON: enough to make it again. */
  readonly data: string;
}
