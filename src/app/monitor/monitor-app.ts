/** @module Use case: whether traffic, documents and outcomes are still what was calibrated on. */
import { createTurns } from "../../foundation/turns.ts";
import { HOUR_MS } from "../../foundation/durations.ts";
import { notFound } from "../errors.ts";
import type { As } from "../writer/writer.ts";
import { ownerOnly } from "./errors.ts";
import { keepMonitoring, type MonitorSchedule } from "./keep-monitoring.ts";
import { look, readState, type LookContext } from "./look.ts";
import type { MonitorReport } from "./monitor-report.ts";
import type { MonitorInput } from "./named-windows.ts";

export interface MonitorApp {
  /**
   * Compares the latest questions with those that the release was first asked. Owner only. What was
   * seen is kept for the next look, unless the input names a window.
   *
   * @throws app.owner-only, app.bad-window, app.bad-moment
   */
  monitor(as: As, input: MonitorInput): Promise<MonitorReport>;
  /** The last one kept. Owner only. @throws app.owner-only, app.not-found */
  getMonitorReport(as: As): Promise<MonitorReport>;
}

/** What a process that opens the data directory itself can do besides. */
export interface LocalMonitorApp extends MonitorApp {
  /**
   * Looks as often as the configuration says, until the signal aborts; one line a change of state,
   * and one a failure.
   */
  keepMonitoring(log: (line: string) => void, signal: AbortSignal): Promise<void>;
}

export interface MonitorContext extends LookContext {
  readonly sleep: MonitorSchedule["sleep"];
}

export function createMonitorApp(context: MonitorContext): LocalMonitorApp {
  const { assembly, openStore, sleep } = context;
  const turns = createTurns();
  const monitor: MonitorApp["monitor"] = async (as, input) => {
    requireOwner(as);
    // Two at a time would each continue from the same report.
    using _ = await turns.take("monitor", input.signal);
    return await look(context, input);
  };
  return {
    monitor,
    async getMonitorReport(as) {
      requireOwner(as);
      const { last } = await readState(await openStore());
      if (!last) throw notFound({ what: "report of plumbline monitor", id: "yet" });
      return last;
    },
    keepMonitoring(log, signal) {
      const schedule: MonitorSchedule = {
        intervalMs: assembly.loaded.config.monitor.intervalHours * HOUR_MS,
        now: () => assembly.clock.now(),
        sleep,
        look: (stop) => monitor(undefined, { signal: stop }),
        lastLookAt: async () => (await readState(await openStore())).last?.at,
        log,
      };
      return keepMonitoring(schedule, signal);
    },
  };
}

function requireOwner(as: As): void {
  if (as !== undefined) throw ownerOnly({ what: "the monitor" });
}
