/** @module How much is worked on at a time: the rest waits its turn, each caller in a fair share. */
import { closing, overloaded } from "../errors.ts";

export interface AdmissionLimits {
  /** Worked on at a time. */
  readonly running: number;
  /** Of them, for one caller. */
  readonly runningEach: number;
  /** Waiting at a time, of all callers; more are refused. */
  readonly waiting: number;
}

interface Waiting {
  readonly admit: () => void;
  readonly refuse: (error: Error) => void;
}

/** By then some of what runs has ended. */
const RETRY_AFTER_MS = 1000;

/** Callers who wait are served in turn, however much each of them asks. */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #running = new Map<string, number>();
  /** In the order in which callers have their turn. */
  readonly #queues = new Map<string, readonly Waiting[]>();
  #busy = 0;
  #waiting = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /**
   * Resolves when there is room; disposing makes it again.
   *
   * @throws server.overloaded, or the signal's reason.
   */
  async enter(caller: string, signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted();
    if (this.#mayRun(caller) && !this.#queues.has(caller)) return this.#begin(caller);
    if (this.#waiting >= this.#limits.waiting) throw overloaded({ retryAfterMs: RETRY_AFTER_MS });
    const turn = Promise.withResolvers<Disposable>();
    const who: Waiting = { admit: () => turn.resolve(this.#begin(caller)), refuse: turn.reject };
    const giveUp = (): void => {
      this.#setQueue(
        caller,
        (this.#queues.get(caller) ?? []).filter((other) => other !== who),
      );
      turn.reject(signal.reason);
    };
    this.#setQueue(caller, [...(this.#queues.get(caller) ?? []), who]);
    this.#waiting++;
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      return await turn.promise;
    } finally {
      this.#waiting--;
      signal.removeEventListener("abort", giveUp);
    }
  }

  /** Refuses whoever waits. */
  close(): void {
    const all = [...this.#queues.values()].flat();
    this.#queues.clear();
    for (const { refuse } of all) refuse(closing({}));
  }

  #mayRun(caller: string): boolean {
    const { running, runningEach } = this.#limits;
    return this.#busy < running && (this.#running.get(caller) ?? 0) < runningEach;
  }

  #begin(caller: string): Disposable {
    this.#count(caller, 1);
    let ended = false;
    return {
      [Symbol.dispose]: () => {
        if (ended) return;
        ended = true;
        this.#count(caller, -1);
        this.#admitNext();
      },
    };
  }

  #count(caller: string, by: 1 | -1): void {
    this.#busy += by;
    const own = (this.#running.get(caller) ?? 0) + by;
    if (own === 0) this.#running.delete(caller);
    else this.#running.set(caller, own);
  }

  #admitNext(): void {
    for (const [caller, [first, ...rest]] of this.#queues) {
      if (!this.#mayRun(caller)) continue;
      // Behind the others, until it is this caller's turn again.
      this.#queues.delete(caller);
      this.#setQueue(caller, rest);
      first?.admit();
      return;
    }
  }

  #setQueue(caller: string, queue: readonly Waiting[]): void {
    if (queue.length === 0) this.#queues.delete(caller);
    else this.#queues.set(caller, queue);
  }
}
