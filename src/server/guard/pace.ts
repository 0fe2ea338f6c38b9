/** @module One piece of work at a time between two looks at the network. */
import { setImmediate } from "node:timers/promises";

/**
 * Searching keeps the thread to itself. Begun one behind the other without a pause, requests that
 * wait would be worked off before anything new is read, and Node accepts one connection each time
 * it looks: the last of many clients would not be heard before the first ones are done.
 */
export function createPace(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => setImmediate());
    return last;
  };
}
