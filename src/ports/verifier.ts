/** @module The port of grounding checks: does the source say what the sentence says? */
import type { Span } from "../domain/document.ts";

export interface VerifyRequest {
  readonly sentence: string;
  /** What the sentence claims to be from, each with the place quoted when that is known. */
  readonly sources: readonly {
    readonly text: string;
    readonly headings: readonly string[];
    readonly quote?: Span;
  }[];
  readonly question: string;
  readonly analyzer: string;
  readonly language: string;
  readonly signal?: AbortSignal;
}

export interface Verification {
  /** Exact checks that failed, readable by a person; any of them cuts the sentence. */
  readonly failures: readonly string[];
  /** In [0, 1], and not a probability before it is calibrated; `undefined` when too short to say. */
  readonly support: number | undefined;
  /** The best supporting place of each source that has one, best first. */
  readonly evidence: readonly (Span & { readonly source: number })[];
}

export interface AssessRequest {
  /** Sentences of one answer that claim something, in order. */
  readonly sentences: readonly string[];
  /** All that its writer was shown. */
  readonly sources: readonly {
    readonly text: string;
    readonly headings: readonly string[];
  }[];
  readonly question: string;
  /** Texts of the turns before, oldest first. */
  readonly history: readonly string[];
  readonly analyzer: string;
  readonly language: string;
  readonly signal?: AbortSignal;
}

/** A whole answer beside all that its writer was shown. */
export interface Assessment {
  /** In [0, 1], and no probability; `undefined` when every sentence is too short to say. */
  readonly support: number | undefined;
  /** Values and names of the answer that nothing shown holds; each once, as written. */
  readonly missingNumbers: readonly string[];
  readonly missingNames: readonly string[];
}

/**
 * Contract, held by `describeVerifier`:
 * - a sentence that stands verbatim in a source has no failures and support 1;
 * - a number, date or name that no source holds is a failure, and so is a sentence without sources;
 * - never throws for what a text says; absent evidence is support near 0;
 * - an answer of verbatim sentences is assessed with support 1, whichever sources they are from.
 */
export interface Verifier {
  /** Name and revision: stands beside every figure it gives. */
  readonly id: string;
  verify(request: VerifyRequest): Promise<Verification>;
  /** Absent: it checks sentences alone. */
  assess?(request: AssessRequest): Promise<Assessment>;
}
