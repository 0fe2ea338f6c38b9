/** @module An evaluation as Markdown, for pull requests and step summaries. */
import type { Evaluation, MeasureResult } from "../../domain/evaluation.ts";
import { toCleanLine } from "../../foundation/pages/clean-text.ts";
import { escapeMarkdown } from "../../foundation/pages/markdown.ts";
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
import { findLeadingMeasure, isRegressed, orderCases, type OrderedCase } from "./order-cases.ts";

const CASES_SHOWN = 20;
const QUESTION_LENGTH = 200;

/** Tables of GitHub's dialect; ends with a line break. */
export function renderMarkdown(evaluation: Evaluation): string {
  const { gate, warnings, slices } = evaluation;
  const verdict = gate ? `: ${gate.verdict}` : "";
  const blocks = [
    `## Evaluation${verdict}`,
    [describeGolden(evaluation), describeSubjects(evaluation)].map(escapeMarkdown).join("  \n"),
    toTable(evaluation.measures),
    toList([...(gate?.reasons ?? []), ...warnings.map((warning) => `Warning: ${warning}`)]),
    ...slices.map(
      ({ name, cases, measures }) =>
        `### ${escapeMarkdown(`${name}, ${cases} cases`)}\n\n${toTable(measures)}`,
    ),
    toRegressed(evaluation),
    toList(describeCounts(evaluation)),
    escapeMarkdown(describeOutcome(evaluation)),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function toTable(measures: readonly MeasureResult[]): string {
  const compared = measures.some(({ comparison }) => comparison);
  const heads = compared
    ? ["measure", "n", "before", "now", "difference [95 %]", "p", "smallest seen", "verdict", ""]
    : ["measure", "n", "mean", "[95 %]", "verdict", ""];
  const rows = measures.map((measure) => toCells(measure, compared));
  const line = ([first = "", ...cells]: readonly string[]): string =>
    `| ${[first, ...cells.map(escapeMarkdown)].join(" | ")} |`;
  const rule = heads.map((_, at) => (at > 0 && at < heads.length - 2 ? "--:" : "---"));
  return [line(heads), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

function toCells(result: MeasureResult, compared: boolean): readonly string[] {
  const { measure, scored, mean, interval, comparison, verdict = "", direction } = result;
  const name = toCode(measure);
  const value = mean === undefined ? "unscored" : formatValue(mean);
  const note = describeMeasure(result);
  if (!compared)
    return [name, `${scored}`, value, interval ? formatInterval(interval) : "", verdict, note];
  if (!comparison) return [name, `${scored}`, "", value, "", "", "", verdict, note];
  const { baseline, difference, p, cases, smallestSeen } = comparison;
  const now = baseline + (direction === "lower" ? -difference : difference);
  return [
    name,
    `${cases}`,
    formatValue(baseline),
    formatValue(now),
    `${formatDifference(difference)} ${formatDifferenceInterval(comparison.interval)}`,
    formatP(p),
    formatValue(smallestSeen),
    verdict,
    note,
  ];
}

function toRegressed(evaluation: Evaluation): string {
  const regressed = orderCases(evaluation).filter(isRegressed);
  if (regressed.length === 0) return "";
  const leading = findLeadingMeasure(evaluation)?.measure ?? "";
  const rows = regressed.slice(0, CASES_SHOWN).map(toCaseRow);
  const hidden = regressed.length - rows.length;
  return [
    `### Regressed by ${toCode(leading)}: ${regressed.length}`,
    "",
    "| case | question | now | change | failure |",
    "| --- | --- | --: | --: | --- |",
    ...rows,
    ...(hidden > 0 ? ["", `and ${hidden} more`] : []),
  ].join("\n");
}

function toCaseRow({ result, value = 0, change = 0 }: OrderedCase): string {
  const { caseId, asked, failure = "" } = result;
  const cells = [
    caseId,
    toCleanLine(asked?.text ?? "", QUESTION_LENGTH),
    formatValue(value),
    formatDifference(change),
    failure,
  ];
  return `| ${cells.map(escapeMarkdown).join(" | ")} |`;
}

const toList = (lines: readonly string[]): string =>
  lines.map((line) => `- ${escapeMarkdown(line)}`).join("\n");

/** Names of measures are code, which needs no escapes and stays what one can copy. */
const toCode = (measure: string): string =>
  /^[\w@(),.='/-]+$/.test(measure) ? `\`${measure}\`` : escapeMarkdown(measure);
