/** @module What a look at drift found: signals, objectives, and one state for all of it. */
import type { Interval } from "../../foundation/statistics/interval.ts";

/** `no-data` is no `ok`: too little was seen to say either. */
export type DriftState = "ok" | "warning" | "alert" | "no-data";

export interface SideCounts {
  readonly reference: number;
  readonly current: number;
}

/** One comparison of the two windows. JSON-able. */
export interface DriftSignal {
  readonly name: string;
  readonly kind: "question" | "score" | "corpus" | "outcome";
  readonly state: DriftState;
  /** What was compared, in a sentence. */
  readonly told: string;
  readonly n: SideCounts;
  readonly test?: "mmd" | "jensen-shannon" | "kolmogorov-smirnov" | "fisher" | "welch";
  /** The test's own statistic: MMD², bits, the largest gap, a difference of rates, of mean ln. */
  readonly effect?: number;
  readonly p?: number;
  /** By Holm's rule over all signals with a test. */
  readonly adjustedP?: number;
  /** Shown beside it; nothing is decided by them. */
  readonly shown?: Readonly<Record<string, number>>;
  /** Of a share. */
  readonly interval?: Interval;
  /** What the sum of small rises needs of the windows so far. */
  readonly history?: SignalHistory;
  /** How often it alarms without any change. */
  readonly falseAlarms: string;
}

/** Everything seen before the next window, the reference included. */
export interface SignalHistory {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  /** Page's cumulative sum after the last window. */
  readonly cusum: number;
}

export interface ObjectiveReport {
  readonly name: string;
  readonly state: DriftState;
  readonly told: string;
  readonly n: number;
  readonly value?: number;
  /** 95 %; an end that too few values tell nothing of is absent. */
  readonly low?: number;
  readonly high?: number;
  readonly limit: number;
  readonly falseAlarms: string;
}

export interface WindowNote {
  readonly release: string;
  readonly embedder: string;
  readonly since: string;
  readonly until: string;
  readonly questions: number;
}

/** `plumbline.drift/1` */
export interface DriftReport {
  readonly schema: "plumbline.drift/1";
  readonly reference: WindowNote;
  readonly current: WindowNote;
  /** The worst of all; `no-data` when nothing could be told. */
  readonly state: DriftState;
  readonly signals: readonly DriftSignal[];
  readonly objectives: readonly ObjectiveReport[];
  /** Questions unlike those of the reference, the most distant first; empty unless they drifted. */
  readonly distant: readonly string[];
  /** What an alarm makes doubtful. Nothing that serves changes by itself. */
  readonly advice: readonly string[];
}

const WORST_FIRST: readonly DriftState[] = ["alert", "warning", "ok", "no-data"];

/** The worst state among them; `no-data` for none. */
const worstState = (states: readonly DriftState[]): DriftState =>
  WORST_FIRST.find((state) => states.includes(state)) ?? "no-data";

/** Of a whole report: a count that nothing was compared with does not make it `ok`. */
export const toReportState = (
  signals: readonly DriftSignal[],
  objectives: readonly ObjectiveReport[],
): DriftState =>
  worstState([
    ...signals.flatMap(({ p, state }) => (p === undefined && state === "ok" ? [] : state)),
    ...objectives.map(({ state }) => state),
  ]);
