/** @module What each lane needs before it may start, and what would be good. */
import { OUT_OF_SCOPE } from "../rows/golden-rows.ts";
import { countLabels } from "../labels/balance-classes.ts";
import type { TrainsetLane, TrainingRow } from "../row.ts";

export interface Need {
  readonly what: string;
  readonly have: number;
  /** To start. */
  readonly least: number;
  readonly good: number;
  /** Where it comes from. */
  readonly collect: string;
}

type Counted = Pick<TrainingRow, "task" | "label" | "input">;

const JUDGE =
  "judge questions in a golden set (plumbline golden add, golden candidates), and keep those of its train part";
const MARK =
  "ask users to mark answers and citations (plumbline feedback), and set training.feedback in plumbline.yaml";
const FREE = "or take in documents with headings: each title and heading over its text is a pair";
const OUTSIDE = "add unanswerable cases without a collection to the golden set";
const LABEL = "label texts in a file of {text, label} lines, and name it with --labels";

/** Least and good numbers of the table of labels (guide: tuning, 1.3). */
export const listNeeds = (lane: TrainsetLane, rows: readonly Counted[]): readonly Need[] =>
  NEEDS[lane](rows);

const toNeed = (
  what: string,
  have: number,
  least: number,
  good: number,
  collect: string,
): Need => ({
  what,
  have,
  least,
  good,
  collect,
});

const count = (rows: readonly Counted[], task: Counted["task"], label?: string): number =>
  rows.filter((row) => row.task === task && (label === undefined || row.label === label)).length;

const countPairs = (rows: readonly Counted[]): number =>
  rows.flatMap(({ input }) => input.retrieved.filter(({ grade = 0 }) => grade > 0)).length;

const NEEDS: Readonly<Record<TrainsetLane, (rows: readonly Counted[]) => readonly Need[]>> = {
  reranker: (rows) => [
    toNeed("judged questions, for weights", rows.length, 200, 2000, JUDGE),
    toNeed("judged questions, for trees", rows.length, 0, 1000, JUDGE),
  ],
  adapter: (rows) => [toNeed("pairs", countPairs(rows), 300, 2000, `${JUDGE}; ${FREE}`)],
  embedder: (rows) => [toNeed("pairs", countPairs(rows), 500, 5000, `${JUDGE}; ${FREE}`)],
  classifier: (rows) => listClassNeeds(rows),
  router: (rows) => [
    ...listClassNeeds(rows.filter(({ label }) => label !== OUT_OF_SCOPE)),
    toNeed("questions out of scope", count(rows, "label", OUT_OF_SCOPE), 0, 100, OUTSIDE),
  ],
  abstention: (rows) => [
    toNeed("graded answers", count(rows, "grade"), 200, 500, MARK),
    toNeed("wrong answers among them", count(rows, "grade", "wrong"), 50, 50, MARK),
  ],
  generator: (rows) => [
    toNeed(
      "answers to imitate",
      count(rows, "answer"),
      50,
      300,
      `${MARK}; corrected ones count most`,
    ),
    toNeed("corrected answers, for preferences", count(rows, "prefer"), 0, 500, MARK),
    toNeed("marked answers, liked and disliked", countBoth(rows), 0, 500, MARK),
  ],
};

/** Of marks on one side alone nothing is learned. */
function countBoth(rows: readonly Counted[]): number {
  const [liked, disliked] = [count(rows, "thumb", "liked"), count(rows, "thumb", "disliked")];
  return liked > 0 && disliked > 0 ? liked + disliked : 0;
}

function listClassNeeds(rows: readonly Counted[]): readonly Need[] {
  const counts = [...countLabels(rows)];
  const [rarest] = counts.toSorted(([, a], [, b]) => a - b);
  const named = rarest ? ` (${rarest[0]} has the fewest)` : "";
  return [
    toNeed("classes", counts.length, 2, 2, LABEL),
    toNeed(`texts of each class${named}`, rarest?.[1] ?? 0, 8, 50, LABEL),
  ];
}

export const isEnough = (needs: readonly Need[]): boolean =>
  needs.every(({ have, least }) => have >= least);
