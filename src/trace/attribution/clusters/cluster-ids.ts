/** @module Ids of clusters that outlive the next clustering, as long as their middle stays. */
import { sha256 } from "../../../foundation/hash.ts";
import { dot } from "../../../foundation/vectors.ts";

/** A cluster as an earlier run left it. */
export interface KnownCluster {
  /** `clu_` and 16 hex digits. */
  readonly id: string;
  /** Of length 1. */
  readonly medoid: Float32Array;
}

interface Medoid {
  readonly caseId: string;
  readonly vector: Float32Array;
}

/** Cosine from which two medoids are one cluster's. */
const SAME = 0.9;

/**
 * An id for each medoid, in order: that of the nearest known cluster, each given once and the
 * nearest pairs first; where none is near, one made from the medoid's case.
 */
export function assignClusterIds(
  medoids: readonly Medoid[],
  known: readonly KnownCluster[],
): readonly string[] {
  const pairs = medoids
    .flatMap(({ vector }, index) =>
      known.map(({ id, medoid }) => ({
        index,
        id,
        cosine: medoid.length === vector.length ? dot(medoid, vector) : 0,
      })),
    )
    .filter(({ cosine }) => cosine >= SAME)
    .toSorted((a, b) => b.cosine - a.cosine || a.index - b.index || (a.id < b.id ? -1 : 1));
  const given = new Map<number, string>();
  const kept = new Set<string>();
  for (const { index, id } of pairs)
    if (!given.has(index) && !kept.has(id)) {
      given.set(index, id);
      kept.add(id);
    }
  const taken = new Set(known.map(({ id }) => id));
  return medoids.map(({ caseId }, index) => given.get(index) ?? makeId(caseId, taken));
}

/** An id that an earlier cluster has, whose middle has moved since, is not given to another. */
function makeId(caseId: string, taken: Set<string>): string {
  for (let turn = 0; ; turn++) {
    const id = `clu_${sha256(turn === 0 ? caseId : `${caseId}\n${turn}`).slice(0, 16)}`;
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}
