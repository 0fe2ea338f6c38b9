/** @module plumbline decide measure */
import { Option, type Command } from "commander";
import { z } from "zod";
import type { App, ArmsReport, MeasureArmsEvent, MeasureArmsInput } from "../../app/index.ts";
import { PARTS } from "../../domain/golden-set.ts";
import { collect, defineCommand, withApp, type CommandContext } from "../context.ts";
import { createProgress, type Progress } from "../progress.ts";
import { toCount } from "../search.ts";
import type { Terminal } from "../terminal.ts";
import { printArms } from "./print-arms.ts";

const Options = z.object({
  golden: z.string(),
  collection: z.array(z.string()).readonly().optional(),
  part: z.enum([...PARTS, "all"]).optional(),
  instruction: z.string().optional(),
  examples: z.number().optional(),
  repeats: z.number().optional(),
  seed: z.string().optional(),
  fresh: z.boolean().default(false),
});

/** Too few cases, or one arm alone: nothing follows from it yet. */
const INCONCLUSIVE = 4;

export const measureCommand = (context: CommandContext): Command =>
  defineCommand(
    "measure",
    "ask every arm that can be asked here the same questions, and compare",
    "decide measure --golden golden/hr --collection hr",
    "decide measure --golden golden/hr --instruction prompt.txt --examples 3",
  )
    .requiredOption("--golden <folder>", "golden set; folder@hash pins a version")
    .option("--collection <names>", "retrieval asks in these collections alone", collect)
    .addOption(
      new Option("--part <part>", "part of the set (default: test where there is one)").choices([
        ...PARTS,
        "all",
      ]),
    )
    .option("--instruction <file>", "what a model without documents is told, instead of ours")
    .option("--examples <n>", "worked examples for each question (default: 5)", toCount)
    .option(
      "--repeats <n>",
      "ask each case so often (default: 3 where a language model answers, else 1)",
      toCount,
    )
    .option("--seed <text>", "names the streams of random numbers (default: 42)")
    .option("--fresh", "ask again what was asked before")
    .action(async (given: unknown) => {
      const { collection: collections, ...rest } = Options.parse(given);
      const { terminal, signal } = context;
      await withApp(context, given, async (app, shared) => {
        const report = await run(terminal, app, { ...rest, collections, signal }, signal);
        if (!report) return context.exitWith(130);
        if (shared.json) terminal.out(JSON.stringify(report));
        else printArms(terminal, report);
        if (report.inconclusive) context.exitWith(INCONCLUSIVE);
      });
    });

/** Nothing where it was interrupted. */
async function run(
  terminal: Terminal,
  app: App,
  input: MeasureArmsInput,
  signal: AbortSignal,
): Promise<ArmsReport | undefined> {
  let progress: Progress | undefined;
  try {
    for await (const event of app.measureArms(input)) {
      if (event.type === "arms-measured") return event.report;
      progress = show(terminal, event, progress);
    }
  } catch (error) {
    progress?.end();
    if (!signal.aborted) throw error;
    terminal.err("interrupted: replies are kept; run the same command to go on");
    return undefined;
  }
  throw new Error("a measurement ended without its last event");
}

function show(
  terminal: Terminal,
  event: MeasureArmsEvent,
  progress: Progress | undefined,
): Progress | undefined {
  if (event.type === "arm-started") {
    terminal.err(`${event.arm}: ${event.replies} answers`);
    return createProgress(terminal, event.replies);
  }
  if (event.type === "case-replied") progress?.step("answers");
  if (event.type === "arm-measured") progress?.end();
  return progress;
}
