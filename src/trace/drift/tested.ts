/** @module A signal before it is judged: all p-values are needed before any of them means much. */
import type { DriftSignal, SideCounts, SignalHistory } from "./report.ts";

/** What a test found of one signal. */
export interface Tested {
  readonly name: string;
  readonly kind: DriftSignal["kind"];
  readonly test: NonNullable<DriftSignal["test"]>;
  readonly n: SideCounts;
  readonly effect: number;
  readonly p: number;
  readonly shown?: Readonly<Record<string, number>>;
  readonly history?: SignalHistory;
  /** The change in words, without a verdict: `longer by .3 of a deviation`. */
  readonly change: string;
}

/** A signal that could not be tested. */
export interface Untested {
  readonly name: string;
  readonly kind: DriftSignal["kind"];
  readonly n: SideCounts;
  /** Why, in words. */
  readonly missing: string;
}

export const isTested = (signal: Tested | Untested): signal is Tested => "p" in signal;

/** Three digits, as a person reads them. */
export const toFigure = (value: number): string =>
  Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
