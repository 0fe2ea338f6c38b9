/** @module The entry gate of a decision: measured where it can be, else as it was answered. */
import {
  checkEntryGate,
  NOT_KNOWN,
  toVerdict,
  type Criterion,
  type CriterionId,
  type EntryGate,
  type GateFacts,
} from "../../evaluate/index.ts";
import { answered, type Facts } from "./facts.ts";

/** The lanes that a decision is about: search is tuned without one. */
export type DecidedLane = "generator" | "classifier";

interface Stated {
  readonly met: (facts: Facts) => boolean;
  readonly missing: (facts: Facts) => boolean;
}

/** What answers say of a criterion; of the others they say nothing. */
const STATED: Readonly<Partial<Record<CriterionId, Stated>>> = {
  G1: {
    met: (facts) => answered(facts, "p.prompts", "yes") && !answered(facts, "p.evaluation", "none"),
    missing: (facts) => answered(facts, "p.prompts", "no"),
  },
  G2: {
    met: (facts) => answered(facts, "p.months", "3-or-more"),
    missing: (facts) => answered(facts, "p.months", "below-3"),
  },
  G3: {
    met: (facts) => answered(facts, "p.pattern", "yes"),
    missing: (facts) => answered(facts, "p.pattern", "no"),
  },
  G4: {
    met: (facts) => answered(facts, "p.labels", "50-to-500", "500-to-5000", "more"),
    missing: (facts) =>
      answered(facts, "p.labels", "below-50") || answered(facts, "p.labelQuality", "below-0.6"),
  },
  G5: {
    met: (facts) => answered(facts, "p.requirements", "yes"),
    missing: (facts) => answered(facts, "p.requirements", "no"),
  },
  G6: {
    met: (facts) => answered(facts, "r.train", "anywhere", "inside"),
    missing: (facts) => answered(facts, "r.train", "no"),
  },
};

/** A local lane is not asked about prompts and patterns of a generator. */
const SAME_FOR_LOCAL: ReadonlySet<CriterionId> = new Set(["G4", "G5", "G6"]);

/** What was measured stands; where it does not tell, the answer does. */
export function completeGate(facts: Facts, lane: DecidedLane, measured: GateFacts): EntryGate {
  const hosted = lane === "generator" && answered(facts, "r.train", "anywhere");
  const criteria = checkEntryGate(lane, measured, { hosted }).criteria.map((criterion) =>
    criterion.state === "unknown" && (lane === "generator" || SAME_FOR_LOCAL.has(criterion.id))
      ? takeAnswer(criterion, facts)
      : criterion,
  );
  return { lane, verdict: toVerdict(criteria), criteria };
}

function takeAnswer(criterion: Criterion, facts: Facts): Criterion {
  const stated = STATED[criterion.id];
  const state = stated?.missing(facts) ? "missing" : stated?.met(facts) ? "met" : "unknown";
  if (state === "unknown") return criterion;
  const { value } = criterion;
  return {
    ...criterion,
    state,
    value: value === NOT_KNOWN ? "as answered" : `${value}; as answered`,
  };
}
