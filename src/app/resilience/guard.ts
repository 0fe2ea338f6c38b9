/** @module Around every call to a service that others run: a deadline, retries, a breaker. */
import type { Clock, Logger } from "../../foundation/effects.ts";
import { PlumblineError, type ErrorKind } from "../../foundation/errors.ts";
import type { Random } from "../../foundation/random.ts";
import { fullJitter, retry } from "../../foundation/retry.ts";
import { isRetryableEgress, isRetryableUpstream } from "../../adapters/index.ts";
import { deadlinePassed, serviceResting } from "../errors.ts";
import { createBreaker, type Breaker } from "./breaker.ts";

/** The first call and two more (guide: reliability, section 6.2). */
const ATTEMPTS = 3;
/** Longer than the outbound client allows an exchange: for adapters that do not use it. */
const ATTEMPT_MS = 150_000;

/** Failures that say something about the service, not about what it was asked. */
const OF_THE_SERVICE: ReadonlySet<ErrorKind> = new Set(["upstream", "timeout", "limited"]);

export interface GuardEffects {
  readonly clock: Clock;
  /** Resolves after `ms`, or rejects with the signal's reason as soon as it is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Of the jitter. */
  readonly random: Random;
  readonly logger: Logger;
  /** 150 s unless said otherwise. */
  readonly attemptMs?: number;
  /** 3 unless said otherwise. */
  readonly attempts?: number;
}

export interface Guard {
  /**
   * Makes one call, with at most two more where it failed in a way that may pass: no connection,
   * no reply, a passing status, a limit with its wait named (kept up to 60 s). Five failures in a
   * row of the same `name` (provider and model) open its breaker: then nothing is called for 30 s.
   * Use it for what can be repeated, so for a stream up to its first token.
   *
   * @param work is given a signal that the caller's own and the deadline abort.
   * @throws what `work` throws last; app.service-resting while the breaker is open;
   *   app.deadline-passed; the signal's reason.
   */
  call<T>(
    name: string,
    work: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
}

/** Made once for a process: callers of one service share what is known of it. */
export function createGuard(effects: GuardEffects): Guard {
  const { clock, sleep, random, logger, attemptMs = ATTEMPT_MS, attempts = ATTEMPTS } = effects;
  const breakers = new Map<string, Breaker>();
  const delayMs = fullJitter(random);

  const breakerOf = (name: string): Breaker => {
    const breaker = breakers.get(name) ?? createBreaker();
    breakers.set(name, breaker);
    return breaker;
  };

  /** @returns whether the service may be called again now. */
  function record(name: string, error: unknown, isCallerGone: boolean): boolean {
    const breaker = breakerOf(name);
    const isItsFault = error instanceof PlumblineError && OF_THE_SERVICE.has(error.kind);
    if (isCallerGone || !isItsFault) {
      breaker.released();
      return true;
    }
    if (!breaker.failed(clock.monotonicMs())) return true;
    logger.warn("service-resting", { name, code: error.code });
    return false;
  }

  return {
    async call(name, work, signal) {
      let mayGoOn = true;
      const attempt = async () => {
        if (!breakerOf(name).admits(clock.monotonicMs())) throw serviceResting({ name });
        try {
          const result = await within(attemptMs, name, work, signal);
          breakerOf(name).succeeded();
          return result;
        } catch (error) {
          mayGoOn = record(name, error, signal?.aborted === true);
          throw error;
        }
      };
      return retry(attempt, {
        attempts,
        isRetryable: (error) => mayGoOn && (isRetryableUpstream(error) || isRetryableEgress(error)),
        delayMs,
        sleep,
        onRetry: (error, number, waitMs) => {
          const code = error instanceof PlumblineError ? error.code : undefined;
          logger.warn("service-retried", { name, code, attempt: number, waitMs });
        },
        ...(signal ? { signal } : {}),
      });
    },
  };
}

/** Ends with its deadline even where `work` does not listen to its signal. */
async function within<T>(
  ms: number,
  name: string,
  work: (signal: AbortSignal) => Promise<T>,
  caller: AbortSignal | undefined,
): Promise<T> {
  const controller = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = deadlinePassed({ name, seconds: ms / 1000 });
    controller.abort(error);
    reject(error);
  }, ms);
  const { signal } = controller;
  try {
    const running = work(caller ? AbortSignal.any([caller, signal]) : signal);
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}
