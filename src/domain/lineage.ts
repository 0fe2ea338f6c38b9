/** @module What came from what: one edge from a result to each thing it was made from. */
import type { Parent } from "./artifact.ts";

export interface Lineage {
  /** `art_…`, `rel_…` or another id of what was made. */
  readonly child: string;
  readonly parent: Parent;
}

/** The document, trace or other thing that an id names, whichever version of it. */
export const toLineageKey = (id: string): string => id.split("@")[0] ?? id;
