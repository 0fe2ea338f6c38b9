/** @module Drift: whether traffic, scores, documents or outcomes are no longer what was calibrated on. */
import { createRandom } from "../../foundation/random.ts";
import { describeCorpus } from "./corpus.ts";
import { judgeSignals } from "./judge-signals.ts";
import { assessObjectives, type Objectives } from "./objectives.ts";
import {
  toReportState,
  type DriftReport,
  type DriftSignal,
  type ObjectiveReport,
  type WindowNote,
} from "./report.ts";
import { testSignals } from "./signals.ts";
import { listDistant } from "./vectors.ts";
import type { CurrentWindow, Observation, TrafficWindow } from "./window.ts";

export interface DriftOptions {
  /** Names the streams of the permutations. */
  readonly seed: string;
  /** Chance that any signal warns in a quiet window; .01 by default. */
  readonly alpha?: number;
  /** Questions of either window below which a signal is `no-data`; 500 and 100 by default. */
  readonly least?: { readonly reference: number; readonly current: number };
  readonly objectives?: Objectives;
  /** Of the window before this one, against the same reference: what was seen twice alerts. */
  readonly previous?: DriftReport;
}

const ALPHA = 0.01;
/** 500 questions to calibrate on; 100 for a Kolmogorov–Smirnov gap of .2 to be seen at all. */
const LEAST = { reference: 500, current: 100 };
/** Distant questions that a report names, for people to look at. */
const MOST_DISTANT = 50;
/** More signals than there are: what the smallest p must be able to get below, by Holm's rule. */
const SIGNALS = 20;

/**
 * Compares the current window with the one that thresholds were calibrated on. Pure: the same
 * windows and seed give the same report. A later window takes the report of the one before it.
 */
export function assessDrift(
  reference: TrafficWindow,
  current: CurrentWindow,
  options: DriftOptions,
): DriftReport {
  const { seed, alpha = ALPHA, least = LEAST } = options;
  const previous = continuesWith(options.previous, reference);
  const tested = testSignals(reference, current, {
    least,
    randomFor: (signal) => createRandom(`${seed}/drift/${signal}`),
    rounds: Math.max(1000, Math.ceil((2 * SIGNALS) / alpha)),
    histories: new Map(
      (previous?.signals ?? []).flatMap(({ name, history }) => (history ? [[name, history]] : [])),
    ),
  });
  const signals = [...judgeSignals(tested, { alpha, previous }), ...describeCorpus(current)];
  const objectives = assessObjectives(current, options.objectives ?? {});
  return {
    schema: "plumbline.drift/1",
    reference: toNote(reference),
    current: toNote(current),
    state: toReportState(signals, objectives),
    signals,
    objectives,
    distant: findDistant(reference, current, signals),
    advice: advise(signals, objectives),
  };
}

/** Against another reference, what was seen before says nothing of this one. */
function continuesWith(
  previous: DriftReport | undefined,
  reference: TrafficWindow,
): DriftReport | undefined {
  const { release, since, until } = previous?.reference ?? {};
  const same =
    release === reference.release && since === reference.since && until === reference.until;
  return same ? previous : undefined;
}

const toNote = ({ release, embedder, since, until, observations }: TrafficWindow): WindowNote => ({
  release,
  embedder,
  since,
  until,
  questions: observations.length,
});

function findDistant(
  reference: TrafficWindow,
  current: TrafficWindow,
  signals: readonly DriftSignal[],
): readonly string[] {
  const vectors = signals.find(({ test }) => test === "mmd");
  if (vectors?.state !== "warning" && vectors?.state !== "alert") return [];
  const withVector = ({ observations }: TrafficWindow) =>
    observations.flatMap(({ id, vector }: Observation) => (vector ? [{ id, vector }] : []));
  const before = withVector(reference).map(({ vector }) => vector);
  return listDistant(before, withVector(current), MOST_DISTANT);
}

function advise(
  signals: readonly DriftSignal[],
  objectives: readonly ObjectiveReport[],
): readonly string[] {
  const alerts = signals.filter(({ state }) => state === "alert");
  const has = (kind: DriftSignal["kind"]): boolean => alerts.some((each) => each.kind === kind);
  return [
    ...(alerts.length > 0
      ? ["thresholds and calibrations of judges are stale: they were made for other traffic"]
      : []),
    ...(has("question")
      ? ["label some of the distant questions, and add them to a golden set"]
      : []),
    ...(has("corpus") ? ["repair the golden cases whose evidence has changed"] : []),
    ...(has("outcome")
      ? ["look at a random sample of recent answers, not at complaints alone"]
      : []),
    ...(objectives.some(({ state }) => state === "alert")
      ? ["an objective is missed: see which of them, and since when"]
      : []),
  ];
}
