/** @module An evaluation as lines of text: a table where it fits, blocks where it does not. */
import type { Evaluation, MeasureResult } from "../../domain/evaluation.ts";
import { toCleanLine } from "../../foundation/pages/clean-text.ts";
import {
  describeCounts,
  describeGolden,
  describeMeasure,
  describeOutcome,
  describeSubjects,
} from "./describe-evaluation.ts";
import {
  formatDifference,
  formatDifferenceInterval,
  formatInterval,
  formatP,
  formatValue,
} from "./figures.ts";
import { findLeadingMeasure, isRegressed, orderCases } from "./order-cases.ts";

export interface TextOptions {
  /** Columns; no line is wider, but for a word that is. */
  readonly width: number;
}

/** Regressed cases that a terminal lists; the other forms list more. */
const REGRESSED = 5;

/** No line is empty but those that part sections. */
export function renderText(evaluation: Evaluation, { width }: TextOptions): readonly string[] {
  const { slices, gate, warnings } = evaluation;
  const lines = [
    describeGolden(evaluation),
    describeSubjects(evaluation),
    ...describeCounts(evaluation),
  ];
  const table = renderMeasures(evaluation.measures, width);
  const leading = findLeadingMeasure(evaluation)?.measure ?? "";
  const bySlice = slices.flatMap(({ name, measures }) =>
    measures
      .filter(({ measure }) => measure === leading)
      .map((result) => ({ ...result, measure: toCleanLine(name) })),
  );
  const closing = [
    ...warnings.map((warning) => `warning: ${warning}`),
    ...(gate?.reasons ?? []),
    describeOutcome(evaluation),
  ];
  return [
    ...lines.flatMap((line) => fold(toCleanLine(line), width)),
    "",
    ...table,
    ...(bySlice.length > 0 ? ["", `${leading} by slice`, ...renderMeasures(bySlice, width)] : []),
    ...renderRegressed(evaluation, width),
    "",
    ...closing.flatMap((line) => fold(toCleanLine(line), width)),
  ];
}

/** From roomy to narrow: with the smallest difference seen, without it, with less air. */
const LAYOUTS = [
  { seen: true, gap: "  " },
  { seen: false, gap: "  " },
  { seen: false, gap: " " },
] as const;

type Layout = (typeof LAYOUTS)[number];

function renderMeasures(measures: readonly MeasureResult[], width: number): readonly string[] {
  for (const layout of LAYOUTS) {
    const table = toTable(measures, layout);
    const [head = "", ...rows] = table;
    if (table.some((line) => line.length > width)) continue;
    return [head, ...rows.flatMap((row, at) => [row, ...toNotes(measures[at], width, layout)])];
  }
  return measures.flatMap((each) => [...renderBlock(each, width), ...toNotes(each, width)]);
}

/** The head, then one line a measure. */
function toTable(measures: readonly MeasureResult[], { seen, gap }: Layout): readonly string[] {
  const compared = measures.some(({ comparison }) => comparison);
  const judged = measures.some(({ verdict }) => verdict);
  const heads = compared
    ? ["measure", "n", "before", "now", "difference [95 %]", "p", ...(seen ? ["seen"] : [])]
    : ["measure", "n", "mean", "[95 %]"];
  const rows = [
    [...heads, ...(judged ? ["verdict"] : [])],
    ...measures.map((each) => [...toCells(each, compared, seen), each.verdict ?? ""]),
  ];
  const widths = heads.map((_, at) => Math.max(...rows.map((cells) => cells[at]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, at) => align(cell, widths[at] ?? 0))
      .join(gap)
      .trimEnd(),
  );
}

/** Numbers to the right, words and intervals to the left. */
const align = (cell: string, width: number): string =>
  /^[.\d+−<-][\d.,−<-]*$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);

function toCells(result: MeasureResult, compared: boolean, seen: boolean): readonly string[] {
  const { measure, mean, interval, scored, comparison } = result;
  const value = mean === undefined ? "-" : formatValue(mean);
  if (!compared) return [measure, `${scored}`, value, interval ? formatInterval(interval) : ""];
  if (!comparison) return [measure, `${scored}`, "", value, "", "", ...(seen ? [""] : [])];
  const { baseline, difference, p, cases, smallestSeen } = comparison;
  return [
    measure,
    `${cases}`,
    formatValue(baseline),
    formatValue(baseline + toShift(result)),
    `${formatDifference(difference)} ${formatDifferenceInterval(comparison.interval)}`,
    formatP(p),
    ...(seen ? [formatValue(smallestSeen)] : []),
  ];
}

/** What the row has no room for. */
function toNotes(
  result: MeasureResult | undefined,
  width: number,
  layout?: Layout,
): readonly string[] {
  if (!result) return [];
  const { comparison } = result;
  const seen =
    comparison && layout?.seen === false
      ? `smallest seen ${formatValue(comparison.smallestSeen)}`
      : "";
  const parts = [seen, describeMeasure(result)].filter((part) => part !== "");
  return fold(toCleanLine(parts.join("; ")), width, "    ");
}

/** From the baseline to the challenger as the measure itself runs. */
const toShift = ({ direction, comparison }: MeasureResult): number =>
  (direction === "lower" ? -1 : 1) * (comparison?.difference ?? 0);

/** What the table's row says, in lines that fit anywhere. */
function renderBlock(result: MeasureResult, width: number): readonly string[] {
  const { measure, mean, interval, scored, comparison, verdict } = result;
  const head = `${measure}${verdict === undefined ? "" : `: ${verdict}`}`;
  if (!comparison) {
    const range = interval ? ` ${formatInterval(interval)}` : "";
    const value = mean === undefined ? "unscored" : `${formatValue(mean)}${range}`;
    return [head, ...fold(`${value}, n ${scored}`, width, "    ")];
  }
  const { baseline, difference, p, cases, smallestSeen } = comparison;
  const now = formatValue(baseline + toShift(result));
  const change = `${formatDifference(difference)} ${formatDifferenceInterval(comparison.interval)}`;
  const told = `${formatValue(baseline)} before, ${now} now, ${change}, p ${formatP(p)}, n ${cases}, smallest seen ${formatValue(smallestSeen)}`;
  return [head, ...fold(told, width, "    ")];
}

function renderRegressed(evaluation: Evaluation, width: number): readonly string[] {
  const regressed = orderCases(evaluation).filter(isRegressed);
  if (regressed.length === 0) return [];
  const leading = findLeadingMeasure(evaluation)?.measure ?? "";
  const lines = regressed.slice(0, REGRESSED).map(({ result, value = 0, change = 0 }) => {
    const { caseId, failure, asked } = result;
    const why = failure === undefined ? "" : `${failure} `;
    const head = `  ${toCleanLine(caseId)} ${formatValue(value)} (${formatDifference(change)}) ${why}`;
    return join(head, asked?.text ?? "", width);
  });
  const more = regressed.length - lines.length;
  const title = `regressed by ${leading}: ${regressed.length}${more > 0 ? `, the worst ${lines.length}` : ""}`;
  return ["", ...fold(title, width), ...lines];
}

/** The question takes what room the line has left. */
const join = (head: string, text: string, width: number): string =>
  toCleanLine(`${head.trim()} ${text}`, Math.max(1, width - 2)).replace(/^/, "  ");

/** Breaks at blanks. */
function fold(text: string, width: number, indent = ""): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter((each) => each !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}
