/** @module Train rows that give away rows of the same set that are held out. */
import type { Side } from "../split/assign-sides.ts";
import { listTargets, toAsked, toRowId, type RowDraft } from "../row.ts";
import { createTextIndex } from "./drop-duplicates.ts";
import { QuotedRuns } from "../leakage/find-reworded.ts";

/**
 * Ids. Groups hold near repeats together; what came later, and would have moved an earlier row, is
 * found here.
 */
export function findHeldOutOverlaps(
  drafts: readonly RowDraft[],
  sideOf: (id: string) => Side | undefined,
): ReadonlySet<string> {
  const index = createTextIndex<string>();
  const quoted = new QuotedRuns();
  const train: RowDraft[] = [];
  for (const draft of drafts) {
    const id = toRowId(draft);
    if (sideOf(id) === "train") {
      train.push(draft);
      continue;
    }
    index.add(id, toAsked(draft));
    for (const text of [toAsked(draft), ...listTargets(draft)]) quoted.add(text);
  }
  return new Set(
    train
      .filter(
        (draft) =>
          index.find(toAsked(draft)).length > 0 ||
          [toAsked(draft), ...listTargets(draft)].some((text) => quoted.isQuotedBy(text)),
      )
      .map(toRowId),
  );
}
