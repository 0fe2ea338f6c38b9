/** @module Use case: whether traffic, documents and outcomes are still what was calibrated on. */
import type { Evaluation } from "../../domain/evaluation.ts";
import { toPlumblineError } from "../../foundation/errors.ts";
import { createTurns } from "../../foundation/turns.ts";
import type { Store } from "../../ports/store.ts";
import {
  worstState,
  type CurrentWindow,
  type DriftReport,
  type TrafficWindow,
} from "../../trace/index.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import { badWindow, notFound, ownerOnly } from "../errors.ts";
import { toMoment } from "../trace/moment.ts";
import type { As } from "../writer/writer.ts";
import type { Compare } from "./assess-thread.ts";
import { keepMonitoring, type MonitorSchedule } from "./keep-monitoring.ts";
import {
  choosePrevious,
  keepReport,
  MONITOR_SETTING,
  NOTHING_KEPT,
  type MonitorReport,
  type MonitorState,
} from "./monitor-report.ts";
import { assessDayCost, toObjectives } from "./objectives.ts";
import { observeDocuments, toEvidence } from "./observe-documents.ts";
import { observeWindow } from "./observe-questions.ts";
import { readMarks } from "./question-marks.ts";
import { watchDecision } from "./watch-decision.ts";
import {
  chooseCurrent,
  chooseReference,
  findFloor,
  readNamedReference,
  type ChosenReference,
  type QuestionWindow,
  type WindowSettings,
} from "./windows.ts";

export interface MonitorInput {
  /** Of the current window: a date, a time, or days ago such as `7d`. */
  readonly since?: string | undefined;
  /** `2026-10-01..2026-11-01`, the second moment behind the last. */
  readonly reference?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

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

export interface MonitorContext {
  readonly assembly: Assembly;
  /** With everything that was recorded so far. */
  readonly openStore: () => Promise<Store>;
  readonly compare: Compare;
  readonly sleep: MonitorSchedule["sleep"];
}

const HOUR_MS = 3_600_000;
const EVALUATIONS = 5;
/** Questions of the current window below which nothing is compared. */
const LEAST_CURRENT = 100;

export function createMonitorApp(context: MonitorContext): LocalMonitorApp {
  const { assembly, openStore, sleep } = context;
  const turns = createTurns();
  const monitor: MonitorApp["monitor"] = async (as, input) => {
    requireOwner(as);
    // Two at a time would each continue from the same report.
    using _ = await turns.take("monitor", input.signal);
    return look(context, input);
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

async function readState(store: Store): Promise<MonitorState> {
  // Written by `look`, in this shape.
  return ((await store.getSetting(MONITOR_SETTING)) ?? NOTHING_KEPT) as MonitorState;
}

async function look(context: MonitorContext, input: MonitorInput): Promise<MonitorReport> {
  const { assembly, openStore } = context;
  const { signal } = input;
  const store = await openStore();
  const state = await readState(store);
  const now = assembly.clock.now();
  const { days, questions, alpha } = assembly.loaded.config.monitor;
  const settings = { store, release: assembly.release, now, days, questions, signal };
  const reference = await openReference(settings, input, state);
  const current = await chooseCurrent(settings, reference, readSince(settings, input, reference));
  const evaluation = await findEvaluation(store);
  const isNamed = input.since !== undefined || input.reference !== undefined;
  const observed = await observe(assembly, store, { reference, current, evaluation }, signal);
  const previous = isNamed ? undefined : choosePrevious(state, current.since);
  const drift = await compareAll(context, store, observed, { previous, signal });
  const revisit = await watchDecision(store, current, evaluation, now);
  const report: MonitorReport = {
    schema: "plumbline.monitor/1",
    at: now.toISOString(),
    state: drift.state,
    ...(state.last ? { stateBefore: state.last.state } : {}),
    falseAlarms: { alpha, told: describeFalseAlarms(alpha) },
    drift,
    ...(revisit ? { revisit } : {}),
    notes: [...(reference.note === undefined ? [] : [reference.note]), ...observed.notes],
  };
  return isNamed ? report : keep(store, report, keepReport(state, reference.kept, report));
}

/** A store that cannot be written to costs the memory of the look, not the look. */
async function keep(
  store: Store,
  report: MonitorReport,
  state: MonitorState,
): Promise<MonitorReport> {
  try {
    await store.putSetting(MONITOR_SETTING, state);
    return report;
  } catch (error) {
    const note = `this look could not be kept for the next one: ${toPlumblineError(error).code}`;
    return { ...report, notes: [...report.notes, note] };
  }
}

const describeFalseAlarms = (alpha: number): string => {
  const windows = Math.round(1 / alpha).toLocaleString("en-US");
  return `of windows without any change one in ${windows} warns, all signals together; an alert needs two windows that follow each other, or a rise that adds up over many`;
};

/** @throws app.bad-window, app.bad-moment */
async function openReference(
  settings: WindowSettings,
  { reference }: MonitorInput,
  { references }: MonitorState,
): Promise<ChosenReference> {
  if (reference === undefined) return chooseReference(settings, references);
  const { now } = settings;
  const [from = "", to = "", ...more] = reference.split("..");
  if (from === "" || to === "" || more.length > 0)
    throw badWindow({ reason: `${JSON.stringify(reference)} names no two moments` });
  const [since, until] = [toMoment(from, now), toMoment(to, now)];
  if (since >= until) throw badWindow({ reason: "the reference ends before it begins" });
  if (until > now.toISOString()) throw badWindow({ reason: "the reference is not over yet" });
  return readNamedReference(settings, { since, until });
}

/** @throws app.bad-window, app.bad-moment */
function readSince(
  settings: WindowSettings,
  { since }: MonitorInput,
  reference: ChosenReference,
): string | undefined {
  if (since === undefined) return undefined;
  const moment = toMoment(since, settings.now);
  if (moment >= settings.now.toISOString())
    throw badWindow({ reason: "it would begin in the future" });
  const floor = findFloor(settings, reference);
  if (floor !== undefined && moment < floor)
    throw badWindow({ reason: `its questions would be of the reference, which ends at ${floor}` });
  return moment;
}

async function findEvaluation(store: Store): Promise<Evaluation | undefined> {
  const recent = await store.listEvaluations(maintenanceAccess("monitor"), { limit: EVALUATIONS });
  return recent.find(({ subject }) => subject.kind === "release");
}

interface ChosenWindows {
  readonly reference: ChosenReference;
  readonly current: QuestionWindow;
  readonly evaluation: Evaluation | undefined;
}

interface ObservedWindows {
  readonly reference: TrafficWindow;
  readonly current: CurrentWindow;
  readonly notes: readonly string[];
}

async function observe(
  assembly: Assembly,
  store: Store,
  { reference, current, evaluation }: ChosenWindows,
  signal: AbortSignal | undefined,
): Promise<ObservedWindows> {
  // What is not complete is compared with nothing.
  const compared = reference.complete ? reference.window : { ...reference.window, asked: [] };
  const marks = await readMarks(store, compared.since, signal);
  const before = await observeWindow(assembly, store, compared, marks, signal);
  const now = await observeWindow(assembly, store, current, marks, signal);
  const { since, until } = current;
  const documents = await observeDocuments(
    store,
    { since: reference.window.until, current: { since, until }, cited: before.cited },
    signal,
  );
  const evidence = toEvidence(evaluation);
  const failure = before.embedFailure ?? now.embedFailure;
  return {
    reference: before.traffic,
    current: { ...now.traffic, ...documents, ...(evidence ? { evidence } : {}) },
    notes:
      failure === undefined ? [] : [`questions have no vectors: the embedder failed (${failure})`],
  };
}

async function compareAll(
  { assembly, compare }: MonitorContext,
  store: Store,
  { reference, current }: ObservedWindows,
  { previous, signal }: { previous: DriftReport | undefined; signal: AbortSignal | undefined },
): Promise<DriftReport> {
  const { monitor } = assembly.loaded.config;
  const drift = await compare(
    {
      reference,
      current,
      options: {
        seed: current.until,
        alpha: monitor.alpha,
        least: { reference: monitor.questions, current: LEAST_CURRENT },
        objectives: toObjectives(monitor),
        ...(previous ? { previous } : {}),
      },
    },
    signal,
  );
  if (monitor.costUsdPerDay === undefined) return drift;
  const day = current.since.slice(0, 10);
  const spend = await store.listSpend(maintenanceAccess("monitor"), day);
  const objectives = [...drift.objectives, assessDayCost(spend, monitor.costUsdPerDay)];
  const states = [...drift.signals, ...objectives].map(({ state }) => state);
  return { ...drift, objectives, state: worstState(states) };
}
