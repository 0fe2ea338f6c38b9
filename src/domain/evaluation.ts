/** @module What an evaluation found: replies, scores by case, measures, comparisons, verdicts. */
import type { Span } from "./document.ts";
import type { Attribution, FailureClass, FailureEvidence } from "./failure.ts";
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
  /** As the writer of the answer counts them. */
  readonly tokens?: number;
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
  /** False: the system does not say what became of the question, and words are not asked. */
  readonly outcomeDeclared?: boolean;
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
  /** What a judge said, where a judge was the system. */
  readonly judgment?: KeptJudgment;
  readonly latencyMs: number;
}

/** As it was given, so that the same is not paid for twice. */
export interface KeptJudgment extends JudgedVerdict {
  readonly evidence: readonly string[];
  readonly usage?: Omit<ReplyUsage, "model">;
}

/** What decided whether an answer is right: the first of these that can. */
export const CORRECTNESS_METHODS = ["checks", "short-gold", "person", "judge"] as const;
export type CorrectnessMethod = (typeof CORRECTNESS_METHODS)[number];

/** What a judge said, once. */
export interface JudgedVerdict {
  readonly verdict: "yes" | "no" | "cannot-tell";
  readonly reason?: string;
}

/** What was found of one reply before it became scores. */
export interface ReplyGrade {
  /** Absent where it could not be told; an abstention is right where there is no answer. */
  readonly correct?: boolean;
  /** Absent for abstentions, which no method need decide. */
  readonly method?: CorrectnessMethod;
  /** What made it wrong, or why it could not be told. */
  readonly reason?: string;
  readonly formatValid: boolean;
  /** Factual sentences that fail an exact check against what they cite. */
  readonly unsupported: readonly string[];
  /** Every repeat of a judge, by criterion. */
  readonly judgments?: Readonly<Record<string, readonly JudgedVerdict[]>>;
}

/** A case as a report tells of it, and as its figures are grouped. */
export interface AskedQuestion {
  /** Absent for rankings of a file, which names its queries by id alone. */
  readonly text?: string;
  /** Empty is the local owner. */
  readonly principals: readonly string[];
  readonly answerable: boolean;
  /** Cases of one group count as one where groups are clusters. */
  readonly group: string;
  readonly stratum?: string;
  readonly origin?: string;
  readonly language?: string;
  readonly difficulty?: string;
  readonly collection?: string;
  /** Right answers, best first. */
  readonly answers: readonly string[];
  /** By document key. */
  readonly grades: Readonly<Record<string, number>>;
}

/** One case of one evaluation. */
export interface CaseResult {
  readonly caseId: string;
  readonly caseHash: string;
  readonly asked?: AskedQuestion;
  readonly replies: readonly SystemReply[];
  /** By measure, one a repeat. */
  readonly scores: Readonly<Record<string, readonly Score[]>>;
  /** One a repeat; absent where no answers were asked for. */
  readonly grades?: readonly ReplyGrade[];
  /** The baseline's, where it has the case with the same hash. */
  readonly baseline?: Readonly<Record<string, readonly Score[]>>;
  /** Class of the failure, where there is one; see the attribution of failures. */
  readonly failure?: string;
  /** Of the first reply, failed or not; absent where its system leaves no record. */
  readonly attribution?: Attribution;
  /** What the class follows from; absent where nothing failed. */
  readonly evidence?: FailureEvidence;
}

/** A case that was not asked: its evidence stands in a replaced version alone. */
export interface StaleCase {
  readonly caseId: string;
  readonly caseHash: string;
  readonly text: string;
  readonly collection?: string;
  /** Keys of its evidence. */
  readonly documents: readonly string[];
}

/** One class of failures beside the baseline's, over the cases that both have with the same hash. */
export interface FailureChange {
  readonly class: FailureClass;
  /** Cases of this class. */
  readonly before: number;
  readonly now: number;
  /** Compared. */
  readonly cases: number;
  /** Share of the cases, now less before: positive is worse. */
  readonly difference: number;
  /** Bonett and Price's, 95 %. */
  readonly interval: Interval;
  /** McNemar's mid-p. */
  readonly p: number;
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
  /** One-sided 95 % bounds: what a verdict on a margin is read from. */
  readonly bounds?: Interval;
  /** Cases on which the challenger is better, worse, and equal. */
  readonly wins?: number;
  readonly losses?: number;
  readonly ties?: number;
  /** McNemar's mid-p, where all values are 0 or 1. */
  readonly midP?: number;
}

export interface MeasureResult {
  readonly measure: string;
  /** Absent: more is better. */
  readonly direction?: "higher" | "lower";
  /** Over scored cases; absent when none is. */
  readonly mean?: number;
  readonly interval?: Interval;
  /** Cases scored, and not. */
  readonly scored: number;
  readonly unscored: number;
  /** Why, by reason. */
  readonly unscoredReasons: Readonly<Record<string, number>>;
  /** Cases that held nothing to measure, by reason: an abstention cites nothing. */
  readonly notApplicable?: Readonly<Record<string, number>>;
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
  /** With fewer documents than the deepest cut-off looks at. */
  readonly shortRankings?: number;
}

/** The model that a tuned one was tuned from. */
export interface BaseModel {
  readonly name: string;
  /** When its provider ends it, where that is known. */
  readonly shutdownAt?: string;
  /** Another one can be tuned in its place. */
  readonly hasTunableSuccessor: boolean;
}

export interface EvaluationSubject {
  /** `release`, `http`, `files`, `model` for a language model that is shown no documents. */
  readonly kind: "release" | "http" | "files" | "model";
  readonly name: string;
  /** What must be equal for a reply to be used again. */
  readonly fingerprint: string;
  /** The arm of a decision that this is, where arms were measured. */
  readonly arm?: string;
  /** Model, parameters and prompt, where a language model writes: other ones are another version. */
  readonly writer?: string;
  /** Worked examples in its prompt; absent: none. */
  readonly examples?: number;
  readonly base?: BaseModel;
}

/** How often the answers given are wrong, as more of them are given: surest first. */
export interface RiskCoverageCurve {
  /** In the order of coverage, both in [0, 1]. */
  readonly points: readonly { readonly coverage: number; readonly risk: number }[];
  /** Area below the curve; smaller is better. */
  readonly area: number;
  /** Area of the best order that as many wrong answers allow. */
  readonly optimum: number;
}

/** How often answers of about one confidence are right. */
export interface CalibrationCurve {
  readonly bins: readonly {
    readonly confidence: number;
    readonly accuracy: number;
    readonly cases: number;
  }[];
  /** Mean distance of accuracy from confidence, weighted by cases. */
  readonly error: number;
}

export interface Curves {
  readonly riskCoverage?: RiskCoverageCurve;
  readonly calibration?: CalibrationCurve;
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
  /** `f32` compares scores of a run as trec_eval 9 does. */
  readonly precision?: "f64" | "f32";
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
  readonly curves?: Curves;
  /** Not asked, because there is a newer version that says otherwise. */
  readonly stale?: readonly StaleCase[];
  /** Classes that differ from the baseline's, those that grew most first. */
  readonly failureChanges?: readonly FailureChange[];
  readonly gate?: { readonly verdict: Verdict; readonly reasons: readonly string[] };
  /** Of the answers; `unknown` where one that was paid for has no price. */
  readonly costUsd: number | "unknown";
  /** Of the judge, apart. */
  readonly judgeCostUsd?: number | "unknown";
  readonly warnings: readonly string[];
}
