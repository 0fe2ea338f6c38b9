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

/** Tries all choices on the questions given, which are not those that are measured. */
export async function tune(
  system: RemoteSystem,
  { tuning }: OpenFacts,
  questions: readonly number[],
  judge: (question: number, rows: readonly number[]) => number,
): Promise<TuningFacts | undefined> {
  if (!tuning) return undefined;
  const tried: TuningStep[] = [];
  for (const choice of tuning.choices) {
    await system.call("choose", { choice });
    const request = { ranker: tuning.ranker, questions };
    // The first time opens what the choice needs.
    await system.call("rank", request);
    const { times, rows } = await system.call("rank", request);
    const recalls = rows.map((found, index) => judge(questions[index] ?? 0, found));
    const recall = recalls.reduce((sum, each) => sum + each, 0) / Math.max(1, recalls.length);
    tried.push({ choice, recall, p50Ms: percentile(times, 0.5) });
  }
  const enough = tried.filter(({ recall }) => recall >= LEAST_RECALL);
  const [best] = enough.toSorted((a, b) => a.p50Ms - b.p50Ms);
  if (!best) throw new Error(`no setting of ${system.name} reaches a recall of ${LEAST_RECALL}`);
  await system.call("choose", { choice: best.choice });
  return { chosen: best.choice, tried };
}
