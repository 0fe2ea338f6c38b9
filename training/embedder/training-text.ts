/** @module The file of training texts: what a line holds, and which sets it is made from. */
import { readLines } from "../../bench/sets.ts";

/** In the order in which a text that two of them hold is counted. */
export const TRAINING_SETS: readonly string[] = [
  "scifact",
  "handbook-hr",
  "cuad",
  "covidqa",
  "mtrag-un",
  "squad2",
  "clapnq",
  "pubmedqa",
  "sec10q",
  "train-text",
];

export interface TrainingText {
  /** The set whose documents it is from, so that a table can be trained without that set. */
  readonly set: string;
  readonly kind: "title" | "window" | "sentence" | "fragment";
  readonly text: string;
}

/** In the order of the file, which is the order of the teacher's vectors. */
export function readTrainingTexts(path: string): readonly TrainingText[] {
  // Written by texts.ts.
  return readLines(path) as unknown as readonly TrainingText[];
}
