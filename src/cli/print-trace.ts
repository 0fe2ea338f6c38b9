/** @module A trace as a person reads it, or hears it read: words first, the picture last. */
import type { Trace, TraceSpan } from "../domain/trace.ts";
import { paint, toPrintable, type Terminal } from "./terminal.ts";

/** Columns for the spans' names, which are indented below their parents. */
const NAME = 12;
const TIME = 11;
const MOST_BAR = 40;
/** A line that screen readers pass over. */
const BAR = "━";

export const formatMs = (ms: number): string => `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;

const toMs = ({ startedAt, endedAt, spans }: Trace): number =>
  Math.max(
    0,
    ...spans.map(({ startMs, durationMs }) => startMs + durationMs),
    spans.length > 0 ? 0 : Date.parse(endedAt) - Date.parse(startedAt),
  );

/** One line a trace: when, what, how it ended, how long, and what names the rest. */
export function toTraceLine(trace: Trace): readonly string[] {
  const { id, startedAt, operation, outcome, source, answerId } = trace;
  return [id, startedAt, operation, outcome, source, formatMs(toMs(trace)), answerId ?? "-"];
}

export function printTrace(terminal: Terminal, trace: Trace): void {
  const { id, operation, outcome, reason, source, release, answerId, principals } = trace;
  const why = reason === undefined ? "" : ` (${reason})`;
  terminal.out(paint(terminal, "bold", toPrintable(`${operation}: ${outcome}${why}`)));
  terminal.out(`${id}, ${trace.startedAt}, ${formatMs(toMs(trace))}, traffic of ${source}`);
  terminal.out(toPrintable(`asked as ${principals.join(", ") || "nobody"}, under ${release}`));
  if (answerId !== undefined) terminal.out(`answer ${answerId}`);
  terminal.out("");
  printSpans(terminal, trace);
}

function printSpans(terminal: Terminal, trace: Trace): void {
  const whole = toMs(trace);
  const width = Math.min(MOST_BAR, terminal.width - NAME - 2 * TIME - 2);
  const head = `${"stage".padEnd(NAME)}${"begins".padStart(TIME)}${"takes".padStart(TIME)}`;
  terminal.out(paint(terminal, "dim", head));
  for (const span of trace.spans) {
    const { kind, startMs, durationMs, parentId, error, usage } = span;
    const name = `${parentId === undefined ? "" : "  "}${kind}`.padEnd(NAME);
    const times = `${formatMs(startMs).padStart(TIME)}${formatMs(durationMs).padStart(TIME)}`;
    const bar = width < 8 ? "" : `  ${toBar(span, whole, width)}`;
    terminal.out(`${name}${times}${bar}`.trimEnd());
    if (error !== undefined) terminal.out(paint(terminal, "red", `    failed: ${error}`));
    if (usage) terminal.out(toPrintable(`    ${describeUsage(usage)}`));
    const said = describe(span);
    if (said !== "") terminal.out(paint(terminal, "dim", toPrintable(`    ${said}`)));
  }
}

/** At least one mark wide, and never beyond the last column. */
function toBar({ startMs, durationMs }: TraceSpan, whole: number, width: number): string {
  if (whole <= 0) return BAR;
  const start = Math.min(width - 1, Math.floor((startMs / whole) * width));
  const length = Math.max(1, Math.round((durationMs / whole) * width));
  return " ".repeat(start) + BAR.repeat(Math.min(length, width - start));
}

const toCount = (tokens: number | "unknown"): string =>
  tokens === "unknown" ? "unknown" : tokens.toLocaleString("en-US");

const describeUsage = ({
  model,
  inputTokens,
  outputTokens,
  costUsd,
}: NonNullable<TraceSpan["usage"]>): string =>
  `${model}: ${toCount(inputTokens)} tokens in, ${toCount(outputTokens)} out, ${formatUsd(costUsd)}`;

export const formatUsd = (usd: number | "unknown"): string =>
  usd === "unknown" ? "cost unknown" : `$${usd.toFixed(usd < 1 ? 6 : 2)}`;

/** What is worth a line: counts and reasons, not the names that the release holds. */
const UNSAID = new Set(["model", "reranker", "verifier", "generator", "generation"]);

const describe = ({ attributes }: TraceSpan): string =>
  Object.entries(attributes)
    .filter(([name]) => !UNSAID.has(name))
    .map(([name, value]) => `${name} ${typeof value === "number" ? shorten(value) : value}`)
    .join(", ");

const shorten = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(3);
