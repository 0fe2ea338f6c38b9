/** @module Traces of searches on their way into the store: together, a moment behind the replies. */
import type { Logger } from "../../foundation/effects.ts";
import type { Store } from "../../ports/store.ts";
import type { Trace } from "../../domain/trace.ts";

export interface TraceQueue extends AsyncDisposable {
  add(trace: Trace): void;
  /** All that were added are in the store when this returns, or were given up. */
  flush(): Promise<void>;
}

/** One sync of the disk for all that came within this time. */
const DELAY_MS = 200;
const MOST = 256;

/** A disk that is full or read-only costs the traces, not the searches; the log says so. */
export function createTraceQueue(
  open: () => Promise<Pick<Store, "putTraces">>,
  logger: Logger,
): TraceQueue {
  let waiting: Trace[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const traces = waiting;
    waiting = [];
    if (traces.length === 0) return;
    try {
      await (await open()).putTraces(traces);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn("traces could not be recorded", { traces: traces.length, reason });
    }
  };
  return {
    add(trace) {
      waiting.push(trace);
      if (waiting.length >= MOST) void flush();
      else timer ??= setTimeout(() => void flush(), DELAY_MS);
    },
    flush,
    [Symbol.asyncDispose]: flush,
  };
}
