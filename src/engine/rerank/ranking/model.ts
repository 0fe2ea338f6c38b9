/** @module Learned rerankers as data: weights of features, or trees over them. */
import { RANKING_FEATURES, type RankingFeature } from "./features.ts";
import { addShares, type RegressionTree } from "./tree.ts";

interface ModelBase {
  readonly format: "plumbline.reranker/1";
  /** In the order of the columns. */
  readonly features: readonly RankingFeature[];
}

export interface LinearModel extends ModelBase {
  readonly kind: "linear";
  /** By feature. */
  readonly weights: readonly number[];
}

export interface TreesModel extends ModelBase {
  readonly kind: "trees";
  readonly trees: readonly RegressionTree[];
}

export type RankingModel = LinearModel | TreesModel;

/**
 * What each feature adds to the score of each row; the score is the sum of its row. Of a tree, a
 * split's feature is given what the split changed of the expectation (Saabas, 2014), and what is
 * expected of any row, before the first split, is no feature's: it is left out of every score.
 *
 * @param values standardised, row after row.
 */
export function explainScores(
  model: RankingModel,
  values: Float64Array,
  rows: number,
): readonly Float64Array[] {
  const width = model.features.length;
  return Array.from({ length: rows }, (_, row) => {
    const own = values.subarray(row * width, (row + 1) * width);
    if (model.kind === "linear") return own.map((value, i) => value * (model.weights[i] ?? 0));
    const shares = new Float64Array(width);
    for (const tree of model.trees) addShares(tree, own, shares);
    return shares;
  });
}

const KNOWN: ReadonlySet<string> = new Set(RANKING_FEATURES);

/** Why a value is no model that can be asked, or `undefined` when it is one. */
export function findModelFault(model: RankingModel): string | undefined {
  const { features } = model;
  const foreign = features.find((name) => !KNOWN.has(name));
  if (foreign !== undefined)
    return `it was fitted to a feature ${foreign}, which is not known here`;
  if (new Set(features).size !== features.length) return "it names a feature twice";
  if (model.kind === "linear")
    return model.weights.length === features.length
      ? undefined
      : `it has ${model.weights.length} weights for ${features.length} features`;
  return model.trees.map((tree) => findTreeFault(tree, features.length)).find(Boolean);
}

/** Children stand behind their parents, so that no row walks for ever. */
function findTreeFault(tree: RegressionTree, width: number): string | undefined {
  const { feature, threshold, left, right, value } = tree;
  const lengths = [feature, threshold, left, right, value].map(({ length }) => length);
  if (value.length === 0 || new Set(lengths).size > 1) return "a tree is not whole";
  const isSound = feature.every((column, node) => {
    if (column < 0) return true;
    const children = [left[node] ?? 0, right[node] ?? 0];
    return column < width && children.every((child) => child > node && child < value.length);
  });
  return isSound ? undefined : "a tree leads nowhere";
}
