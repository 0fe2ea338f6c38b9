/** @module What a measure of rankings is, and what it judges by. */
import type { RankingReply, Score } from "../../../domain/evaluation.ts";
import type { EvidenceSpan } from "../../../domain/golden-set.ts";

/** What is known of one query's documents. A `GoldenCase` is one. */
export interface RankingJudgments {
  /** A grade of 0 is judged and bad; negative is in the pool, not judged; absent is unjudged. */
  readonly grades: ReadonlyMap<string, number>;
  /** Any of these sets suffices; of a set, every place is needed. */
  readonly evidence?: readonly (readonly EvidenceSpan[])[];
}

export interface RankingMeasure {
  /** Canonical, as ir-measures prints it: `nDCG@10`, `P(rel=2)@5`. */
  readonly name: string;
  readonly direction: "higher" | "lower";
  /** Least and greatest value; the greatest is Infinity where documents are counted. */
  readonly range: readonly [number, number];
  /** How the queries' scores are put together. */
  readonly total: "mean" | "sum";
  /** Documents that it looks at; absent where it looks at all that came back. */
  readonly cutoff?: number;
  /** What is judged: whole documents, or the characters of their passages. */
  readonly level: "document" | "span";
  /**
   * A query that a system left out is a ranking without documents, and scores 0. Unscored without
   * judgments, and for spans also where either side names no places.
   */
  readonly score: (judgments: RankingJudgments, ranking: RankingReply) => Score;
}
