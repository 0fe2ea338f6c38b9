/** @module The limits that a request passes before it is worked on, and the time it is given. */
import { deadline, rateLimited } from "../errors.ts";
import type { Work } from "../route.ts";
import { Admission } from "./admission.ts";
import { createPace } from "./pace.ts";
import { createRateLimit } from "./rate-limit.ts";

export interface ServiceLimits {
  readonly requestsPerMinute: number;
  /** Answers worked on at a time; one caller gets at most half of them. */
  readonly concurrency: number;
  /** Requests of a kind that wait for their turn. */
  readonly waiting: number;
  readonly answerSeconds: number;
}

/** Whoever tries keys that open nothing, in a minute. */
const FAILED_KEYS_PER_MINUTE = 60;
/** A search keeps the processor to itself: more at a time only make each other slower. */
const SEARCHES = { running: 4, runningEach: 2 };
/** Each holds a whole file in memory. */
const UPLOADS = { running: 2, runningEach: 2 };
const SEARCH_SECONDS = 30;
const UPLOAD_SECONDS = 300;

export class Limits {
  readonly #admission: Readonly<Partial<Record<Work, Admission>>>;
  readonly #seconds: Readonly<Partial<Record<Work, number>>>;
  readonly #byKey: ReturnType<typeof createRateLimit>;
  readonly #pace = createPace();
  readonly #failedKeys = createRateLimit(FAILED_KEYS_PER_MINUTE);

  constructor({ requestsPerMinute, concurrency, waiting, answerSeconds }: ServiceLimits) {
    const runningEach = Math.max(1, Math.ceil(concurrency / 2));
    this.#byKey = createRateLimit(requestsPerMinute);
    this.#admission = {
      search: new Admission({ ...SEARCHES, waiting }),
      answer: new Admission({ running: concurrency, runningEach, waiting }),
      upload: new Admission({ ...UPLOADS, waiting }),
    };
    this.#seconds = {
      light: SEARCH_SECONDS,
      search: SEARCH_SECONDS,
      answer: answerSeconds,
      upload: UPLOAD_SECONDS,
    };
  }

  /** @throws server.rate-limited */
  countKey(keyId: string, nowMs: number): void {
    const retryAfterMs = this.#byKey.take(keyId, nowMs);
    if (retryAfterMs > 0) throw rateLimited({ retryAfterMs });
  }

  /** For an address that showed a key that opens nothing. @throws server.rate-limited */
  countFailedKey(address: string, nowMs: number): void {
    const retryAfterMs = this.#failedKeys.take(address, nowMs);
    if (retryAfterMs > 0) throw rateLimited({ retryAfterMs });
  }

  /**
   * Waits for room, and from then on aborts `stop` when it takes too long.
   *
   * @param held what is let go of with the last byte of the reply.
   * @throws server.overloaded, or the reason of `stop`.
   */
  async admit(
    work: Work,
    caller: string,
    { stop, held }: { readonly stop: AbortController; readonly held: DisposableStack },
  ): Promise<void> {
    const room = await this.#admission[work]?.enter(caller, stop.signal);
    if (room) held.use(room);
    if (work !== "light" && work !== "upload") await this.#pace();
    const seconds = this.#seconds[work];
    if (seconds === undefined) return;
    const timer = setTimeout(() => stop.abort(deadline({ seconds })), seconds * 1000);
    held.defer(() => clearTimeout(timer));
  }

  /** Refuses whoever waits. */
  close(): void {
    for (const admission of Object.values(this.#admission)) admission.close();
  }
}
