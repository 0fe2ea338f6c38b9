/** @module What an evaluation found: replies, scores by case, measures, comparisons, verdicts. */
import type { Span } from "./document.ts";
import type { Part } from "./golden-set.ts";

/** In [0, 1] unless its measure says otherwise; what cannot be told is never a number. */
export type Score = number | Unscored;

export interface Unscored {
  readonly unscored: string;
}

/** A chunk as the system that is evaluated showed it, by place. */
export interface RankedPassage extends Span {
  readonly document: string;
  readonly score?: number;
}

/** Documents best first, and the passages they were found by where the system names places. */
export interface RankingReply {
  readonly documents: readonly string[];
  readonly scores?: readonly number[];
  readonly passages?: readonly RankedPassage[];
}

/** A source as the writer of the answer saw it. */
export interface ReplyPassage extends Partial<Span> {
  /** What sentences cite it by. */
  readonly id: string;
  readonly document: string;
  readonly text: string;
}

export interface ReplySentence {
  readonly text: string;
  /** False for headings, greetings and statements about the documents themselves. */
  readonly factual: boolean;
  /** Ids of passages; one that was not shown is a mistake of the system. */
  readonly citations: readonly string[];
}

export interface ReplyQuote extends Partial<Span> {
  readonly document: string;
  readonly quote: string;
}

export type ReplyOutcome = "answered" | "abstained" | "incomplete" | "escalated" | "error";

export interface AnswerReply {
  readonly outcome: ReplyOutcome;
  readonly text: string;
  readonly sentences: readonly ReplySentence[];
  /** What the writer was shown, in order. */
  readonly passages: readonly ReplyPassage[];
  /** Quotes as the answer shows them to its reader. */
  readonly quotes: readonly ReplyQuote[];
  readonly reason?: string;
  /** In [0, 1]. */
  readonly confidence?: number;
  readonly language?: string;
  /** Of its record, where the system keeps one. */
  readonly answerId?: string;
  readonly usage?: ReplyUsage;
}

/** What the provider did not tell is absent, never 0. */
export interface ReplyUsage {
  readonly model?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly costUsd?: number;
}

/** What a system made of one case, once. */
export interface SystemReply {
  readonly ranking?: RankingReply;
  readonly answer?: AnswerReply;
  /** The system failed: a fault, which is no verdict on its quality. */
  readonly failure?: { readonly code: string; readonly message: string };
  readonly latencyMs: number;
}

/** One case of one evaluation. */
export interface CaseResult {
  readonly caseId: string;
  readonly caseHash: string;
  readonly replies: readonly SystemReply[];
  /** By measure, one a repeat. */
  readonly scores: Readonly<Record<string, readonly Score[]>>;
  /** Class of the failure, where there is one; see the attribution of failures. */
  readonly failure?: string;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export type Verdict = "pass" | "fail" | "inconclusive";

/** A challenger's measure beside its baseline's, over the cases that both have. */
export interface MeasureComparison {
  readonly baseline: number;
  /** Positive is better, whichever way the measure runs. */
  readonly difference: number;
  readonly interval: Interval;
  readonly p: number;
  /** By Holm's rule over the measures of one role. */
  readonly adjustedP?: number;
  readonly cases: number;
  /** Smallest difference that this many cases show, with 80 % power at 5 %. */
  readonly smallestSeen: number;
  /** Cases that would settle an inconclusive verdict. */
  readonly casesNeeded?: number;
}

export interface MeasureResult {
  readonly measure: string;
  /** Over scored cases; absent when none is. */
  readonly mean?: number;
  readonly interval?: Interval;
  /** Cases scored, and not. */
  readonly scored: number;
  readonly unscored: number;
  /** Why, by reason. */
  readonly unscoredReasons: Readonly<Record<string, number>>;
  readonly comparison?: MeasureComparison;
  readonly verdict?: Verdict;
  readonly verdictReason?: string;
  readonly role?: "primary" | "guardrail" | "floor" | "zero";
}

/** What happened to the rankings on their way into the means. */
export interface RankingCounts {
  readonly queries: number;
  readonly missing: number;
  readonly noRelevant: number;
  readonly foreign: number;
  readonly tiedAtCutoff: number;
}

export interface EvaluationSubject {
  /** `release`, `http`, `files`. */
  readonly kind: "release" | "http" | "files";
  readonly name: string;
  /** What must be equal for a reply to be used again. */
  readonly fingerprint: string;
}

export interface Slice {
  /** `language=de`, `stratum=faq`. */
  readonly name: string;
  readonly cases: number;
  readonly measures: readonly MeasureResult[];
}

/** `plumbline.evaluation/1`: the JSON alone reproduces every number. */
export interface Evaluation {
  readonly schema: "plumbline.evaluation/1";
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly golden: {
    readonly name: string;
    readonly id: string;
    readonly hash: string;
    readonly part: Part | "all";
  };
  readonly subject: EvaluationSubject;
  readonly baseline?: EvaluationSubject & { readonly evaluation: string };
  readonly seed: string;
  readonly repeats: number;
  readonly verifier?: string;
  readonly judge?: string;
  readonly packageVersion: string;
  readonly cases: readonly CaseResult[];
  readonly counts: {
    readonly cases: number;
    readonly answerable: number;
    readonly unanswerable: number;
    readonly stale: number;
    readonly retired: number;
    /** With another hash in the baseline, or in one of the two alone. */
    readonly notCompared: number;
    readonly ranking?: RankingCounts;
  };
  readonly measures: readonly MeasureResult[];
  readonly slices: readonly Slice[];
  readonly gate?: { readonly verdict: Verdict; readonly reasons: readonly string[] };
  readonly costUsd: number | "unknown";
  readonly warnings: readonly string[];
}
