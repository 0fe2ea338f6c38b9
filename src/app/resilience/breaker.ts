/** @module Leaves a service alone that keeps failing, and tries it again after a while. */

/** Failures in a row that open it. */
const FAILURES = 5;
/** How long it stays open before one call may try again. */
const OPEN_MS = 30_000;

export interface Breaker {
  /** Whether a call may be made now; asking when it is half open takes the one trial there is. */
  admits(nowMs: number): boolean;
  succeeded(): void;
  /** True when this failure opened it. */
  failed(nowMs: number): boolean;
  /** A call ended without a word on the service: its caller left, or asked what cannot be. */
  released(): void;
}

/** Closed at first. Open, it admits nothing for 30 s, then one call, whose end decides. */
export function createBreaker(): Breaker {
  let failures = 0;
  let openedAt: number | undefined;
  let onTrial = false;
  return {
    admits(nowMs) {
      if (openedAt === undefined) return true;
      if (onTrial || nowMs - openedAt < OPEN_MS) return false;
      onTrial = true;
      return true;
    },
    succeeded() {
      failures = 0;
      openedAt = undefined;
      onTrial = false;
    },
    failed(nowMs) {
      failures += 1;
      onTrial = false;
      if (failures < FAILURES) return false;
      openedAt = nowMs;
      return true;
    },
    released() {
      onTrial = false;
    },
  };
}
