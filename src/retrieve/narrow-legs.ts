/** @module A search as it would have been, had each leg been asked for fewer hits. */
import type { LegResults } from "../ports/store.ts";

export interface NarrowedLegs {
  readonly legs: LegResults;
  /** The candidate that each one was, before the others went. */
  readonly origins: readonly number[];
}

/** The first `depth` hits of each leg, and the candidates among them, in the same order. */
export function narrowLegs(found: LegResults, depth: number): NarrowedLegs {
  const lexical = found.lexical.slice(0, depth);
  const dense = found.dense.slice(0, depth);
  const kept = new Set([...lexical, ...dense].map(({ candidate }) => candidate));
  const origins = [...kept].sort((a, b) => a - b);
  const places = new Map(origins.map((origin, place) => [origin, place]));
  const renumber = (leg: LegResults["lexical"]): LegResults["lexical"] =>
    leg.map((hit) => ({ ...hit, candidate: places.get(hit.candidate) ?? -1 }));
  return {
    legs: {
      lexical: renumber(lexical),
      dense: renumber(dense),
      candidates: origins.flatMap((origin) => found.candidates[origin] ?? []),
    },
    origins,
  };
}
