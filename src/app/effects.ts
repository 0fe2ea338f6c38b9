/** @module The real world's clock, entropy and log, made once and handed down. */
import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Clock, Entropy, Logger } from "../foundation/effects.ts";
import { createRandom, type Random } from "../foundation/random.ts";

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};

export const systemEntropy: Entropy = { bytes: (length) => randomBytes(length) };

/** Rejects with the signal's own reason. */
export async function systemSleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** Other in each process, so that those that failed together do not come back together. */
export const createJitter = (entropy: Entropy): Random =>
  createRandom(`jitter/${Buffer.from(entropy.bytes(16)).toString("hex")}`);

/** One line a message on stderr; `debug` only when asked for. */
export function createLogger(level: string | undefined, write: (line: string) => void): Logger {
  const log =
    (name: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void =>
      write(`${name} ${message} ${JSON.stringify(fields)}`);
  return { debug: level === "debug" ? log("debug") : () => undefined, warn: log("warn") };
}
