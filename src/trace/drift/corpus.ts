/** @module What became of the documents, and of the places that golden cases rest on. */
import { computeWilsonInterval } from "../../foundation/statistics/intervals/proportion.ts";
import type { DriftSignal } from "./report.ts";
import type { CorpusChange, CurrentWindow, GoldenEvidence } from "./window.ts";

/** Share of stale golden evidence that is an alarm: so many cases judge what is no longer there. */
const STALE_LIMIT = 0.05;

/** Shares with Wilson's intervals. They are counts of what happened, so only evidence has a limit. */
export function describeCorpus({ corpus, evidence }: CurrentWindow): readonly DriftSignal[] {
  return [...describeChange(corpus), describeEvidence(evidence)];
}

function describeChange(corpus: CorpusChange | undefined): readonly DriftSignal[] {
  const { citations = 0, changed = 0, gone = 0, documents = 0, added = 0 } = corpus ?? {};
  return [
    describeShare("cited documents changed", changed, citations, "citations"),
    describeShare("cited documents gone", gone, citations, "citations"),
    describeShare("documents added", added, documents, "documents"),
  ];
}

function describeShare(name: string, count: number, of: number, unit: string): DriftSignal {
  const n = { reference: of, current: of };
  if (of === 0)
    return {
      name,
      kind: "corpus",
      state: "no-data",
      told: `${name}: no data (no ${unit})`,
      n,
      falseAlarms: "never: it is a count",
    };
  return {
    name,
    kind: "corpus",
    state: "ok",
    told: `${name}: ${count} of ${of} ${unit}`,
    n,
    effect: count / of,
    interval: computeWilsonInterval(count, of),
    falseAlarms: "never: it is a count",
  };
}

function describeEvidence(evidence: GoldenEvidence | undefined): DriftSignal {
  const { stale = 0, places = 0 } = evidence ?? {};
  const signal = describeShare("stale golden evidence", stale, places, "places");
  if (places === 0 || stale / places <= STALE_LIMIT) return signal;
  const limit = `${100 * STALE_LIMIT} % is the limit`;
  return { ...signal, state: "alert", told: `${signal.told}; ${limit}: repair the stale cases` };
}
