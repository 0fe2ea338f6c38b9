/** @module One look: windows are chosen, observed and compared, and the report kept for the next. */
import type { Evaluation } from "../../domain/evaluation.ts";
import { toPlumblineError } from "../../foundation/errors.ts";
import type { Store } from "../../ports/store.ts";
import {
  toReportState,
  type CurrentWindow,
  type DriftReport,
  type TrafficWindow,
} from "../../trace/index.ts";
import { maintenanceAccess } from "../access.ts";
import type { Assembly } from "../assembly.ts";
import type { Compare } from "./assess-thread.ts";
import {
  choosePrevious,
  keepReport,
  MONITOR_SETTING,
  NOTHING_KEPT,
  type MonitorReport,
  type MonitorState,
} from "./monitor-report.ts";
import { openReference, readSince, type MonitorInput } from "./named-windows.ts";
import { assessDayCost, toObjectives } from "./objectives.ts";
import { observeDocuments, toEvidence } from "./observe-documents.ts";
import { observeWindow } from "./observe-questions.ts";
import { readMarks } from "./question-marks.ts";
import { watchDecision } from "./watch-decision.ts";
import { chooseCurrent, type ChosenReference, type QuestionWindow } from "./windows.ts";

export interface LookContext {
  readonly assembly: Assembly;
  /** With everything that was recorded so far. */
  readonly openStore: () => Promise<Store>;
  readonly compare: Compare;
}

const EVALUATIONS = 5;
/** Questions of the current window below which nothing is compared. */
const LEAST_CURRENT = 100;

export async function readState(store: Store): Promise<MonitorState> {
  // Written by `look`, in this shape.
  return ((await store.getSetting(MONITOR_SETTING)) ?? NOTHING_KEPT) as MonitorState;
}

/** @throws app.bad-window, app.bad-moment */
export async function look(context: LookContext, input: MonitorInput): Promise<MonitorReport> {
  const { openStore } = context;
  const { signal } = input;
  const store = await openStore();
  const assembly = await context.assembly.serving.choose(store, {});
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
  const revisit = await watchDecision(assembly, store, current, evaluation, now);
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
  { assembly, compare }: LookContext,
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
  return { ...drift, objectives, state: toReportState(drift.signals, objectives) };
}
