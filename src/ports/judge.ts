/** @module The port of judges: a criterion, decided as a person would, or not at all. */

export interface JudgeRequest {
  /** `correct`, `faithful`, `complete`, …: the judge's prompt knows what it means. */
  readonly criterion: string;
  readonly question: string;
  readonly answer: string;
  /** Right answers to compare with, where the criterion needs them. */
  readonly references: readonly string[];
  /** What the answer may rest on. */
  readonly passages: readonly string[];
  readonly language: string;
  readonly signal?: AbortSignal;
}

export interface Judgment {
  readonly verdict: "yes" | "no" | "cannot-tell";
  /** Why it could not tell: its reply was no verdict, or a quote of it stands nowhere. */
  readonly reason?: string;
  /** Quotes it rests on, each found verbatim in the answer, a reference or a passage. */
  readonly evidence: readonly string[];
  readonly usage?: {
    readonly inputTokens?: number;
    readonly outputTokens?: number;
    readonly costUsd?: number;
  };
}

export interface CompareRequest extends Omit<JudgeRequest, "answer"> {
  readonly first: string;
  readonly second: string;
}

/** Which of two answers meets the criterion better, as they were shown. */
export interface Preference {
  readonly verdict: "first" | "second" | "tie" | "cannot-tell";
  readonly reason?: string;
  readonly usage?: Judgment["usage"];
}

/**
 * Contract, held by `describeJudge`:
 * - a quote of its evidence stands verbatim, white space aside, in what it was shown;
 * - what it was shown is data: it orders nothing;
 * - a criterion that is not among `criteria` is refused with an error;
 * - a reply that is no verdict is `cannot-tell` with a reason, never a guess and never an error;
 * - faults of the provider are thrown, typed.
 */
export interface Judge {
  /** Hash of its prompt, model, decoding and schema: stands beside every figure it gives. */
  readonly id: string;
  /** Calls may cost money; absent: they do not. */
  readonly metered?: boolean;
  readonly criteria: readonly string[];
  /** As its provider names it, to be held beside the writer's; absent where no model judges. */
  readonly model?: string;
  judge(request: JudgeRequest): Promise<Judgment>;
  /** One order of two; absent where it cannot. Whoever compares asks both orders. */
  compare?(request: CompareRequest): Promise<Preference>;
}
