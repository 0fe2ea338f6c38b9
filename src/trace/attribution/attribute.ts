/** @module Which stage a failure is due to: the earliest one that broke, for any record at all. */
import type {
  Attribution,
  FailureClass,
  FailureEvidence,
  UnitEvidence,
} from "../../domain/failure.ts";
import { findReach, getFinalRank, type Reach } from "./reach.ts";

/** The reply ended at the limit of its length. */
const AT_LIMIT = "length";

/** By how far the evidence came. */
const BROKEN_STAGE: Readonly<Record<Exclude<Reach, 4>, FailureClass>> = {
  0: "missing_document",
  1: "not_retrieved",
  2: "ranked_too_low",
  3: "cut_from_context",
};

/**
 * Total: every record has one class. The earliest broken stage wins, since mending a later one
 * could not have helped; what else went wrong is a flag. A reply that a fault cut short is a fault,
 * one that its limit cut has a wrong form, and an escalated question is an abstention.
 */
export function attribute(evidence: FailureEvidence): Attribution {
  const found = findReach(evidence);
  const placed = {
    ...(found === undefined ? {} : { reach: found.reach }),
    ...(found?.blocking === undefined ? {} : { blockingUnit: found.blocking.unit }),
  };
  if (isFault(evidence)) return { ...placed, class: "run_error", cause: "error", flags: [] };
  const abstained = isAbstention(evidence);
  if (!evidence.answerable)
    return abstained
      ? { ...placed, class: "ok", flags: [] }
      : { ...placed, class: "should_have_abstained", cause: "answered", flags: [] };
  if (isRight(evidence)) {
    const lucky = found !== undefined && found.reach < 4;
    return { ...placed, class: "ok", flags: lucky ? ["right_without_evidence"] : [] };
  }
  if (found === undefined)
    return { ...placed, class: "undetermined", cause: "no_gold_evidence", flags: [] };
  if (found.blocking !== undefined && found.reach !== 4)
    return {
      ...placed,
      class: BROKEN_STAGE[found.reach],
      cause: findCause(found.reach, found.blocking, evidence.k),
      flags: [
        abstained ? "abstained_rightly" : "answered_without_evidence",
        ...(hasValidForm(evidence) ? [] : ["wrong_format"]),
      ],
    };
  return { ...placed, ...attributeAnswer(evidence, abstained), flags: [] };
}

/** All evidence was read: what is wrong is what was made of it. */
function attributeAnswer(
  evidence: FailureEvidence,
  abstained: boolean,
): Pick<Attribution, "class" | "cause"> & { readonly cause: string } {
  const { abstainReason, finishReason, formatError, unsupported, correct, outcome } = evidence;
  if (abstained)
    return {
      class: "wrong_abstention",
      cause: abstainReason ?? (outcome === "escalated" ? "escalated" : "model"),
    };
  if (!hasValidForm(evidence))
    return {
      class: "wrong_format",
      cause: finishReason === AT_LIMIT ? "truncated" : (formatError ?? "unparsable"),
    };
  const [unsupportedBy] = unsupported;
  if (unsupportedBy !== undefined) return { class: "unsupported_answer", cause: unsupportedBy };
  return correct === false
    ? { class: "wrong_answer", cause: "misread" }
    : { class: "undetermined", cause: "correctness_unknown" };
}

function findCause(reach: Exclude<Reach, 4>, unit: UnitEvidence, k: number): string {
  if (reach === 0) return unit.store;
  if (reach === 1) return unit.withoutFilter ? "filtered" : "both_legs_missed";
  if (reach === 3) return unit.context ?? "not_recorded";
  const { lexical, dense } = unit.legs;
  const isWithin = (rank: number | null): boolean => rank !== null && rank <= k;
  if (isWithin(unit.fused) && !isWithin(getFinalRank(unit))) return "reranker";
  return isWithin(lexical) || isWithin(dense) ? "fusion" : "depth";
}

const isFault = ({ outcome, finishReason }: FailureEvidence): boolean =>
  outcome === "error" || (outcome === "incomplete" && finishReason !== AT_LIMIT);

const isAbstention = ({ outcome }: FailureEvidence): boolean =>
  outcome === "abstained" || outcome === "escalated";

const hasValidForm = ({ outcome, formatValid }: FailureEvidence): boolean =>
  formatValid && outcome !== "incomplete";

const isRight = (evidence: FailureEvidence): boolean =>
  evidence.outcome === "answered" &&
  evidence.formatValid &&
  evidence.correct === true &&
  evidence.unsupported.length === 0;
