/** @module May a model be tuned yet? The criteria, as far as answers tell; measurements replace them. */
import { answered, type Facts } from "./facts.ts";

export const CRITERIA = ["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8"] as const;
export type CriterionId = (typeof CRITERIA)[number];

export interface Criterion {
  readonly id: CriterionId;
  readonly text: string;
  /** `unknown` closes nothing, and is listed as something to measure. */
  readonly state: "met" | "missing" | "unknown";
  /** What was measured or stated, with its window and number where there is one. */
  readonly value: string;
  readonly threshold: string;
  readonly measured: boolean;
}

export interface EntryGate {
  readonly lane: "generator" | "local";
  /** `inconclusive`: nothing is missing, and something is not known. */
  readonly verdict: "open" | "closed" | "inconclusive";
  readonly criteria: readonly Criterion[];
}

interface Definition {
  readonly id: CriterionId;
  readonly text: string;
  readonly threshold: string;
  /** Local lanes cost minutes and can be undone by a pointer: they need not wait for traffic. */
  readonly localToo: boolean;
  readonly met: (facts: Facts) => boolean;
  readonly missing: (facts: Facts) => boolean;
}

const DEFINITIONS: readonly Definition[] = [
  {
    id: "G1",
    text: "prompts and examples in the prompt were tried and measured",
    threshold: "three versions, one with examples, the best below the target",
    localToo: false,
    met: (facts) => answered(facts, "p.prompts", "yes") && !answered(facts, "p.evaluation", "none"),
    missing: (facts) => answered(facts, "p.prompts", "no"),
  },
  {
    id: "G2",
    text: "real traffic is on record",
    threshold: "three months, each with 20 active days and 300 questions",
    localToo: false,
    met: (facts) => answered(facts, "p.months", "3-or-more"),
    missing: (facts) => answered(facts, "p.months", "below-3"),
  },
  {
    id: "G3",
    text: "failures show a clear pattern that prompts and retrieval do not mend",
    threshold: "50 attributed failures, one tunable class with at least 20 % of them in each month",
    localToo: false,
    met: (facts) => answered(facts, "p.pattern", "yes"),
    missing: (facts) => answered(facts, "p.pattern", "no"),
  },
  {
    id: "G4",
    text: "there are enough clean examples",
    threshold: "50 at least, more by lane",
    localToo: true,
    met: (facts) => answered(facts, "p.labels", "50-to-500", "500-to-5000", "more"),
    missing: (facts) =>
      answered(facts, "p.labels", "below-50") || answered(facts, "p.labelQuality", "below-0.6"),
  },
  {
    id: "G5",
    text: "requirements are stable",
    threshold: "at most 10 % of the reference answers changed in 60 days",
    localToo: false,
    met: (facts) => answered(facts, "p.requirements", "yes"),
    missing: (facts) => answered(facts, "p.requirements", "no"),
  },
  {
    id: "G6",
    text: "the data may be trained on",
    threshold: "inside for self-hosted lanes, anywhere for hosted ones",
    localToo: true,
    met: (facts) => answered(facts, "r.train", "anywhere", "inside"),
    missing: (facts) => answered(facts, "r.train", "no"),
  },
  {
    id: "G7",
    text: "the base model lives on",
    threshold: "nine months, or open weights that we keep",
    localToo: false,
    met: () => false,
    missing: () => false,
  },
  {
    id: "G8",
    text: "it can pay",
    threshold: "the target is out of reach for other arms, or it pays back within 24 months",
    localToo: false,
    met: () => false,
    missing: () => false,
  },
];

/** Measured criteria replace stated ones of the same id. */
export function checkEntryGate(
  facts: Facts,
  lane: EntryGate["lane"],
  measured: readonly Criterion[] = [],
): EntryGate {
  const known = new Map(measured.map((criterion) => [criterion.id, criterion]));
  const criteria = DEFINITIONS.filter(({ localToo }) => lane === "generator" || localToo).map(
    ({ id, text, threshold, met, missing }): Criterion => {
      const state = missing(facts) ? "missing" : met(facts) ? "met" : "unknown";
      const value = state === "unknown" ? "not known" : "as answered";
      return known.get(id) ?? { id, text, state, value, threshold, measured: false };
    },
  );
  const has = (state: Criterion["state"]): boolean => criteria.some((c) => c.state === state);
  const verdict = has("missing") ? "closed" : has("unknown") ? "inconclusive" : "open";
  return { lane, verdict, criteria };
}
