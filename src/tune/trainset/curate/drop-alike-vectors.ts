/** @module Texts of one label that mean the same by their vectors. */
import { dot } from "../../../foundation/vectors.ts";
import { toAsked, toRowId, type RowDraft } from "../row.ts";
import type { Reject } from "./reject.ts";

/** Vectors of length 1, in the order of the texts. */
export type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

/** Cosine of near repeats, and how many of them stay (guide: tuning, 2.4). */
const SAME = 0.95;
const MOST = 3;

export interface ApartByVectors {
  readonly kept: readonly RowDraft[];
  readonly rejects: readonly Reject[];
  /** By id, of all that came. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

/** At most three near any row that is kept; across labels they are in conflict, and no duplicates. */
export async function dropAlikeVectors(
  drafts: readonly RowDraft[],
  embed: Embed,
): Promise<ApartByVectors> {
  const embedded = await embed(drafts.map(toAsked));
  const vectors = new Map(
    drafts.map((draft, index) => [toRowId(draft), embedded[index] ?? new Float32Array()]),
  );
  const byLabel = new Map<string, { readonly vector: Float32Array; near: number }[]>();
  const rejects: Reject[] = [];
  const kept = drafts.filter((draft) => {
    const id = toRowId(draft);
    const vector = vectors.get(id) ?? new Float32Array();
    const known = byLabel.get(draft.label ?? "") ?? [];
    byLabel.set(draft.label ?? "", known);
    const first = known.find((other) => dot(other.vector, vector) >= SAME);
    if (first && first.near >= MOST) {
      rejects.push({ id, reason: "near-duplicate" });
      return false;
    }
    if (first) first.near++;
    else known.push({ vector, near: 1 });
    return true;
  });
  return { kept, rejects, vectors };
}
