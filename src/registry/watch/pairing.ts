/** @module Answers of two groups of readers, paired by time: what one group got while the other did. */

/** JSON-able. */
export interface PairingState<T> {
  /** Of the challenger, waiting for an answer of the champion. */
  readonly waiting: readonly T[];
  /** Of the champion, since the pair before. */
  readonly since: readonly T[];
}

export interface Paired<T> {
  readonly challenger: T;
  readonly champion: readonly T[];
}

/** Answers of the champion kept for the next pair: a small share may wait for long. */
const MOST_SINCE = 200;
/** Beyond it the challenger's oldest are left out: nobody asks the champion any more. */
const MOST_WAITING = 1000;

export const startPairing = <T>(): PairingState<T> => ({ waiting: [], since: [] });

/**
 * Traffic changes with the hour, so each answer of the challenger is compared with those that the
 * champion gave since the one before, and not with all there were.
 */
export function pair<T>(
  { waiting, since }: PairingState<T>,
  arm: "champion" | "challenger",
  value: T,
): { readonly state: PairingState<T>; readonly paired?: Paired<T> } {
  if (arm === "challenger") {
    if (since.length === 0)
      return { state: { waiting: [...waiting, value].slice(-MOST_WAITING), since } };
    return { state: startPairing(), paired: { challenger: value, champion: since } };
  }
  const [first, ...rest] = waiting;
  if (first === undefined)
    return { state: { waiting, since: [...since, value].slice(-MOST_SINCE) } };
  return { state: { waiting: rest, since: [] }, paired: { challenger: first, champion: [value] } };
}
