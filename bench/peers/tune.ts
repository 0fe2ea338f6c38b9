/** @module Sets an approximate index to the fastest of its choices that finds enough. */
import { percentile } from "../statistics.ts";
import type { OpenFacts } from "./protocol.ts";
import type { RemoteSystem } from "./remote-system.ts";

/** Below this an index answers another question than an exact scan does. */
export const LEAST_RECALL = 0.98;

export interface TuningStep {
  readonly choice: string;
  readonly recall: number;
  readonly p50Ms: number;
}

export interface TuningFacts {
  readonly chosen: string;
  readonly tried: readonly TuningStep[];
}

/** Rounds over all choices; the first also opens what a choice needs. */
const ROUNDS = 4;

/**
 * Tries all choices in turn on the questions given, which are not those that are measured. Each
 * counts with its best round, so that a slow minute of the machine rules none out.
 */
export async function tune(
  system: RemoteSystem,
  { tuning }: OpenFacts,
  questions: readonly number[],
  judge: (question: number, rows: readonly number[]) => number,
): Promise<TuningFacts | undefined> {
  if (!tuning) return undefined;
  const request = { ranker: tuning.ranker, questions };
  const steps = new Map<string, TuningStep>();
  for (let round = 0; round < ROUNDS; round++)
    for (const choice of tuning.choices) {
      await system.call("choose", { choice });
      const { times, rows } = await system.call("rank", request);
      const recalls = rows.map((found, index) => judge(questions[index] ?? 0, found));
      const recall = recalls.reduce((sum, each) => sum + each, 0) / Math.max(1, recalls.length);
      const p50Ms = Math.min(percentile(times, 0.5), steps.get(choice)?.p50Ms ?? Infinity);
      steps.set(choice, { choice, recall, p50Ms });
    }
  const tried = [...steps.values()];
  const enough = tried.filter(({ recall }) => recall >= LEAST_RECALL);
  const [best] = enough.toSorted((a, b) => a.p50Ms - b.p50Ms);
  if (!best) throw new Error(`no setting of ${system.name} reaches a recall of ${LEAST_RECALL}`);
  await system.call("choose", { choice: best.choice });
  return { chosen: best.choice, tried };
}
