/** @module The figures the project promises itself, judged by one run. */
import { percentile } from "../statistics.ts";
import type { Measured } from "./alternate.ts";
import { LEAST_RECALL } from "./tune.ts";

export interface Figure {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  readonly met: boolean;
}

export interface Ratio {
  /** How many times longer the other takes. */
  readonly p50: number;
  readonly p95: number;
}

/** End to end, as asked by default. */
const LONGEST_P95_MS = 15;
const TIMES_FASTER = 10;

export const OURS = "plumbline";

const isOurs = ({ system, leg }: Measured): boolean => system === OURS && leg === "hybrid";

/** The other's time over ours, on the questions that both answered. */
export function compareTimes(ours: Measured, other: Measured): Ratio {
  const both = Math.min(ours.times.length, other.times.length);
  const ratio = (share: number): number =>
    percentile(other.times.slice(0, both), share) / percentile(ours.times.slice(0, both), share);
  return { p50: ratio(0.5), p95: ratio(0.95) };
}

export const describeRatio = ({ p50, p95 }: Ratio): string =>
  `${p50.toFixed(1)} / ${p95.toFixed(1)}`;

interface Wanted {
  /** How many times as long the other must take, in both percentiles. */
  readonly least: number;
  readonly note?: string;
  /** False when something else fails it. */
  readonly also?: boolean;
}

function judgeRatio(
  ours: readonly [Measured, ...Measured[]],
  other: Measured,
  { least, note = "", also = true }: Wanted,
): Figure {
  const [first, ...others] = ours;
  const ratio = compareTimes(first, other);
  const beside = others
    .map((each) => `; ${each.name}: ${describeRatio(compareTimes(each, other))}`)
    .join("");
  return {
    what: `${other.system}: ${other.name}`,
    wanted: `takes ${least === 1 ? "longer" : `${least} times as long`}${note}, p50 and p95`,
    measured: `${describeRatio(ratio)} times${beside}`,
    met: ratio.p50 > least && ratio.p95 > least && also,
  };
}

/**
 * Those that the systems of this run allow to judge. What decides is the same number of hits on
 * both sides; the ratios to our other ways of asking stand beside it.
 */
export function judgeFigures(rankings: readonly Measured[]): readonly Figure[] {
  const find = (system: string, name: string): Measured | undefined =>
    rankings.find((each) => each.system === system && each.name === name);
  const figures: Figure[] = [];
  const served = find(OURS, "hybrid, 8 passages");
  if (served) {
    const p95 = percentile(served.times, 0.95);
    figures.push({
      what: `${OURS}: ${served.name}`,
      wanted: `p95 at most ${LONGEST_P95_MS} ms`,
      measured: `${p95.toFixed(1)} ms`,
      met: p95 <= LONGEST_P95_MS,
    });
  }
  const [first, ...rest] = rankings.filter(isOurs);
  if (!first) return figures;
  const ours = [first, ...rest] as const;
  for (const other of rankings.filter((each) => each.leg === "hybrid" && !isOurs(each))) {
    if (other.system !== "lancedb") figures.push(judgeRatio(ours, other, { least: TIMES_FASTER }));
    else {
      const recall = find(other.system, "dense")?.recall ?? 0;
      const note = ` at recall@50 of at least ${LEAST_RECALL} (${recall.toFixed(3)})`;
      const also = recall >= LEAST_RECALL;
      figures.push(judgeRatio(ours, other, { least: 1, note, also }));
    }
  }
  return figures;
}
