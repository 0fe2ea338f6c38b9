/** @module Parts of the cases that are judged by themselves: a language, a stratum, a collection. */
import type { GoldenCase } from "../../domain/golden-set.ts";

/** Fewer say nothing by themselves. */
const LEAST_CASES = 30;

const DIMENSIONS = ["language", "stratum", "origin", "difficulty", "collection"] as const;

export interface CaseSlice {
  /** `language=de`. */
  readonly name: string;
  readonly ids: ReadonlySet<string>;
}

/** Of 30 cases and more, by name; a slice that is the whole set is none. */
export function sliceCases(cases: readonly GoldenCase[]): readonly CaseSlice[] {
  const slices = new Map<string, Set<string>>();
  for (const golden of cases)
    for (const dimension of DIMENSIONS) {
      const value = golden[dimension];
      if (value === undefined) continue;
      const name = `${dimension}=${value}`;
      slices.set(name, (slices.get(name) ?? new Set()).add(golden.id));
    }
  return [...slices]
    .map(([name, ids]) => ({ name, ids }))
    .filter(({ ids }) => ids.size >= LEAST_CASES && ids.size < cases.length)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
