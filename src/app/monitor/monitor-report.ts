/** @module What a look at the traffic found, and what is kept between two looks. */
import type { RevisitCheck } from "../../decide/index.ts";
import type { DriftReport, DriftState } from "../../trace/index.ts";

/** `plumbline.monitor/1`: ids and figures, never a text. */
export interface MonitorReport {
  readonly schema: "plumbline.monitor/1";
  readonly at: string;
  readonly state: DriftState;
  /** Of the look before; absent for the first. */
  readonly stateBefore?: DriftState;
  readonly falseAlarms: {
    /** Chance that a quiet window warns, all signals together. */
    readonly alpha: number;
    readonly told: string;
  };
  readonly drift: DriftReport;
  /** What would make one decide again, for the newest decision; absent where there is none. */
  readonly revisit?: { readonly decision: string; readonly checks: readonly RevisitCheck[] };
  /** What should be known of the windows and of what could not be observed. */
  readonly notes: readonly string[];
}

/** The window that questions under a release are compared with. */
export interface KeptReference {
  readonly release: string;
  readonly since: string;
  readonly until: string;
  /** In it when it was chosen. */
  readonly questions: number;
}

/**
 * Windows overlap when one looks more often than a window is long, and what is seen in two windows
 * that overlap was seen once. So a look is compared with the last one whose window had ended when
 * its own began.
 */
export interface MonitorState {
  /** Newest first. */
  readonly references: readonly KeptReference[];
  /** Begins a window's length: looks until its end are compared with `before`. */
  readonly anchor?: DriftReport | undefined;
  /** Of the window before the anchor's. */
  readonly before?: DriftReport | undefined;
  readonly last?: MonitorReport | undefined;
}

export const NOTHING_KEPT: MonitorState = { references: [] };

/** A name of the store's settings. */
export const MONITOR_SETTING = "monitor";

/** The report whose window ended before this one begins. */
export function choosePrevious(
  { anchor, before }: MonitorState,
  since: string,
): DriftReport | undefined {
  return anchor && since >= anchor.current.until ? anchor : before;
}

/** What is kept after a look. */
export function keepReport(
  state: MonitorState,
  references: readonly KeptReference[],
  last: MonitorReport,
): MonitorState {
  const { anchor } = state;
  const { drift } = last;
  const isNext =
    !anchor ||
    !isTold(anchor) ||
    !isSameReference(anchor, drift) ||
    drift.current.since >= anchor.current.until;
  if (!isNext) return { ...state, references, last };
  const before = anchor && isTold(anchor) ? anchor : state.before;
  return { references, anchor: drift, before, last };
}

const isTold = ({ signals }: DriftReport): boolean =>
  signals.some(({ adjustedP }) => adjustedP !== undefined);

const isSameReference = (a: DriftReport, b: DriftReport): boolean =>
  a.reference.release === b.reference.release &&
  a.reference.since === b.reference.since &&
  a.reference.until === b.reference.until;
