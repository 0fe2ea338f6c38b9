/** @module How far the evidence came on its way from the store to the writer. */
import type { Attribution, FailureEvidence, UnitEvidence } from "../../domain/failure.ts";

export type Reach = NonNullable<Attribution["reach"]>;

export interface FarthestReach {
  readonly reach: Reach;
  /** Absent where every unit of one set was read. */
  readonly blocking?: UnitEvidence;
}

/** Rank by which the context was filled. A reranker keeps all that it was given. */
export const getFinalRank = ({ fused, reranked }: UnitEvidence): number | null => reranked ?? fused;

/** 0 not in the store, 1 not found, 2 ranked below `k`, 3 cut from the context, 4 read. */
export function computeUnitReach(unit: UnitEvidence, k: number): Reach {
  if (unit.store !== "current") return 0;
  if (unit.legs.lexical === null && unit.legs.dense === null) return 1;
  const rank = getFinalRank(unit);
  if (rank === null || rank > k) return 2;
  return unit.context === "in" ? 4 : 3;
}

/**
 * Of a set, the unit that came least far decides; of several sets, the one that came farthest. The
 * first of equals is named. Undefined without any unit.
 */
export function findReach({
  sets,
  k,
}: Pick<FailureEvidence, "sets" | "k">): FarthestReach | undefined {
  let best: FarthestReach | undefined;
  for (const units of sets) {
    let least: FarthestReach | undefined;
    for (const unit of units) {
      const reach = computeUnitReach(unit, k);
      if (least === undefined || reach < least.reach) least = { reach, blocking: unit };
    }
    if (least !== undefined && (best === undefined || least.reach > best.reach)) best = least;
  }
  return best?.reach === 4 ? { reach: 4 } : best;
}
