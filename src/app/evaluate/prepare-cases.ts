/** @module A golden set as it can be asked today: evidence found again, what is outdated told apart. */
import type { GoldenCase, GoldenSet } from "../../domain/golden-set.ts";
import { locateSpan, settleEvidence } from "../../evaluate/index.ts";
import type { Store } from "../../ports/store.ts";
import { stoodBefore } from "../failures/locate-evidence.ts";
import type { KnownDocuments } from "../golden/documents.ts";

export interface PreparedCases {
  readonly golden: GoldenSet;
  /** Ids of cases whose evidence stands in replaced versions alone: the case is to be repaired. */
  readonly stale: ReadonlySet<string>;
}

/**
 * Without documents nothing can be looked up, and nothing is stale. A case whose document is gone,
 * hidden from its asker, or lost text on its way in is asked: that it cannot be answered is what an
 * evaluation is to find.
 */
export async function prepareCases(
  golden: GoldenSet,
  known: KnownDocuments | undefined,
  store: Store | undefined,
): Promise<PreparedCases> {
  if (!known || !store) return { golden, stale: new Set() };
  const stale = new Set<string>();
  const cases = await Promise.all(
    golden.cases.map(async (each) => {
      if (!each.answerable || each.retired !== undefined) return each;
      const settled = await settleEvidence(each, known.read);
      if (!settled.stale) return settled.settled;
      if (await isOutdated(each, known, store)) stale.add(each.id);
      return each;
    }),
  );
  return { golden: { ...golden, cases }, stale };
}

/** Every set has a place that an earlier version held and the current one does not. */
async function isOutdated(
  golden: GoldenCase,
  known: KnownDocuments,
  store: Store,
): Promise<boolean> {
  const owner = { ...golden, principals: [] };
  for (const set of golden.evidence) {
    let isLost = false;
    for (const span of set) {
      const record = known.find(span.document, golden.collection);
      const text = record && (await known.read(span.document, owner));
      if (!record || text === undefined || typeof locateSpan(text, span) !== "string") continue;
      isLost ||= await stoodBefore(record, span, { store });
    }
    if (!isLost) return false;
  }
  return true;
}
