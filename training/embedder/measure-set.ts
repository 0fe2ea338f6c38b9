/** @module nDCG@10 of an embedder on a set: alone by exact scan, and fused with BM25. */
import { computeNdcg } from "../../src/evaluate/index.ts";
import { toUnitVector } from "../../src/foundation/vectors.ts";
import { createMatrixProducts, type Matrix } from "../../src/tune/embedder/index.ts";
import type { MeasuredSet } from "./read-set.ts";

/** Best of each leg that are fused. */
const CANDIDATES = 100;

export interface Mixing {
  /** Weight of the dense leg. */
  readonly alpha: number;
  /** Share of the title's vector in a document's. */
  readonly beta: number;
}

/** One score a question. */
export interface SetScores {
  readonly bm25: readonly number[];
  readonly alone: readonly number[];
  readonly hybrid: readonly number[];
}

type Embed = (text: string) => Float32Array;

/** `norm((1 − β)·text + β·title)`, each of length 1 before. */
function embedDocuments(set: MeasuredSet, embed: Embed, beta: number): readonly Float32Array[] {
  const titles = new Map<string, Float32Array>();
  return set.documents.map(({ title, text }) => {
    const whole = embed(text);
    if (title === "" || beta === 0) return whole;
    const head = titles.get(title) ?? embed(title);
    titles.set(title, head);
    const mixed = whole.map((value, i) => (1 - beta) * value + beta * (head[i] ?? 0));
    return toUnitVector(mixed) ?? whole;
  });
}

/** Numbers of the best, the earlier document first where scores are equal. */
function findBest(scores: Float32Array, count: number): readonly number[] {
  const best: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? 0;
    if (best.length === count && score <= (scores[best.at(-1) ?? 0] ?? 0)) continue;
    let at = best.length;
    while (at > 0 && score > (scores[best[at - 1] ?? 0] ?? 0)) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
}

/** TM2: both legs scaled from the least they can give to their best for this question. */
function fuse(lexical: Float32Array, dense: Float32Array, alpha: number): readonly number[] {
  const bestLexical = findBest(lexical, CANDIDATES);
  const bestDense = findBest(dense, CANDIDATES);
  const most = lexical[bestLexical[0] ?? 0] ?? 0;
  const nearest = dense[bestDense[0] ?? 0] ?? 0;
  const fused = new Float32Array(lexical.length).fill(-1);
  for (const i of [...bestLexical, ...bestDense])
    fused[i] =
      (alpha * ((dense[i] ?? 0) + 1)) / (nearest + 1) +
      (most > 0 ? ((1 - alpha) * (lexical[i] ?? 0)) / most : 0);
  return findBest(fused, 10);
}

/** Cosines of every question, a row of the result, with every document. */
function compare(questions: readonly Float32Array[], documents: readonly Float32Array[]): Matrix {
  const products = createMatrixProducts();
  const [columns, rows] = [documents, questions].map((vectors, i) => {
    const step = i === 0 ? 8 : 4;
    const dimensions = vectors[0]?.length ?? 0;
    const matrix = products.create(Math.ceil(vectors.length / step) * step, dimensions);
    for (const [at, vector] of vectors.entries()) matrix.values.set(vector, at * dimensions);
    return matrix;
  });
  if (!columns || !rows) throw new Error("nothing to compare");
  const target = products.create(rows.rows, columns.rows);
  products.multiply(rows, columns, target, { transposed: true });
  return target;
}

export function measureSet(set: MeasuredSet, embed: Embed, { alpha, beta }: Mixing): SetScores {
  const { documents, questions } = set;
  const scores = { bm25: [] as number[], alone: [] as number[], hybrid: [] as number[] };
  const cosines = compare(
    questions.map(({ text }) => embed(text)),
    embedDocuments(set, embed, beta),
  );
  for (const [q, { grades }] of questions.entries()) {
    const start = q * cosines.columns;
    const dense = cosines.values.subarray(start, start + documents.length);
    const lexical = set.bm25.subarray(q * documents.length, (q + 1) * documents.length);
    const score = (best: readonly number[]): number =>
      computeNdcg(
        10,
        grades,
        best.map((i) => documents[i]?.id ?? ""),
      );
    scores.bm25.push(score(findBest(lexical, 10)));
    scores.alone.push(score(findBest(dense, 10)));
    scores.hybrid.push(score(fuse(lexical, dense, alpha)));
  }
  return scores;
}
