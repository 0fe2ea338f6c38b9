/** @module The real world's clock, entropy and log, made once and handed down. */
import { randomBytes } from "node:crypto";
import type { Clock, Entropy, Logger } from "../foundation/effects.ts";

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};

export const systemEntropy: Entropy = { bytes: (length) => randomBytes(length) };

/** One line a message on stderr; `debug` only when asked for. */
export function createLogger(level: string | undefined, write: (line: string) => void): Logger {
  const log =
    (name: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void =>
      write(`${name} ${message} ${JSON.stringify(fields)}`);
  return { debug: level === "debug" ? log("debug") : () => undefined, warn: log("warn") };
}
