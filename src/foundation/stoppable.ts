/** @module Iterations that stop working when nobody iterates any more. */

/**
 * Runs a generator under a signal that is aborted as soon as the iteration is ended from outside,
 * even while the next value is being made: a plain generator would first wait for that value.
 *
 * @param outer aborts it as well.
 */
export function stoppable<T>(
  start: (signal: AbortSignal) => AsyncGenerator<T>,
  outer?: AbortSignal,
): AsyncGenerator<T> {
  const stop = new AbortController();
  const signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal;
  const inner = start(signal);
  const generator: AsyncGenerator<T> = {
    next: () => inner.next(),
    return(value: unknown) {
      stop.abort();
      return inner.return(value);
    },
    throw(error: unknown) {
      stop.abort();
      return inner.throw(error);
    },
    [Symbol.asyncIterator]: () => generator,
    async [Symbol.asyncDispose]() {
      await generator.return(undefined);
    },
  };
  return generator;
}
