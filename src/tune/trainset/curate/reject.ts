/** @module Why a row, or what could have become one, is not in the set. */

export const REJECT_REASONS = [
  "rights",
  "audience",
  "denies-somebody",
  "superseded",
  "opted-out",
  "not-user-traffic",
  "unfinished",
  "checks-failed",
  "objected",
  "empty",
  "wrong-language",
  "no-positive",
  "too-long",
  "duplicate",
  "near-duplicate",
  "same-text-other-label",
  "golden-overlap",
  "golden-reworded",
  "golden-document",
  "gold-for-test",
  "held-out-overlap",
  "influence-cap",
  "class-cap",
  "split-conflict",
  "recent",
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** Of one row, or of what no row was made of; never its text. */
export interface Reject {
  /** A row, a document, an answer or a case. */
  readonly id: string;
  readonly reason: RejectReason;
}

/** By reason, in the order of the steps; reasons that did not occur are left out. */
export function countRejects(rejects: readonly Reject[]): Readonly<Record<string, number>> {
  const counts = REJECT_REASONS.map(
    (reason) => [reason, rejects.filter((each) => each.reason === reason).length] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
