/** @module Copies of questions for a challenger: behind the answer, one at a time, never too many. */

/** Beyond it copies are dropped: a challenger that is slow must not fill the memory. */
const MOST_WAITING = 32;

export interface ShadowQueue extends AsyncDisposable {
  /** False: there are too many waiting, and this one is left out. */
  add(work: (signal: AbortSignal) => Promise<void>): boolean;
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>;
}

/** @param failed is told of work that throws; nothing else hears of it. */
export function createShadowQueue(failed: (error: unknown) => void): ShadowQueue {
  const stop = new AbortController();
  let waiting = 0;
  let last = Promise.resolve();
  return {
    add(work) {
      if (waiting >= MOST_WAITING || stop.signal.aborted) return false;
      waiting++;
      last = last.then(async () => {
        try {
          if (!stop.signal.aborted) await work(stop.signal);
        } catch (error) {
          failed(error);
        } finally {
          waiting--;
        }
      });
      return true;
    },
    settled: () => last,
    async [Symbol.asyncDispose]() {
      stop.abort(new Error("the server ends"));
      await last;
    },
  };
}
