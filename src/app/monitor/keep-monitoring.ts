/** @module The monitor of a server: looks by itself, and says when the state is another one. */
import { toPlumblineError } from "../../foundation/errors.ts";
import type { MonitorReport } from "./monitor-report.ts";

export interface MonitorSchedule {
  /** Between two looks; 0: none is taken. */
  readonly intervalMs: number;
  readonly now: () => Date;
  /** Rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly look: (signal: AbortSignal) => Promise<MonitorReport>;
  /** When somebody last looked; absent: never. */
  readonly lastLookAt: () => Promise<string | undefined>;
  /** One line each. */
  readonly log: (line: string) => void;
}

/** A server that has just started has other things to do. */
const START_MS = 60_000;

/** Until the signal aborts. A look that fails is logged, and the next one is taken in its time. */
export async function keepMonitoring(
  { intervalMs, now, sleep, look, lastLookAt, log }: MonitorSchedule,
  signal: AbortSignal,
): Promise<void> {
  if (intervalMs === 0) return;
  const say = (what: string): void => log(`${now().toISOString()} monitor ${what}`);
  let wait = START_MS;
  try {
    const last = await lastLookAt();
    if (last !== undefined) wait = Math.max(wait, Date.parse(last) + intervalMs - now().getTime());
  } catch (error) {
    say(describeFailure(error));
  }
  while (!signal.aborted) {
    try {
      await sleep(Math.min(wait, intervalMs), signal);
      const report = await look(signal);
      if (report.state !== report.stateBefore) say(describeChange(report));
    } catch (error) {
      if (signal.aborted) return;
      say(describeFailure(error));
    }
    wait = intervalMs;
  }
}

function describeChange({ state, stateBefore, drift }: MonitorReport): string {
  const worst = [...drift.signals, ...drift.objectives]
    .filter((each) => each.state === state && state !== "ok" && state !== "no-data")
    .map(({ told }) => told);
  const change = stateBefore === undefined ? state : `${stateBefore} -> ${state}`;
  return worst.length > 0 ? `${change}: ${worst.join("; ")}` : change;
}

function describeFailure(error: unknown): string {
  const { code, message } = toPlumblineError(error);
  return `failed: ${code}: ${message}`;
}
