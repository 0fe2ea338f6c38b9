/** @module One at a time for each name, in the order of asking. */

export interface Turns {
  /**
   * Resolves when everybody who asked before under this name is done; disposing ends the turn.
   *
   * @throws the signal's reason when it is aborted before the turn has come.
   */
  take(name: string, signal?: AbortSignal): Promise<Disposable>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>();
  return {
    async take(name, signal) {
      const before = last.get(name);
      const mine = Promise.withResolvers<void>();
      const ended = Promise.all([before, mine.promise]).then(() => undefined);
      last.set(name, ended);
      const end = (): void => {
        mine.resolve();
        if (last.get(name) === ended) last.delete(name);
      };
      if (!before) return { [Symbol.dispose]: end };
      const aborted = Promise.withResolvers<never>();
      const giveUp = (): void => aborted.reject(signal?.reason);
      signal?.addEventListener("abort", giveUp, { once: true });
      try {
        signal?.throwIfAborted();
        await Promise.race([before, aborted.promise]);
        return { [Symbol.dispose]: end };
      } catch (error) {
        end();
        throw error;
      } finally {
        signal?.removeEventListener("abort", giveUp);
      }
    },
  };
}
