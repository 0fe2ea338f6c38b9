/** @module Trying again: bounded, jittered, and only as soon as the other side allows. */
import { PlumblineError } from "./errors.ts";
import type { Random } from "./random.ts";

/** Whoever asks for a longer wait than this is not waited for. */
const LONGEST_WAIT_MS = 60_000;

export interface RetryOptions {
  /** Calls of `work` in all, the first included; at least one is made. */
  readonly attempts: number;
  readonly isRetryable: (error: unknown) => boolean;
  /** The wait after failed attempt `attempt`, from 1, where the error names none. */
  readonly delayMs: (attempt: number, error: unknown) => number;
  /** Resolves after `ms`, or rejects with the signal's reason as soon as it is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal;
  /** Told of each failure that is not the last, before the wait. */
  readonly onRetry?: (error: unknown, attempt: number, waitMs: number) => void;
}

/**
 * Waits drawn evenly from [0, ceiling), the ceiling doubling from `baseMs` to `maxMs`: full jitter,
 * which spreads callers that failed together.
 */
export function fullJitter(
  random: Random,
  { baseMs = 500, maxMs = 8000 }: { readonly baseMs?: number; readonly maxMs?: number } = {},
): (attempt: number) => number {
  return (attempt) => random.uniform() * Math.min(maxMs, baseMs * 2 ** (attempt - 1));
}

/** The `retryAfterMs` among an error's details, where it is a non-negative number. */
function findRetryAfterMs(error: unknown): number | undefined {
  if (!(error instanceof PlumblineError)) return undefined;
  const told = error.details["retryAfterMs"];
  return typeof told === "number" && told >= 0 ? told : undefined;
}

/**
 * Runs `work` until it succeeds, fails for good, or the attempts are used up. A wait named by the
 * error (detail `retryAfterMs`) is kept exactly; one of more than 60 s ends the attempts, so that
 * the caller hears of it now.
 *
 * @throws the last error of `work`, unchanged, or the signal's reason.
 */
export async function retry<T>(
  work: (attempt: number) => Promise<T>,
  { attempts, isRetryable, delayMs, sleep, signal, onRetry }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= attempts || signal?.aborted || !isRetryable(error)) throw error;
      const told = findRetryAfterMs(error);
      if (told !== undefined && told > LONGEST_WAIT_MS) throw error;
      const waitMs = told ?? Math.min(LONGEST_WAIT_MS, delayMs(attempt, error));
      onRetry?.(error, attempt, waitMs);
      await sleep(waitMs, signal);
    }
  }
}
