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
  /** Quotes it rests on, each found verbatim in the answer or a passage. */
  readonly evidence: readonly string[];
  readonly usage?: {
    readonly inputTokens?: number;
    readonly outputTokens?: number;
    readonly costUsd?: number;
  };
}

/**
 * Contract:
 * - a reply that is no verdict is `cannot-tell` with a reason, never a guess and never an error;
 * - faults of the provider are thrown, typed.
 */
export interface Judge {
  /** Hash of its prompt, model, decoding and schema: stands beside every figure it gives. */
  readonly id: string;
  readonly criteria: readonly string[];
  judge(request: JudgeRequest): Promise<Judgment>;
}
