/** @module Evidence, at any look, that a mean is above a margin, whenever it came to be so. */

/** Shares of the capital that are bet, mixed evenly: large ones see large differences soon. */
const BETS = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7];
/** Another beginning every so many values: a fault need not be there from the first one. */
const STRIDE = 50;
/** Beginnings kept; beyond it the one with the least evidence is given up. */
const MOST_STARTS = 64;
/** Margins for which no bet can lose more than there is. */
const MOST_MARGIN = 0.4;

interface Start {
  readonly weight: number;
  /** Natural logarithm of the capital, by bet. */
  readonly logs: readonly number[];
}

/** All that the next value needs: JSON-able, so that a restart forgets nothing. */
export interface MarginState {
  readonly margin: number;
  readonly count: number;
  readonly sum: number;
  readonly starts: readonly Start[];
}

/** Before the first value. @param margin in [0, 0.4]. */
export function startMarginTest(margin: number): MarginState {
  if (!(margin >= 0 && margin <= MOST_MARGIN)) throw new RangeError(`no margin: ${margin}`);
  return { margin, count: 0, sum: 0, starts: [] };
}

/**
 * Takes the next value, in [-1, 1]. The capital of a gambler who bets a fixed share on each value
 * being above the margin (Waudby-Smith and Ramdas 2023, section 4), mixed over shares and over
 * beginnings at 1, 51, 101, … with weights 1/(k(k + 1)). Where no value's mean, given those before
 * it, is above the margin, the capital is expected not to grow.
 */
export function extendMarginTest(state: MarginState, value: number): MarginState {
  const { margin, count, sum } = state;
  const k = count / STRIDE + 1;
  const opened = Number.isInteger(k)
    ? [...state.starts, { weight: 1 / (k * (k + 1)), logs: BETS.map(() => 0) }]
    : state.starts;
  const starts = opened.map(({ weight, logs }) => ({
    weight,
    logs: logs.map((log, at) => log + Math.log1p((BETS[at] ?? 0) * (value - margin))),
  }));
  return { margin, count: count + 1, sum: sum + value, starts: giveUp(starts) };
}

/** What is given up counts as lost, which only makes the evidence smaller. */
function giveUp(starts: readonly Start[]): readonly Start[] {
  if (starts.length <= MOST_STARTS) return starts;
  const least = Math.min(...starts.map(toCapital));
  const at = starts.findIndex((start) => toCapital(start) === least);
  return starts.toSpliced(at, 1);
}

const toCapital = ({ weight, logs }: Start): number =>
  (weight * logs.reduce((total, log) => total + Math.exp(log), 0)) / logs.length;

/**
 * The e-value, 1 before the first value. Where the mean is never above the margin, it reaches 1/α
 * with a chance of α at most, however often one looks (Ville, 1939). At most what a double holds.
 */
export function readMarginTest({ count, starts }: MarginState): number {
  // Beginnings that are still to come hold what was put aside for them.
  const aside = 1 / (Math.ceil(count / STRIDE) + 1);
  const capital = starts.reduce((total, start) => total + toCapital(start), aside);
  return Math.min(Number.MAX_VALUE, capital);
}
