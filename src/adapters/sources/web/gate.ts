/** @module How often a site is asked: few requests at a time, and not before its delay has passed. */

/** Requests to one site at a time, where it names no delay. */
const SLOTS = 2;
/** A site that wants to be asked less often than this is asked this often. */
export const LONGEST_DELAY_MS = 10_000;

export interface GateEffects {
  readonly monotonicMs: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface Gate {
  /** Runs `work` when it is its turn, in the order of asking. */
  pass<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** @param delayMs from the start of one request to the start of the next; 0 for none. */
export function createGate(delayMs: number, { monotonicMs, sleep }: GateEffects): Gate {
  const gapMs = Math.min(LONGEST_DELAY_MS, Math.max(0, delayMs));
  let free = gapMs > 0 ? 1 : SLOTS;
  let startedMs = Number.NEGATIVE_INFINITY;
  const waiting: (() => void)[] = [];
  return {
    async pass(work, signal) {
      if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
      else free -= 1;
      try {
        signal?.throwIfAborted();
        const waitMs = startedMs + gapMs - monotonicMs();
        if (waitMs > 0) await sleep(waitMs, signal);
        startedMs = monotonicMs();
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
