/** @module Waits for the first event of a stream, so that an early failure has its own status. */

/** @throws what the stream throws before its first event. */
export async function startStream<T>(events: AsyncGenerator<T>): Promise<AsyncGenerator<T>> {
  const first = await events.next();
  return (async function* () {
    try {
      if (first.done) return;
      yield first.value;
      yield* events;
    } finally {
      await events.return(undefined);
    }
  })();
}
