/** @module Judged questions as a learner of rankings sees them: features, grades, what ranks now. */
import {
  createQuestionAnalysis,
  RANKING_FEATURES,
  readRankingFeatures,
  readTermSequence,
  standardize,
  type TermSequence,
} from "../../engine/rerank/index.ts";
import { NO_PAUSE, type Pause } from "../folds/cross-validate.ts";
import type { LabChunk, ChunkNumber } from "../retrieval/lab-index.ts";
import type { Lab, LabSettings } from "../retrieval/lab.ts";
import {
  CUTOFF,
  measure,
  orderByStages,
  type JudgedQuestion,
  type LabStage,
} from "../retrieval/judged.ts";
import { computeNdcg } from "../../evaluate/index.ts";

/** One question's candidates, best first, as fusion left them. */
export interface RankedQuestion {
  /** Row by row, `RANKING_FEATURES` each; standardised within the question. */
  readonly features: Float64Array;
  /** By row; `NaN` where it cannot be told, which teaches nothing. */
  readonly grades: Float64Array;
  /** Document of each row. */
  readonly documents: readonly string[];
  /** Documents behind the rows that rerankers look at, in order; so many as the measure sees. */
  readonly behind: readonly string[];
  readonly judged: ReadonlyMap<string, number>;
  /** What the ranking that serves is worth. */
  readonly served: number;
}

export interface LearningOptions {
  readonly settings: LabSettings;
  /** Rows of each question. */
  readonly depth: number;
  /** What serves. */
  readonly stages: readonly LabStage[];
  readonly onQuestion?: (done: number, of: number) => void;
  /** Before each question. */
  readonly pause?: Pause | undefined;
  readonly signal?: AbortSignal | undefined;
}

export async function readLearningData(
  lab: Lab,
  questions: readonly JudgedQuestion[],
  { settings, depth, stages, onQuestion, pause = NO_PAUSE, signal }: LearningOptions,
): Promise<readonly RankedQuestion[]> {
  const sequences = new Map<ChunkNumber, TermSequence>();
  const read = (number: ChunkNumber, { stored }: LabChunk): TermSequence => {
    const known = sequences.get(number) ?? stored.termKeys ?? readTermSequence(stored);
    sequences.set(number, known);
    return known;
  };
  const all: RankedQuestion[] = [];
  for (const question of questions) {
    await pause();
    signal?.throwIfAborted();
    const ranking = lab.rank(question, settings);
    const ordered = await orderByStages(lab, question, ranking, stages, signal);
    const head = ranking.candidates.slice(0, depth).flatMap((candidate) => {
      const chunk = lab.chunks[candidate.chunk];
      return chunk ? [{ candidate, chunk, terms: read(candidate.chunk, chunk) }] : [];
    });
    const { text, terms } = question;
    const analyze = createQuestionAnalysis({
      question: text,
      terms,
      statistics: ranking.statistics,
    });
    const rows = head.map(({ candidate, chunk: { stored }, terms: sequence }) => ({
      ...candidate,
      analyzer: stored.analyzer,
      terms: sequence,
      position: stored.sequence,
      headings: stored.headings,
      document: stored.documentId,
    }));
    const documents = head.map(({ chunk }) => chunk.stored.key);
    all.push({
      features: standardize(readRankingFeatures(rows, RANKING_FEATURES, analyze)),
      grades: gradeRows(documents, question.grades),
      documents,
      behind: listBehind(lab, ranking.candidates.slice(depth), new Set(documents)),
      judged: question.grades,
      served: measure(
        lab,
        question,
        ordered.map(({ chunk }) => chunk),
      ),
    });
    onQuestion?.(all.length, questions.length);
  }
  return all;
}

/**
 * A document is found by its best chunk: of a good document's chunks the first is good, and what the
 * others are nobody has said.
 */
function gradeRows(
  documents: readonly string[],
  grades: ReadonlyMap<string, number>,
): Float64Array {
  const seen = new Set<string>();
  return Float64Array.from(documents, (key) => {
    const grade = grades.get(key) ?? 0;
    if (grade <= 0) return 0;
    if (seen.has(key)) return Number.NaN;
    seen.add(key);
    return grade;
  });
}

function listBehind(
  lab: Lab,
  candidates: readonly { readonly chunk: ChunkNumber }[],
  before: ReadonlySet<string>,
): readonly string[] {
  const keys = new Set<string>();
  for (const { chunk } of candidates) {
    const key = lab.chunks[chunk]?.stored.key ?? "";
    if (!before.has(key)) keys.add(key);
    if (keys.size === CUTOFF) break;
  }
  return [...keys];
}

/** Rows best first; ties keep the order of the fused ranking. */
export const orderRows = (scores: ArrayLike<number>): readonly number[] =>
  Array.from({ length: scores.length }, (_, row) => row).toSorted(
    (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b,
  );

/** What the ranking by these scores is worth. */
export function measureScores(
  { documents, behind, judged }: RankedQuestion,
  scores: ArrayLike<number>,
): number {
  const keys = new Set(orderRows(scores).map((row) => documents[row] ?? ""));
  return computeNdcg(CUTOFF, judged, [...keys, ...behind]);
}
