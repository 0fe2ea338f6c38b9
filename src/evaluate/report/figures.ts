/** @module How numbers are printed in every form of a report. */
import type { EvaluationSubject, Interval, MeasureResult } from "../../domain/evaluation.ts";

const MINUS = "−";

/** `.612`, `1.000`, `12.5`, `1,840`: three places below 1, three digits or more above. */
export function formatValue(value: number): string {
  const size = Math.abs(value);
  const text =
    size <= 1
      ? size.toFixed(3).replace(/^0/, "")
      : size < 100
        ? size.toPrecision(3)
        : Math.round(size).toLocaleString("en-US");
  return value < 0 && /[1-9]/.test(text) ? `${MINUS}${text}` : text;
}

/** The same with its sign. */
export function formatDifference(value: number): string {
  const text = formatValue(value);
  return text.startsWith(MINUS) || !/[1-9]/.test(text) ? text : `+${text}`;
}

export const formatInterval = ({ low, high }: Interval): string =>
  `[${formatValue(low)}, ${formatValue(high)}]`;

export const formatDifferenceInterval = ({ low, high }: Interval): string =>
  `[${formatDifference(low)}, ${formatDifference(high)}]`;

export function formatP(p: number): string {
  if (p < 0.001) return "<.001";
  return p < 0.1 ? formatValue(p) : p.toFixed(2).replace(/^0/, "");
}

export function formatCost(costUsd: number | "unknown"): string {
  if (costUsd === "unknown") return "cost unknown";
  if (costUsd === 0) return "no cost";
  return `cost $${costUsd < 1 ? costUsd.toPrecision(2) : costUsd.toFixed(2)}`;
}

/** `1 case`, `162 cases`. */
export const countOf = (n: number, one: string): string =>
  `${n.toLocaleString("en-US")} ${one}${n === 1 ? "" : "s"}`;

/** A release by its id, anything else by its name. */
export const formatSubject = ({ kind, name }: EvaluationSubject): string =>
  kind === "release" ? `release ${name}` : name;

/** `4 of 162 unscored: no quotes 3, judge timed out 1`; empty when all are scored. */
export function describeUnscored({ scored, unscored, unscoredReasons }: MeasureResult): string {
  if (unscored === 0) return "";
  const reasons = Object.entries(unscoredReasons)
    .toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([reason, n]) => `${reason} ${n}`);
  return `${unscored} of ${scored + unscored} unscored: ${reasons.join(", ")}`;
}
