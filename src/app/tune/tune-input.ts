/** @module What the lanes of retrieval are asked for, and what they tell. */
import type { Verdict } from "../../domain/evaluation.ts";
import type { EntryGate } from "../../evaluate/index.ts";
import type { LaneComparison, LeftOut } from "../../tune/index.ts";

export const TUNE_LANES = ["fusion", "retrieval", "reranker", "adapter"] as const;
export type TuneLane = (typeof TUNE_LANES)[number];

export interface TuneInput {
  readonly lane: TuneLane;
  readonly collection: string;
  /** Folder of the golden set; its train and dev parts are learned from. */
  readonly golden: string;
  /** Decides folds; the same seed and data give the same artifact. Default `plumbline`. */
  readonly seed?: string | undefined;
  /** Of the retrieval lane: grids that would begin later are left out, and said. */
  readonly minutes?: number | undefined;
  /** An artifact of the same lane: its seed and recipe, on today's documents and labels. */
  readonly from?: string | undefined;
  /** Why it goes on although the entry gate is closed; stands on the card. */
  readonly override?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface TuneCheck {
  /** `open`, `closed` or `inconclusive`: exit 0, 1, 4. */
  readonly verdict: EntryGate["verdict"];
  readonly gate: EntryGate;
  /** Questions that could be learned from, and the least to start with. */
  readonly questions: number;
  readonly least: number;
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
  /** What to collect or mend, a sentence each; empty where nothing is in the way. */
  readonly collect: readonly string[];
}

export interface TuneResult {
  readonly lane: TuneLane;
  readonly collection: string;
  /** Absent where nothing was accepted: then nothing was registered. */
  readonly artifact?: string;
  readonly release?: string;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly comparisons: readonly LaneComparison[];
  readonly questions: number;
  readonly leftOut: TuneCheck["leftOut"];
  /** What was found best, in words. */
  readonly found: readonly string[];
}

export type TuneEvent =
  | {
      readonly type: "tune-started";
      readonly questions: number;
      readonly leftOut: TuneCheck["leftOut"];
    }
  | { readonly type: "tune-read"; readonly done: number; readonly of: number }
  /** A setting or a fold is through; `mean` is the measure over all questions so far asked. */
  | { readonly type: "tune-tried"; readonly what: string; readonly mean: number }
  | { readonly type: "tune-completed"; readonly result: TuneResult };

export interface TuneUseCases {
  /** Writes nothing. @throws evaluate.golden-not-found and its like, tune.collection-not-tunable */
  check(input: TuneInput): Promise<TuneCheck>;
  /**
   * Ends with `tune-completed`. Stopped early it has registered nothing, and goes on where it was
   * when it is asked for the same again.
   */
  run(input: TuneInput): AsyncGenerator<TuneEvent>;
}
