/** @module What a procedure of fitting is worth: every question judged by what was fitted without it. */
import { comparePaired, type PairedComparison } from "../../evaluate/index.ts";
import { NO_CHECKPOINT, readNumbers, type Checkpoint } from "./checkpoint.ts";
import { makeFolds, type FoldCase, type Folds } from "./make-folds.ts";

export interface CrossValidation<Fitted> {
  /** By case: its score under what was fitted without it, averaged over the repeats. */
  readonly scores: Float64Array;
  /** Of the first repeat. */
  readonly folds: Folds;
  /** Of each fold that was fitted now, and not kept from before. */
  readonly fitted: readonly Fitted[];
}

export interface CrossValidateOptions<Fitted> {
  readonly seed: string;
  /** Splits that are drawn anew, so that the draw decides less. Default 3. */
  readonly repeats?: number;
  readonly fit: (training: readonly number[], seed: string) => Promise<Fitted>;
  /** Of one held-out case. */
  readonly score: (fitted: Fitted, index: number) => Promise<number>;
  /** Held-out scores of a fold are kept under its seed; a fold that is kept is not fitted again. */
  readonly checkpoint?: Checkpoint | undefined;
  /** `mean` is of every score on held-out cases so far. */
  readonly onFold?: (done: number, of: number, mean: number) => void;
  readonly pause?: Pause | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Before what takes long at one go: the process sees Ctrl-C and other work meanwhile. */
export type Pause = () => Promise<void>;

/** Where nobody else waits for the process. */
export const NO_PAUSE: Pause = async () => undefined;

const FOLDS = 5;
const REPEATS = 3;

export async function crossValidate<Fitted>(
  cases: readonly FoldCase[],
  options: CrossValidateOptions<Fitted>,
): Promise<CrossValidation<Fitted>> {
  const { seed, repeats = REPEATS, checkpoint = NO_CHECKPOINT, onFold, signal } = options;
  const { pause = NO_PAUSE } = options;
  const scores = new Float64Array(cases.length);
  const fitted: Fitted[] = [];
  let first: Folds | undefined;
  let [done, sum, judged] = [0, 0, 0];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const drawn = makeFolds(cases, { seed: `${seed}/${repeat}`, count: FOLDS });
    first ??= drawn;
    for (const [at, { training, heldOut }] of drawn.folds.entries()) {
      await pause();
      signal?.throwIfAborted();
      const name = `${seed}/${repeat}/${at}`;
      let held = readNumbers(checkpoint.read(name), heldOut.length);
      if (!held) {
        const own = await options.fit(training, name);
        fitted.push(own);
        held = new Float64Array(heldOut.length);
        for (const [place, index] of heldOut.entries())
          held[place] = await options.score(own, index);
        await checkpoint.keep(name, [...held]);
      }
      for (const [place, index] of heldOut.entries())
        scores[index] = (scores[index] ?? 0) + (held[place] ?? 0) / repeats;
      for (const score of held) sum += score;
      judged += held.length;
      onFold?.(++done, repeats * drawn.folds.length, sum / Math.max(1, judged));
    }
  }
  return { scores, fitted, folds: first ?? { folds: [], units: [], largest: 0 } };
}

/** Paired over the cases; what is held out together varies together. */
export function compareHeldOut(
  cases: readonly FoldCase[],
  units: readonly string[],
  { scores, baseline }: Readonly<Record<"scores" | "baseline", ArrayLike<number>>>,
  { measure, seed }: { readonly measure: string; readonly seed: string },
): PairedComparison | undefined {
  const pairs = cases.map(({ id }, index) => ({
    caseId: id,
    group: units[index] ?? id,
    scores: [scores[index] ?? 0],
    baseline: [baseline[index] ?? 0],
  }));
  return comparePaired(pairs, { measure, seed });
}
