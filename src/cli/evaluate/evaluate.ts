/** @module plumbline evaluate */
import type { Command } from "commander";
import type { App, EvaluateInput, EvaluationEvent } from "../../app/index.ts";
import { tooManyFaults } from "../../app/evaluate/index.ts";
import type { Evaluation } from "../../domain/evaluation.ts";
import { defineCommand, withApp, type CommandContext, type SharedOptions } from "../context.ts";
import { createProgress, type Progress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { listCommand, showCommand } from "./kept.ts";
import { Options, toInput, withGate, withSystems } from "./options.ts";
import { printReport, withReports, writeReports } from "./reports.ts";

/** What a gate's verdict is to whoever called; without a gate it is 0. */
const EXIT_CODES = { pass: 0, fail: 1, inconclusive: 4 } as const;

export function evaluateCommand(context: CommandContext): Command {
  return (
    withReports(
      withGate(
        withSystems(
          defineCommand(
            "evaluate",
            "measure answers and rankings on a golden set, compare, and judge",
            "evaluate golden/hr",
            "evaluate golden/hr --gate --baseline baseline.json --junit report.xml",
            "evaluate golden/hr --against other.yaml --html report.html",
            "evaluate --run out.trec --qrels qrels.tsv --measures nDCG@10,R@100,RR@10 --json",
            "evaluate golden/hr --answers out.jsonl",
          ).argument("[golden]", "folder of a golden set; folder@hash pins a version"),
        ),
      ),
    )
      // What stands behind `list` and `show` is theirs.
      .enablePositionalOptions()
      .addCommand(listCommand(context))
      .addCommand(showCommand(context))
      .action(async (golden: string | undefined, given: unknown) => {
        const options = Options.parse(given);
        await withApp(context, given, (app, shared) =>
          run(context, app, shared, toInput(context, golden, shared, options), options),
        );
      })
  );
}

async function run(
  context: CommandContext,
  app: App,
  shared: SharedOptions,
  input: EvaluateInput,
  options: Options,
): Promise<void> {
  const { terminal, signal } = context;
  let done: Extract<EvaluationEvent, { type: "evaluation-completed" }> | undefined;
  const watching = new Watching(terminal);
  try {
    for await (const event of app.evaluate(input)) {
      watching.show(event);
      if (event.type === "evaluation-completed") done = event;
    }
  } catch (error) {
    watching.end();
    if (!signal.aborted) throw error;
    terminal.err("interrupted: replies are kept; run the same command to go on");
    return context.exitWith(130);
  }
  watching.end();
  if (!done) throw new Error("an evaluation ended without its last event");
  const { evaluation, faults } = done;
  writeReports(context, evaluation, options);
  printReport(terminal, evaluation, shared.json);
  if (faults.tooMany) throw tooManyFaults(toFaults(evaluation, faults));
  if (evaluation.gate) context.exitWith(EXIT_CODES[evaluation.gate.verdict]);
}

const toFaults = (
  { counts }: Evaluation,
  { cases, codes }: Extract<EvaluationEvent, { type: "evaluation-completed" }>["faults"],
): Parameters<typeof tooManyFaults>[0] => ({
  faults: cases,
  cases: counts.cases,
  codes: Object.entries(codes)
    .map(([code, n]) => `${code} ${n}`)
    .join(", "),
});

/** Turns events into a progress bar. */
class Watching {
  readonly #terminal: Terminal;
  #progress: Progress | undefined;
  #cached = 0;
  #failed = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  show(event: EvaluationEvent): void {
    if (event.type === "evaluation-started")
      this.#progress = createProgress(this.#terminal, event.replies);
    if (event.type !== "case-replied") return;
    if (event.cached) this.#cached++;
    if (event.failure !== undefined) this.#failed++;
    const notes = [
      this.#cached > 0 ? `${this.#cached} known` : "",
      this.#failed > 0 ? `${this.#failed} failed` : "",
    ];
    this.#progress?.note(notes.filter((note) => note !== "").join(", "));
    this.#progress?.step("replies");
  }

  end(): void {
    this.#progress?.end();
  }
}
