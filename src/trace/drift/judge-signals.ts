/** @module From tests to states: together, so that many signals do not alarm by chance. */
import { adjustByHolm } from "../../foundation/statistics/hypotheses/multiplicity.ts";
import { isCusumAlarm } from "../../foundation/statistics/two-samples/cusum.ts";
import type { DriftReport, DriftSignal, DriftState } from "./report.ts";
import { isTested, toFigure, type Tested, type Untested } from "./tested.ts";

const NO_ALARM = "never: it is not tested";

/**
 * A signal warns when its p, adjusted over all signals, is below `alpha`, and alerts when it did so
 * in the window before, too. One that only crept up alerts by its cumulative sum.
 */
export function judgeSignals(
  signals: readonly (Tested | Untested)[],
  { alpha, previous }: { readonly alpha: number; readonly previous?: DriftReport | undefined },
): readonly DriftSignal[] {
  const tested = signals.filter(isTested);
  const adjusted = adjustByHolm(tested.map(({ p }) => p));
  const byTest = new Map(tested.map((signal, place) => [signal, adjusted[place] ?? 1]));
  const seen = new Set(
    (previous?.signals ?? [])
      .filter(({ adjustedP }) => adjustedP !== undefined && adjustedP <= alpha)
      .map(({ name }) => name),
  );
  return signals.map((signal) =>
    isTested(signal)
      ? judge(signal, { alpha, adjustedP: byTest.get(signal) ?? 1, again: seen.has(signal.name) })
      : skip(signal, previous),
  );
}

interface JudgeOptions {
  readonly alpha: number;
  readonly adjustedP: number;
  /** It was seen in the window before. */
  readonly again: boolean;
}

function judge(signal: Tested, { alpha, adjustedP, again }: JudgeOptions): DriftSignal {
  const { name, kind, test, n, effect, p, shown, history, change } = signal;
  const moved = adjustedP <= alpha;
  const crept = history !== undefined && isCusumAlarm(history.cusum);
  const state: DriftState = crept || (moved && again) ? "alert" : moved ? "warning" : "ok";
  const verdict = moved
    ? again
      ? "changed for the second window running"
      : "changed; an alert if it lasts another window"
    : "no change beyond chance";
  const slow = crept
    ? `; it has risen a little for long, cumulative sum ${toFigure(history.cusum)}`
    : "";
  return {
    name,
    kind,
    state,
    told: `${name}: ${change} (adjusted p ${toFigure(adjustedP)}, ${n.reference} against ${n.current}): ${verdict}${slow}`,
    n,
    test,
    effect,
    p,
    adjustedP,
    ...(shown ? { shown } : {}),
    ...(history ? { history } : {}),
    falseAlarms: describeRate(alpha, history !== undefined),
  };
}

/** What was summed up before is kept for the next window that has data. */
function skip({ name, kind, n, missing }: Untested, previous?: DriftReport): DriftSignal {
  const history = previous?.signals.find((signal) => signal.name === name)?.history;
  return {
    name,
    kind,
    state: "no-data",
    told: `${name}: no data (${missing})`,
    n,
    ...(history ? { history } : {}),
    falseAlarms: NO_ALARM,
  };
}

/** Two quiet windows in a row, of all signals together. */
function describeRate(alpha: number, summed: boolean): string {
  const windows = Math.round(1 / alpha).toLocaleString("en-US");
  const both = "warns in one of";
  const sum = summed ? "; by its cumulative sum once in about 930" : "";
  return `${both} ${windows} quiet windows, all signals together${sum}`;
}
