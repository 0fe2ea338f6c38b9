/** @module Measured arms, for a terminal: each with its figures, the comparisons, and what is missing. */
import type { ArmsReport } from "../../app/index.ts";
import { paint, toPrintable, wrap, type Terminal } from "../terminal.ts";

type Measured = Extract<ArmsReport["arms"][number], { status: "measured" }>;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const points = (share: number): string =>
  `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(1)}`;
const usd = (value: number | "unknown" | undefined): string =>
  value === undefined || value === "unknown"
    ? "price unknown"
    : value === 0
      ? "nothing"
      : `$${value.toPrecision(2)}`;
const chance = (p: number): string => (p < 0.001 ? "< .001" : p.toFixed(3).replace(/^0/, ""));

export function printArms(terminal: Terminal, report: ArmsReport): void {
  const { golden, cases, arms, comparisons, remarks } = report;
  const say = (text: string, indent = ""): void => {
    for (const line of wrap(toPrintable(text), terminal.width, indent)) terminal.out(line);
  };
  const measured = arms.filter((each) => each.status === "measured");
  say(`${golden.name}@${golden.hash.slice(0, 8)}, part ${golden.part}: ${cases} cases`);
  terminal.out("");
  terminal.out(paint(terminal, "bold", "Right answers, and where 95 % of such samples would lie"));
  for (const arm of measured) {
    say(tellArm(arm), "  ");
    terminal.out(`    ${arm.evaluationId ?? ""}`);
  }
  if (comparisons.length > 0) {
    terminal.out("");
    terminal.out(paint(terminal, "bold", "Compared case by case, in points"));
    for (const { a, b, difference, low, high, p, adjustedP, smallestSeen } of comparisons)
      say(
        `${a} − ${b}  ${points(difference)} [${points(low)}, ${points(high)}]  p ${chance(p)}${adjustedP === undefined ? "" : `, by Holm ${chance(adjustedP)}`}; smallest seen ${(100 * smallestSeen).toFixed(1)}`,
        "  ",
      );
  }
  terminal.out("");
  terminal.out(paint(terminal, "bold", "Not measured"));
  for (const arm of arms) {
    if (arm.status === "measured") continue;
    say(`${arm.arm}: ${arm.reason}`, "  ");
    if (arm.command !== undefined) terminal.out(`    ${arm.command}`);
  }
  if (remarks.length > 0) terminal.out("");
  for (const remark of remarks) say(remark);
  terminal.out("");
  say(
    "Kept: the next plumbline decide rests on it. An evaluation of another arm is named to it: --arm NAME=evl_…",
  );
}

function tellArm({ arm, success, p95Ms, usdPerAnswer }: Measured): string {
  const right = success
    ? `${percent(success.mean)} [${percent(success.low)}, ${percent(success.high)}]`
    : "not told";
  const p95 = p95Ms === undefined ? "" : `  p95 ${p95Ms.toLocaleString("en-US")} ms`;
  return `${arm.padEnd(12)}${right}${p95}  ${usd(usdPerAnswer)} an answer`;
}
