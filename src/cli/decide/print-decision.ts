/** @module A decision, and the difference of two, for a terminal. */
import type { Decision, DecisionDiff } from "../../app/index.ts";
import { paint, toPrintable, wrap, type Terminal } from "../terminal.ts";

const usd = (value: number): string => `$${Math.round(value).toLocaleString("en-US")}`;

/** The sentence, how sure, the costs, the warnings, the next steps. */
export function printDecision(terminal: Terminal, decision: Decision, kept: boolean): void {
  const { recommendation, findings, nextSteps, costs, arms, breakEven } = decision;
  const { sentence, confidence, provisional, conditions } = recommendation;
  const say = (text: string, indent = ""): void => {
    for (const line of wrap(toPrintable(text), terminal.width, indent)) terminal.out(line);
  };
  terminal.out(paint(terminal, "bold", toPrintable(sentence)));
  for (const condition of conditions) say(condition);
  say(`Confidence ${confidence.level}${provisional ? ", provisional" : ""}.`);
  for (const reason of confidence.reasons) say(`- ${reason}`, "  ");
  terminal.out("");
  terminal.out("Costs over 24 months, and what eight of ten simulated cases lie between:");
  for (const { arm, total, p10, p90, unpriced } of costs.filter(({ months }) => months === 24)) {
    const lacks = unpriced.length > 0 ? `, without ${unpriced.join(", ")}` : "";
    terminal.out(
      `  ${arm.padEnd(14)}${usd(total).padStart(12)}   ${usd(p10)} to ${usd(p90)}${lacks}`,
    );
  }
  for (const { a, b, months, perMonth } of breakEven)
    if (months === 24 && perMonth !== null)
      say(
        `  ${a} costs less than ${b} from ${Number(perMonth.toPrecision(3)).toLocaleString("en-US")} questions a month on`,
        "  ",
      );
  if (findings.length > 0) terminal.out("");
  for (const { severity, text } of findings)
    say(`${severity === "warning" ? "warning: " : ""}${text}`);
  terminal.out("");
  terminal.out("Next:");
  for (const { order, what, command } of nextSteps) {
    say(`${order}. ${what}`, "  ");
    if (command !== undefined) terminal.out(`     ${command}`);
  }
  const unmeasured = arms.filter(({ status }) => status === "unmeasured").map(({ arm }) => arm);
  terminal.out("");
  if (unmeasured.length > 0) say(`Not measured: ${unmeasured.join(", ")}.`);
  terminal.out(`Decision ${decision.id}${kept ? "" : ", not kept: there is no data directory"}`);
  if (kept) terminal.out(`  plumbline decide show ${decision.id} --html decision.html`);
}

export function printDiff(terminal: Terminal, { outcomeChanged, changes }: DecisionDiff): void {
  if (changes.length === 0) return terminal.out("nothing is different");
  terminal.out(outcomeChanged ? "the outcome changed" : "the outcome is the same");
  for (const { what, name, before, after } of changes)
    for (const line of wrap(
      toPrintable(`${what} ${name}: ${before} -> ${after}`),
      terminal.width,
      "  ",
    ))
      terminal.out(line);
}
