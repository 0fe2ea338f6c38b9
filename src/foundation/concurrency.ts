/** @module Bounded concurrency over an async sequence, results in the order of the input. */

/**
 * Runs `work` on at most `limit` items at a time and yields results in input order, so what is
 * downstream does not depend on who finished first. Reads at most `limit` items ahead.
 */
export async function* mapOrdered<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  try {
    for await (const item of items) {
      running.push(work(item));
      if (running.length < limit) continue;
      const first = running.shift();
      if (first) yield await first;
    }
    for (let next = running.shift(); next; next = running.shift()) yield await next;
  } finally {
    // A consumer that stops early must not leave rejections nobody looks at.
    for (const left of running) left.catch(() => undefined);
  }
}
