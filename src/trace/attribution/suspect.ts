/** @module What live traffic lets one suspect of a reply, where nobody knows the right answer. */
import { FAILURE_CLASSES, type FailureClass, type FailureEvidence } from "../../domain/failure.ts";
import type { FeedbackReason } from "../../domain/feedback.ts";

/** All that is known of one reply without gold. */
export interface LiveSignals {
  readonly outcome: FailureEvidence["outcome"];
  /** Hits of each leg that was asked. */
  readonly hits: { readonly lexical?: number; readonly dense?: number };
  /** Nothing was left by the filter or the route, and there were hits without them. */
  readonly filteredOut: boolean;
  /** In [0, 1]; absent where the system tells none. */
  readonly confidence?: number;
  /** Below it an answer's confidence is low. */
  readonly lowConfidence: number;
  /** Checks that sentences failed, in order. */
  readonly failedChecks: readonly string[];
  readonly formatValid: boolean;
  /** The asker put the question again, in other words. */
  readonly reasked: boolean;
  /** A thumb down. */
  readonly disliked: boolean;
  readonly reasons: readonly FeedbackReason[];
}

/** Never counted with the classes of judged cases: nothing was judged. */
export interface Suspicion {
  readonly suspected: FailureClass;
  /** Signals, in words. */
  readonly because: readonly string[];
}

const BY_REASON: Readonly<Record<FeedbackReason, FailureClass>> = {
  outdated: "missing_document",
  "missing-source": "not_retrieved",
  "wrong-source": "ranked_too_low",
  "source-does-not-say-that": "unsupported_answer",
  form: "wrong_format",
  "should-have-answered": "wrong_abstention",
  "should-have-abstained": "should_have_abstained",
  wrong: "wrong_answer",
  incomplete: "wrong_answer",
  "not-my-question": "wrong_answer",
};

/** Earliest stage first; empty where nothing is odd, and for a fault, which is no failure. */
export function suspectFailures(signals: LiveSignals): readonly Suspicion[] {
  if (signals.outcome === "error") return [];
  const found = [...listSignals(signals)];
  return FAILURE_CLASSES.flatMap((suspected) => {
    const because = found.filter(([name]) => name === suspected).map(([, why]) => why);
    return because.length > 0 ? [{ suspected, because }] : [];
  });
}

function* listSignals(signals: LiveSignals): Generator<readonly [FailureClass, string]> {
  const { outcome, confidence, lowConfidence, failedChecks, reasons } = signals;
  const hits = Object.values(signals.hits);
  const nothingFound = hits.length > 0 && hits.every((count) => count === 0);
  if (signals.filteredOut) yield ["not_retrieved", "a filter or route left nothing"];
  else if (nothingFound) yield ["missing_document", "no leg found anything"];
  if (failedChecks.length > 0)
    yield ["unsupported_answer", `checks failed: ${[...new Set(failedChecks)].join(", ")}`];
  if (!signals.formatValid) yield ["wrong_format", "the form is invalid"];
  if (outcome === "abstained" || outcome === "escalated")
    yield ["wrong_abstention", `it ${outcome}`];
  else if (confidence !== undefined && confidence < lowConfidence)
    yield ["should_have_abstained", "low confidence"];
  for (const reason of new Set(reasons)) yield [BY_REASON[reason], `feedback: ${reason}`];
  if (signals.reasked) yield ["wrong_answer", "asked again"];
  if (signals.disliked && reasons.length === 0) yield ["wrong_answer", "feedback: thumb down"];
}
