/** @module An evaluation as JUnit XML, for servers that build. */
import type { Evaluation, MeasureResult } from "../../domain/evaluation.ts";
import { cleanText, toCleanLine } from "../../foundation/pages/clean-text.ts";
import { describeMeasure, describeOutcome } from "./describe-evaluation.ts";
import {
  formatDifference,
  formatDifferenceInterval,
  formatInterval,
  formatP,
  formatValue,
} from "./figures.ts";
import { isRegressed, orderCases, type OrderedCase } from "./order-cases.ts";

export interface JUnitOptions {
  /** One test a case besides those of the gate; it never fails by itself. */
  readonly cases?: boolean;
}

/**
 * A suite is the golden set, a test a measure: a fail is a failure, an inconclusive verdict an
 * error of that type, and what nobody judges is skipped.
 */
export function renderJUnit(evaluation: Evaluation, { cases = false }: JUnitOptions = {}): string {
  const { golden, measures, slices, startedAt, endedAt } = evaluation;
  const tests = [
    ...measures.map((measure) => toTest(measure, golden.name)),
    ...slices.flatMap(({ name, measures: inSlice }) =>
      inSlice.map((measure) => toTest(measure, `${golden.name}.${name}`)),
    ),
    ...(cases ? orderCases(evaluation).map((each) => toCaseTest(each, golden.name)) : []),
  ];
  const count = (kind: string): number => tests.filter((test) => test.includes(`<${kind}`)).length;
  const seconds = Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const totals = toAttributes({
    tests: tests.length,
    failures: count("failure "),
    errors: count("error "),
    skipped: count("skipped"),
    time: seconds.toFixed(3),
  });
  const suite = toAttributes({ name: golden.name, timestamp: startedAt.slice(0, 19) });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${toAttributes({ name: "plumbline evaluate" })}${totals}>`,
    `<testsuite${suite}${totals}>`,
    ...tests,
    `<system-out>${escapeXml(describeOutcome(evaluation))}</system-out>`,
    "</testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function toTest(result: MeasureResult, suite: string): string {
  const { measure, verdict, verdictReason = "" } = result;
  const head = `<testcase${toAttributes({ classname: suite, name: measure })}>`;
  const told = escapeXml(describeFigures(result));
  const reason = toAttributes({ message: verdictReason, type: verdict ?? "" });
  if (verdict === "fail") return `${head}<failure${reason}>${told}</failure></testcase>`;
  if (verdict === "inconclusive") return `${head}<error${reason}>${told}</error></testcase>`;
  const skipped = `<skipped${toAttributes({ message: "not judged by the gate" })}/>`;
  const out = `<system-out>${told}</system-out>`;
  return `${head}${verdict === undefined ? skipped : ""}${out}</testcase>`;
}

function describeFigures(result: MeasureResult): string {
  const { measure, mean, interval, scored, comparison } = result;
  const value = mean === undefined ? "unscored" : formatValue(mean);
  const range = interval ? ` ${formatInterval(interval)}` : "";
  const compared = comparison
    ? `, ${formatDifference(comparison.difference)} ${formatDifferenceInterval(comparison.interval)} over ${comparison.cases} cases, p ${formatP(comparison.p)}, smallest seen ${formatValue(comparison.smallestSeen)}`
    : "";
  const note = describeMeasure(result);
  return `${measure} ${value}${range}, n ${scored}${compared}${note === "" ? "" : `; ${note}`}`;
}

function toCaseTest(ordered: OrderedCase, suite: string): string {
  const { caseId, asked, failure } = ordered.result;
  const change = ordered.change === undefined ? "" : ` (${formatDifference(ordered.change)})`;
  const value = ordered.value === undefined ? "unscored" : formatValue(ordered.value);
  const words = [value + change, isRegressed(ordered) ? "regressed" : "", failure ?? ""];
  const told = [words.filter((word) => word !== "").join(" "), cleanText(asked?.text ?? "")];
  const name = toAttributes({ classname: `${suite}.cases`, name: caseId });
  return `<testcase${name}><system-out>${escapeXml(told.join("\n"))}</system-out></testcase>`;
}

function toAttributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(toCleanLine(String(value)))}"`)
    .join("");
}

/** Without the characters that XML 1.0 forbids. */
const escapeXml = (text: string): string =>
  cleanText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
