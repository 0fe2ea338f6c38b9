/** @module One question that was measured, beside what was said of it. */

/** One question that was measured, or nearly. */
export interface EvidenceItem {
  readonly question: string;
  readonly stated?: string;
  readonly measured: string;
  /** What was counted, in words, with its number and window. */
  readonly told: string;
  /** False while there is too little of it: it is shown, and the stated answer stays. */
  readonly enough: boolean;
  /** What would be enough. */
  readonly needed?: string;
}

export type Measured = Omit<EvidenceItem, "question" | "stated">;

/** With a note of what is needed where there is less. */
export const measured = (
  value: string,
  told: string,
  enough: boolean,
  needed: string,
): Measured => ({
  measured: value,
  told,
  enough,
  ...(enough ? {} : { needed }),
});
