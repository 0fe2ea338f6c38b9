/** @module How long two releases take to retrieve for the same questions, asked in turn. */
import type { GoldenCase } from "../../domain/golden-set.ts";
import type { EvaluatedSystem } from "../../ports/evaluated-system.ts";
import type { Clock } from "../../foundation/effects.ts";
import type { TimedPair } from "../../registry/index.ts";

/** Of the cases, the first ones; a p95 of more is hardly another. */
const MOST = 200;
/** What is asked first warms caches for both. */
const WARM = 3;
const DEPTH = 10;

/** In turn, and each first every other time: load that comes and goes meets both. */
export async function timeReleases(
  cases: readonly GoldenCase[],
  systems: { readonly challenger: EvaluatedSystem; readonly champion: EvaluatedSystem },
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal | undefined },
): Promise<readonly TimedPair[]> {
  const time = async (system: EvaluatedSystem, golden: GoldenCase): Promise<number> => {
    signal?.throwIfAborted();
    const started = clock.monotonicMs();
    await system.rank?.({ ...golden, ...(signal ? { signal } : {}) }, DEPTH);
    return clock.monotonicMs() - started;
  };
  const { challenger, champion } = systems;
  for (const golden of cases.slice(0, WARM))
    for (const system of [challenger, champion]) await time(system, golden);
  const pairs: TimedPair[] = [];
  for (const [at, golden] of cases.slice(0, MOST).entries()) {
    if (at % 2 === 0) {
      const challengerMs = await time(challenger, golden);
      pairs.push({ challengerMs, championMs: await time(champion, golden) });
    } else {
      const championMs = await time(champion, golden);
      pairs.push({ challengerMs: await time(challenger, golden), championMs });
    }
  }
  return pairs;
}
