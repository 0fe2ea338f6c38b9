/** @module An evaluation for programs that read columns: one measure a line, tabs between. */
import type { Evaluation, MeasureResult } from "../../domain/evaluation.ts";
import { toCleanLine } from "../../foundation/pages/clean-text.ts";

export const TAB_COLUMNS = [
  "measure",
  "n",
  "mean",
  "low",
  "high",
  "unscored",
  "baseline",
  "difference",
  "differenceLow",
  "differenceHigh",
  "p",
  "smallestSeen",
  "verdict",
  "slice",
  "note",
] as const;

/** The heads first; what is not known is an empty cell. Slices come behind the whole. */
export function renderTabs({ measures, slices, gate }: Evaluation): readonly string[] {
  return [
    TAB_COLUMNS.join("\t"),
    ...measures.map((measure) => toRow(measure, "")),
    ...slices.flatMap(({ name, measures: inSlice }) =>
      inSlice.map((measure) => toRow(measure, toCleanLine(name))),
    ),
    ...(gate ? [toGateRow(gate.verdict, gate.reasons)] : []),
  ];
}

function toRow(result: MeasureResult, slice: string): string {
  const { measure, scored, mean, interval, unscored, comparison, verdict, verdictReason } = result;
  const cells = [
    measure,
    scored,
    toPlain(mean),
    toPlain(interval?.low),
    toPlain(interval?.high),
    unscored,
    toPlain(comparison?.baseline),
    toPlain(comparison?.difference),
    toPlain(comparison?.interval.low),
    toPlain(comparison?.interval.high),
    toPlain(comparison?.p),
    toPlain(comparison?.smallestSeen),
    verdict ?? "",
    slice,
    toCleanLine(verdictReason ?? ""),
  ];
  return cells.join("\t");
}

function toGateRow(verdict: string, reasons: readonly string[]): string {
  const cells = TAB_COLUMNS.map((column) => {
    if (column === "measure") return "gate";
    if (column === "verdict") return verdict;
    return column === "note" ? toCleanLine(reasons.join(" ")) : "";
  });
  return cells.join("\t");
}

/** Six decimals, as trec_eval's readers expect no fewer than four. */
const toPlain = (value: number | undefined): string => value?.toFixed(6) ?? "";
