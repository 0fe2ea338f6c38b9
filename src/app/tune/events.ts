/** @module Events of work that tells as it goes, as an iteration. */

/**
 * What `work` tells, in order, then what it returns is told by it as well. Ending the iteration early
 * aborts the signal that `work` was given.
 *
 * @throws what `work` throws, behind all that it told before.
 */
export async function* tellAsItGoes<T>(
  work: (tell: (event: T) => void, signal: AbortSignal) => Promise<void>,
  outer: AbortSignal | undefined,
): AsyncGenerator<T> {
  const stop = new AbortController();
  const signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal;
  const told: T[] = [];
  let wake: () => void = () => undefined;
  const state = { isOver: false };
  const working = work((event) => {
    told.push(event);
    wake();
  }, signal).finally(() => {
    state.isOver = true;
    wake();
  });
  // Whoever leaves early hears nothing of how it ended.
  working.catch(() => undefined);
  try {
    while (!state.isOver || told.length > 0) {
      const [event] = told.splice(0, 1);
      if (event === undefined) await new Promise<void>((resolve) => (wake = resolve));
      else yield event;
    }
    await working;
  } finally {
    stop.abort();
    await working.catch(() => undefined);
  }
}
