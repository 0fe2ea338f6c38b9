/** @module How sure a figure is that is no mean: units drawn again, and left out one by one. */
import { createRandom } from "../../random.ts";
import { computeNormalValue } from "../distributions/normal.ts";
import { computeStudentValue } from "../distributions/student.ts";
import { hullOf, type Interval } from "../interval.ts";
import { computeMean } from "../moments.ts";
import { shareBelow, toBootstrapInterval } from "./bootstrap.ts";

/** The figure where each observation counts so often; `undefined` where there is none. */
export type Statistic = (counts: ArrayLike<number>) => number | undefined;

export interface StatisticOptions {
  /** Of each observation; those of one name are drawn together. */
  readonly units: readonly string[];
  /** Names the stream of random numbers. */
  readonly seed: string;
  /** 1,000 by default: an end is then sure to about a tenth of the interval. */
  readonly resamples?: number;
}

const RESAMPLES = 1000;
/** Units are left out one by one, or so many at a time that there are no more parts than these. */
const BLOCKS = 200;
/** Of the resamples; with fewer the figure hangs on single units, and none is given. */
const NEEDED = 0.9;

/**
 * The hull of BCa and of Student's interval with the jackknife's standard error (Efron and
 * Tibshirani, 1993, chapters 11 and 14), 95 %. `undefined` for fewer than two units, and where all
 * samples say the same: that they cannot differ is not shown by it.
 */
export function estimateStatistic(
  statistic: Statistic,
  { units, seed, resamples = RESAMPLES }: StatisticOptions,
): Interval | undefined {
  const names = [...new Set(units)];
  const value = statistic(new Uint32Array(units.length).fill(1));
  if (value === undefined || names.length < 2) return undefined;
  const places = new Map(names.map((name, place) => [name, place]));
  const unitOf = Uint32Array.from(units, (name) => places.get(name) ?? 0);
  const counts = new Uint32Array(units.length);
  const of = (drawn: Uint32Array): number | undefined => {
    for (let i = 0; i < counts.length; i++) counts[i] = drawn[unitOf[i] ?? 0] ?? 0;
    return statistic(counts);
  };
  const blocks = Math.min(names.length, BLOCKS);
  const left = Array.from({ length: blocks }, (_, block) => leaveOut(block, blocks, names.length));
  const without = left.flatMap((kept) => of(kept) ?? []);
  const drawn = drawStatistics(of, names.length, { seed, resamples });
  if (without.length < blocks || drawn.length < NEEDED * resamples) return undefined;
  const mean = computeMean(without);
  const squares = without.reduce((sum, other) => sum + (mean - other) ** 2, 0);
  if (squares === 0) return undefined;
  const cubes = without.reduce((sum, other) => sum + (mean - other) ** 3, 0);
  const below = shareBelow(drawn, value);
  const byBootstrap = toBootstrapInterval({
    means: drawn,
    below,
    bias: computeNormalValue(below),
    acceleration: cubes / (6 * squares ** 1.5),
  });
  const reach =
    computeStudentValue(0.975, blocks - 1) * Math.sqrt(((blocks - 1) / blocks) * squares);
  const byJackknife = { low: value - reach, high: value + reach };
  return byBootstrap ? hullOf(byJackknife, byBootstrap) : byJackknife;
}

/** All units once, but for every `blocks`-th. */
const leaveOut = (block: number, blocks: number, units: number): Uint32Array =>
  Uint32Array.from({ length: units }, (_, unit) => (unit % blocks === block ? 0 : 1));

/** Ascending; draws that have no figure are left out. */
function drawStatistics(
  of: (drawn: Uint32Array) => number | undefined,
  units: number,
  { seed, resamples }: { readonly seed: string; readonly resamples: number },
): Float64Array {
  const random = createRandom(seed);
  const values: number[] = [];
  const counts = new Uint32Array(units);
  for (let round = 0; round < resamples; round++) {
    counts.fill(0);
    for (let i = 0; i < units; i++) {
      const unit = random.below(units);
      counts[unit] = (counts[unit] ?? 0) + 1;
    }
    const value = of(counts);
    if (value !== undefined) values.push(value);
  }
  return Float64Array.from(values).sort();
}
