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

/**
 * Contract, held by `describeVerifier`:
 * - a sentence that stands verbatim in a source has no failures and support 1;
 * - a number, date or name that no source holds is a failure, and so is a sentence without sources;
 * - never throws for what a text says; absent evidence is support near 0.
 */
export interface Verifier {
  /** Name and revision: stands beside every figure it gives. */
  readonly id: string;
  verify(request: VerifyRequest): Promise<Verification>;
}
