/** @module What the entry gate is told, and what it says. */
import type { BaseModel, Interval } from "../../domain/evaluation.ts";
import type { FailureClass } from "../../domain/failure.ts";
import type { LabelKind, Lane } from "./lanes.ts";

export const CRITERIA = ["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8"] as const;
export type CriterionId = (typeof CRITERIA)[number];

/** The value of a criterion that nothing was found of. */
export const NOT_KNOWN = "not known";

export interface Criterion {
  readonly id: CriterionId;
  readonly text: string;
  /** `unknown` closes nothing, and is listed as something to measure. */
  readonly state: "met" | "missing" | "unknown";
  /** What was found, in words. */
  readonly value: string;
  readonly threshold: string;
  /** What was looked at, such as `90 days`. */
  readonly window?: string;
  /** How many of it. */
  readonly n?: number;
  /** False for what somebody said. */
  readonly measured: boolean;
}

export interface EntryGate {
  readonly lane: Lane;
  /** `inconclusive`: nothing is missing, and something is not known. */
  readonly verdict: "open" | "closed" | "inconclusive";
  /** Those that the lane is asked, in their order. */
  readonly criteria: readonly Criterion[];
}

/** One failed case or answer, at one time; the same one may fail again. */
export interface SeenFailure {
  readonly id: string;
  readonly at: string;
  readonly class: FailureClass;
  readonly cause?: string;
  /** What was asked for, as far as it can be told: failures of one task are one pattern. */
  readonly task: string;
  /** The version of model and prompt that failed. */
  readonly writer?: string;
}

/** All that was measured; what is absent is not known. */
export interface GateFacts {
  readonly now: string;
  /** Share of right answers that is wanted. */
  readonly target?: number;
  readonly prompts?: {
    readonly versions: number;
    /** Most worked examples that any of them showed. */
    readonly examples: number;
    readonly cases: number;
    /** Share of right answers of the best. */
    readonly best: Interval & { readonly mean: number };
    /** Of the newest over the best of the two before it. */
    readonly gain?: Interval & { readonly difference: number };
  };
  /** Whether the cheaper step of a local lane was measured: other settings, on the same cases. */
  readonly cheaperMeasured?: boolean;
  readonly traffic?: {
    /** From the first question to the last. */
    readonly days: number;
    /** Spans of 30 days, the newest last. */
    readonly months: readonly { readonly activeDays: number; readonly questions: number }[];
  };
  /** Of the last 90 days. */
  readonly failures?: readonly SeenFailure[];
  readonly labels?: {
    readonly counts: Readonly<Partial<Record<LabelKind, number>>>;
    /** False where there may be more than was counted. */
    readonly complete: boolean;
  };
  /** Reference answers that stood at the beginning of so many days, and those that changed since. */
  readonly references?: {
    readonly days: number;
    readonly cases: number;
    readonly changed: number;
  };
  readonly labelSetChanged?: boolean;
  /** Documents, and those that may be learned from: inside, and outside as well. */
  readonly rights?: {
    readonly documents: number;
    readonly internal: number;
    readonly external: number;
  };
  readonly base?: BaseModel & { readonly keptWeights?: boolean };
  /** Whether tuning costs no more than what it replaces, over so many months. */
  readonly payback?: { readonly paysBack: boolean; readonly months: number };
  /** Whether every other arm was measured surely below the target. */
  readonly outOfReach?: boolean;
}
