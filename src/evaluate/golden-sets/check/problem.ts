/** @module What a check of a golden set finds. */

export interface GoldenProblem {
  /** An error makes figures of the set wrong; a warning makes them say less. */
  readonly kind: "error" | "warning";
  readonly code: string;
  readonly message: string;
  /** Ids, all of them. */
  readonly cases: readonly string[];
}
