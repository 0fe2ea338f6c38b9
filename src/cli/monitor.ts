/** @module plumbline monitor */
import type { Command } from "commander";
import { z } from "zod";
import type { MonitorReport } from "../app/index.ts";
import { defineCommand, withApp, type CommandContext } from "./context.ts";
import { paint, toPrintable, type Terminal } from "./terminal.ts";

const Options = z.object({ since: z.string().optional(), reference: z.string().optional() });

type State = MonitorReport["state"];

const STATE_WORDS: Readonly<Record<State, string>> = {
  ok: "ok",
  warning: "warning",
  alert: "alert",
  "no-data": "no data",
};
const COLORS = { ok: "green", warning: "yellow", alert: "red", "no-data": "dim" } as const;

/** For whoever calls it by the clock: an alert, and that nothing could be told. */
const EXITS: Readonly<Record<State, number>> = { ok: 0, warning: 0, alert: 1, "no-data": 4 };

export function monitorCommand(context: CommandContext): Command {
  const { terminal, signal } = context;
  return defineCommand(
    "monitor",
    "whether questions, scores, documents and outcomes are still what they were at first",
    "monitor",
    "monitor --reference 2026-10-01..2026-11-01 --since 7d",
    "monitor --json",
  )
    .option("--since <time>", "begin of the current window: 2026-11-01, a time, or 7d for days ago")
    .option("--reference <from..to>", "compare with this window instead of the release's first one")
    .action(async (given: unknown) => {
      const input = Options.parse(given);
      await withApp(context, given, async (app, shared) => {
        const report = await app.monitor(undefined, { ...input, signal });
        if (shared.json) terminal.out(JSON.stringify(report));
        else printReport(terminal, report);
        context.exitWith(EXITS[report.state]);
      });
    });
}

function printReport(terminal: Terminal, report: MonitorReport): void {
  const { state, drift, falseAlarms, revisit, notes } = report;
  const { reference, current, signals, objectives, distant, advice } = drift;
  const line = (name: State, told: string): void =>
    terminal.out(`${paint(terminal, COLORS[name], STATE_WORDS[name])}\t${toPrintable(told)}`);
  line(
    state,
    `${toCount(current.questions)} since ${current.since}, compared with ${toCount(reference.questions)} from ${reference.since} to ${reference.until}`,
  );
  for (const signal of signals) line(signal.state, signal.told);
  for (const objective of objectives) line(objective.state, `objective: ${objective.told}`);
  for (const { state: checked, text, told } of revisit?.checks ?? [])
    if (checked !== "quiet")
      terminal.out(`${checked}\tdecide again when ${text} (${told}); ${revisit?.decision ?? ""}`);
  for (const note of notes) terminal.err(`note: ${toPrintable(note)}`);
  for (const todo of advice) terminal.err(`advice: ${todo}`);
  if (distant.length > 0) terminal.err(`questions unlike those before: ${distant.join(" ")}`);
  terminal.err(`false alarms: ${falseAlarms.told}`);
}

const toCount = (questions: number): string =>
  questions === 1 ? "1 question" : `${questions} questions`;
