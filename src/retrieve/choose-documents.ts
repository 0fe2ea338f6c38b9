/** @module What a ranking of documents looks at: the head that is reranked, and names behind it. */
import type { LegResults } from "../ports/store.ts";
import type { Fused } from "./fuse/convex-combination.ts";
import { fuse, rank } from "./retrieve.ts";

export interface DocumentChoice {
  readonly alpha: number;
  /** Hits that each leg was asked for. */
  readonly depth: number;
  readonly topK: number;
  /** Chunks that some reranker looks at. */
  readonly head: number;
}

/** Candidates, best first. */
export interface ChosenDocuments {
  readonly fused: readonly Fused[];
  /** What the rerankers look at, and the one behind it, which they lift their scores above. */
  readonly read: readonly number[];
  /** The best chunk of each further document. */
  readonly named: readonly number[];
  /** False: there are more documents further down, and nothing is chosen of what is here. */
  readonly isEnough: boolean;
}

export const NOTHING: ChosenDocuments = { fused: [], read: [], named: [], isEnough: false };

export function chooseDocuments(
  found: LegResults,
  { alpha, depth, topK, head }: DocumentChoice,
): ChosenDocuments {
  const fused = fuse(found, alpha);
  const seen = new Set<number>();
  const chosen = rank(fused).filter((candidate, index) => {
    const group = found.candidates[candidate]?.group ?? -1;
    const isNew = !seen.has(group) && seen.size < topK;
    if (isNew) seen.add(group);
    return isNew || index < head;
  });
  if (seen.size < topK && !isExhausted(found, depth)) return NOTHING;
  const whole = head === 0 ? 0 : head + 1;
  return { fused, read: chosen.slice(0, whole), named: chosen.slice(whole), isEnough: true };
}

/** Neither leg had more to give. */
const isExhausted = ({ lexical, dense }: LegResults, depth: number): boolean =>
  lexical.length < depth && dense.length < depth;
