/** @module Whose questions a challenger answers: a share of all, the same ones each time. */
import { computeNormalShare } from "../../foundation/statistics/distributions/normal.ts";
import { sha256, toIntegerKey } from "../../foundation/hash.ts";

/**
 * Who stays with one release: a conversation, else a person. A program that names neither is many
 * people, so that each of its questions is a unit of its own.
 */
export const toUnit = (
  conversationId: string | undefined,
  principals: readonly string[],
  otherwise: string,
): string =>
  conversationId ?? principals.find((principal) => principal.startsWith("user:")) ?? otherwise;

/** Whether this conversation, user or key is in the share; the salt makes another choice. */
export const isInShare = (unit: string, salt: string, share: number): boolean =>
  toIntegerKey(sha256(`${salt}\n${unit}`)) / 2 ** 52 < share;

/** Shares this far off are a defect and no chance (Fabijan et al. 2019). */
const INVALID = 0.001;

export interface ShareCheck {
  readonly units: number;
  readonly challengers: number;
  /** Of Pearson's χ² with one degree of freedom. */
  readonly p: number;
  readonly valid: boolean;
}

/** Whether as many units came to the challenger as the share says: if not, something is broken. */
export function checkShares(units: number, challengers: number, share: number): ShareCheck {
  const expected = units * share;
  const variance = units * share * (1 - share);
  const distance = variance > 0 ? Math.abs(challengers - expected) / Math.sqrt(variance) : 0;
  const p = Math.min(1, 2 * computeNormalShare(-distance));
  return { units, challengers, p, valid: p >= INVALID };
}
