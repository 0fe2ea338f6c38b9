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

/**
 * Sets whose documents are in part the same: 607 of the 2,085 passages of mtrag-un share a third
 * of their runs of ten words, or more, with clapnq. Other pairs share no such passage.
 */
const SHARING: Readonly<Record<string, readonly string[]>> = {
  "mtrag-un": ["clapnq"],
  clapnq: ["mtrag-un"],
};

/** What must be left out of training for a table never to have seen the text of some sets. */
export const listUnseen = (sets: readonly string[]): readonly string[] => [
  ...new Set(sets.flatMap((set) => [set, ...(SHARING[set] ?? [])])),
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
