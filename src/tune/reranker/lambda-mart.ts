/** @module Boosted trees over features of candidates, each tree for what the ranking still gets wrong. */
import { scoreRow, type RegressionTree } from "../../engine/rerank/index.ts";
import { NO_PAUSE, type Pause } from "../folds/cross-validate.ts";
import { CUTOFF } from "../retrieval/judged.ts";
import { binRows, type BinnedRows } from "./bins.ts";
import { growTree, type TreeOptions } from "./grow-tree.ts";
import { computeIdeal, computeLambdas } from "./lambda-gradients.ts";
import { measureScores, type RankedQuestion } from "./learning-data.ts";

export interface LambdaMartOptions {
  /** Columns whose larger values never score lower. */
  readonly increasing: ReadonlySet<number>;
  /** Trees at most. */
  readonly trees: number;
  /** Before each tree. */
  readonly pause?: Pause | undefined;
  readonly signal?: AbortSignal | undefined;
}

const LEAVES = 15;
const LEAST_ROWS = 20;
const RATE = 0.1;
const DAMPING = 1;
/** Trees without a gain on the questions held back, after which no more are grown. */
const PATIENCE = 30;

/** All rows that teach, one below the other. */
interface Rows {
  readonly data: BinnedRows;
  /** By question: where its rows begin, and the rows of its own that they are. */
  readonly parts: readonly {
    readonly start: number;
    readonly own: readonly number[];
    readonly grades: Float64Array;
    readonly ideal: number;
  }[];
}

/**
 * LambdaMART: trees of 15 leaves over 64 bins, rate .1. So many trees as are best on `validation`,
 * where there is any, else all that are asked for. The same questions give the same trees.
 */
export async function fitLambdaMart(
  training: readonly RankedQuestion[],
  validation: readonly RankedQuestion[],
  width: number,
  { increasing, trees: most, pause = NO_PAUSE, signal }: LambdaMartOptions,
): Promise<readonly RegressionTree[]> {
  const rows = layOut(training, width);
  const scores = new Float64Array(rows.data.rows);
  const held = validation.map(({ grades }) => new Float64Array(grades.length));
  const options: TreeOptions = {
    leaves: LEAVES,
    leastRows: LEAST_ROWS,
    increasing,
    damping: DAMPING,
  };
  const trees: RegressionTree[] = [];
  let [best, kept] = [measureAll(validation, held), 0];
  while (trees.length < most) {
    await pause();
    signal?.throwIfAborted();
    const tree = shrink(growTree(rows.data, computeTargets(rows, scores), options));
    trees.push(tree);
    addTo(training, rows, scores, tree, width);
    for (const [index, { features, grades }] of validation.entries())
      for (let row = 0; row < grades.length; row++) {
        const own = held[index];
        if (own) own[row] = (own[row] ?? 0) + scoreRow(tree, rowOf(features, row, width));
      }
    if (validation.length === 0) continue;
    const mean = measureAll(validation, held);
    if (mean > best) [best, kept] = [mean, trees.length];
    if (trees.length - kept >= PATIENCE) break;
  }
  return validation.length === 0 ? trees : trees.slice(0, kept);
}

function layOut(questions: readonly RankedQuestion[], width: number): Rows {
  const parts: Rows["parts"][number][] = [];
  let start = 0;
  for (const { grades, judged } of questions) {
    const own = [...grades.keys()].filter((row) => !Number.isNaN(grades[row]));
    const ideal = computeIdeal(judged.values(), CUTOFF);
    parts.push({ start, own, grades: Float64Array.from(own, (row) => grades[row] ?? 0), ideal });
    start += own.length;
  }
  const values = new Float64Array(start * width);
  for (const [index, { start: from, own }] of parts.entries())
    for (const [at, row] of own.entries()) {
      const features = questions[index]?.features ?? new Float64Array();
      values.set(rowOf(features, row, width), (from + at) * width);
    }
  return { data: binRows(values, start, width), parts };
}

const rowOf = (features: Float64Array, row: number, width: number): Float64Array =>
  features.subarray(row * width, (row + 1) * width);

function computeTargets({ data, parts }: Rows, scores: Float64Array) {
  const gradients = new Float64Array(data.rows);
  const hessians = new Float64Array(data.rows);
  for (const { start, grades, ideal } of parts) {
    if (ideal === 0) continue;
    const own = scores.subarray(start, start + grades.length);
    const found = computeLambdas(own, grades, { ideal, cutoff: CUTOFF });
    gradients.set(found.gradients, start);
    hessians.set(found.hessians, start);
  }
  return { gradients, hessians };
}

const shrink = (tree: RegressionTree): RegressionTree => ({
  ...tree,
  value: tree.value.map((value) => RATE * value),
});

function addTo(
  questions: readonly RankedQuestion[],
  { parts }: Rows,
  scores: Float64Array,
  tree: RegressionTree,
  width: number,
): void {
  for (const [index, { start, own }] of parts.entries())
    for (const [at, row] of own.entries()) {
      const features = questions[index]?.features ?? new Float64Array();
      const place = start + at;
      scores[place] = (scores[place] ?? 0) + scoreRow(tree, rowOf(features, row, width));
    }
}

function measureAll(questions: readonly RankedQuestion[], scores: readonly Float64Array[]): number {
  let sum = 0;
  for (const [index, question] of questions.entries())
    sum += measureScores(question, scores[index] ?? []);
  return questions.length === 0 ? 0 : sum / questions.length;
}
