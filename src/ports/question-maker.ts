/** @module The port of question makers: what somebody would ask that a section answers. */

export interface ProposeRequest {
  /** Headings above the section, outermost first. */
  readonly headings: readonly string[];
  /** What the answer must stand in. */
  readonly section: string;
  /** Who asks: `a new employee`, `a nurse on a night shift`. */
  readonly role: string;
  /** BCP 47, of the section and the question. */
  readonly language: string;
  readonly signal?: AbortSignal;
}

export interface ProposedQuestion {
  readonly question: string;
  readonly answer: string;
  /** Said to be verbatim; whoever asked for it checks. */
  readonly quote: string;
}

export interface AnswerFromRequest {
  readonly question: string;
  /** Absent: from what the model knows by itself. */
  readonly section?: string;
  readonly language: string;
  readonly signal?: AbortSignal;
}

/** What one call used; a figure that the provider did not tell is absent, never 0. */
export interface MakerUsage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly costUsd?: number;
}

/**
 * Contract:
 * - a reply that is no proposal, or no answer, is `undefined`, never a guess and never an error;
 * - faults of the provider are thrown, typed;
 * - one call asks the provider once.
 */
export interface QuestionMaker {
  /** Model and prompts: stands beside every question it made. */
  readonly id: string;
  /** Calls may cost money; absent: they do not. */
  readonly metered?: boolean;
  propose(
    request: ProposeRequest,
  ): Promise<{ readonly proposed: ProposedQuestion | undefined; readonly usage: MakerUsage }>;
  /** `undefined` also where it says that it cannot tell. */
  answer(
    request: AnswerFromRequest,
  ): Promise<{ readonly text: string | undefined; readonly usage: MakerUsage }>;
}
