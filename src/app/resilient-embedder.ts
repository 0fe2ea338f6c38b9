/** @module Around every embedder, once: retries, and a check of what came back. */
import { setTimeout as sleep } from "node:timers/promises";
import { PlumblineError } from "../foundation/errors.ts";
import { createRandom } from "../foundation/random.ts";
import { fullJitter, retry } from "../foundation/retry.ts";
import type { Embedder } from "../ports/embedder.ts";

/** The first call and two more (guide: reliability, section 6.2). */
const ATTEMPTS = 3;

export function makeResilient(embedder: Embedder): Embedder {
  const delayMs = fullJitter(createRandom("embedder/jitter"));
  return {
    ...embedder,
    embed: (request) =>
      retry(() => embedder.embed(request), {
        attempts: ATTEMPTS,
        isRetryable: (error) => error instanceof PlumblineError && error.retryable,
        delayMs,
        sleep: async (ms, signal) => {
          await sleep(ms, undefined, signal ? { signal } : {});
        },
        ...(request.signal ? { signal: request.signal } : {}),
      }),
  };
}
