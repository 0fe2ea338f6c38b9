/** @module Bounded concurrency over an async sequence, results in the order of the input. */

/**
 * Runs `work` on at most `limit` items at a time and yields results in input order, so what is
 * downstream does not depend on who finished first. Reads at most `limit` items ahead.
 *
 * @throws what `work` throws, when the turn of that item comes; never while the consumer is busy.
 */
export async function* mapOrdered<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  for await (const item of items) {
    const result = work(item);
    // It may fail long before its turn, or its turn may never come: that must not end the process.
    result.catch(() => undefined);
    running.push(result);
    if (running.length < limit) continue;
    const first = running.shift();
    if (first) yield await first;
  }
  for (let next = running.shift(); next; next = running.shift()) yield await next;
}
