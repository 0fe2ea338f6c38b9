/** @module The lane of query adapters: fitted to judged questions, accepted where held-out ones gain. */
import { adaptQuery, type QueryAdapter } from "../../engine/query-adapter/index.ts";
import { accept, type LaneVerdict } from "../folds/accept.ts";
import type { Checkpoint } from "../folds/checkpoint.ts";
import { compareHeldOut, crossValidate } from "../folds/cross-validate.ts";
import { makeFolds, type FoldCase } from "../folds/make-folds.ts";
import { definedOf, SERVES, type LaneOptions } from "../fusion/tune-fusion.ts";
import { MEASURE } from "../retrieval/judged.ts";
import { trainAdapter, type AdapterPair } from "./train-adapter.ts";

/** A judged question; without a pair it judges, and nothing is learned from it. */
export interface AdapterCase extends FoldCase {
  readonly vector: Float32Array | undefined;
  readonly pair: AdapterPair | undefined;
}

export interface AdapterOptions extends LaneOptions {
  /** The measure of one question as it serves, with this vector in place of its own. */
  readonly score: (index: number, vector: Float32Array | undefined) => Promise<number>;
  readonly checkpoint?: Checkpoint | undefined;
}

export interface AdapterResult extends LaneVerdict {
  /** Of all questions; serves only where the verdict is `pass`. */
  readonly adapter: QueryAdapter | undefined;
  /** Folds in which an adapter was better than none on the questions that chose. */
  readonly found: number;
  readonly folds: number;
}

/** Of the questions that may be learned from, the share that chooses the round. */
const PARTS = 5;

/**
 * What is judged was neither trained on nor asked which round is best; nothing of one document,
 * group or wording stands on both sides.
 */
export async function tuneAdapter(
  cases: readonly AdapterCase[],
  { seed, score, against = SERVES, ...rest }: AdapterOptions,
): Promise<AdapterResult> {
  const { signal } = rest;
  const served: number[] = [];
  for (const [index, { vector }] of cases.entries()) served.push(await score(index, vector));
  const adapt = (index: number, adapter: QueryAdapter | undefined): Promise<number> => {
    const vector = cases[index]?.vector;
    if (!adapter || !vector) return Promise.resolve(served[index] ?? 0);
    return score(index, adaptQuery(adapter, vector));
  };
  const fit = async (
    subset: readonly number[],
    name: string,
  ): Promise<QueryAdapter | undefined> => {
    const own = subset.flatMap((index) => cases[index] ?? []);
    const [fold] = makeFolds(own, { seed: `${name}/rounds`, count: PARTS }).folds;
    if (!fold) return undefined;
    const judging = fold.heldOut.flatMap((at) => subset[at] ?? []);
    const pairs = fold.training.flatMap((at) => own[at]?.pair ?? []);
    if (pairs.length === 0) return undefined;
    const validate = async (adapter: QueryAdapter | undefined): Promise<number> => {
      let sum = 0;
      for (const index of judging) sum += await adapt(index, adapter);
      return sum / Math.max(1, judging.length);
    };
    return (await trainAdapter(pairs, { seed: name, validate, signal })).adapter;
  };
  const held = await crossValidate<QueryAdapter | undefined>(cases, {
    ...definedOf(rest),
    seed,
    fit,
    score: async (adapter, index) => adapt(index, adapter),
  });
  const about = { measure: MEASURE, seed };
  const sides = { scores: held.scores, baseline: served };
  const comparison = compareHeldOut(cases, held.folds.units, sides, about);
  const judged = accept(MEASURE, [{ against, comparison }]);
  const found = held.fitted.filter(Boolean).length;
  const adapter = await fit([...cases.keys()], `${seed}/whole`);
  return { ...judged, adapter, found, folds: held.fitted.length };
}
