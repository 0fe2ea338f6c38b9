/** @module plumbline failures */
import { Option, type Command } from "commander";
import { z } from "zod";
import type { FailureReport, FailuresInput } from "../app/index.ts";
import { FAILURE_CLASSES } from "../domain/failure.ts";
import { asOption, defineCommand, splitList, withApp, type CommandContext } from "./context.ts";
import { usage } from "./errors.ts";
import { printFailures } from "./print-failures.ts";
import { toCount } from "./search.ts";

const Options = z.object({
  traces: z.boolean().default(false),
  since: z.string().optional(),
  until: z.string().optional(),
  collection: z.string().optional(),
  class: z.enum(FAILURE_CLASSES).optional(),
  worth: z.string().optional(),
  most: z.number().optional(),
});
type Options = z.output<typeof Options>;

export function failuresCommand(context: CommandContext): Command {
  const { terminal, signal } = context;
  return defineCommand(
    "failures",
    "why answers fail: classes, causes, examples, and what to do first",
    "failures",
    "failures evl_1f3a9c0b7d521f3a9c0b --class ranked_too_low",
    "failures --traces --since 7d --json",
    "failures --worth golden/hr",
  )
    .argument("[evaluation]", "id, such as evl_1f3a9c… (default: the newest)")
    .option("--traces", "of what users asked instead: failures are suspected alone")
    .option("--since <time>", "with --traces: 2026-11-01, a time, or 7d for days ago")
    .option("--until <time>", "with --traces: the moment behind the last")
    .option("--collection <name>", "with --traces: asked of it, or answered from it")
    .addOption(new Option("--class <class>", "only this class").choices([...FAILURE_CLASSES]))
    .option(
      "--worth <golden>",
      "ask failed cases of this golden set again with one stage replaced by gold",
    )
    .option("--most <n>", "with --worth: cases asked again at most (default: 50)", toCount)
    .addOption(asOption())
    .action(async (evaluation: string | undefined, given: unknown, command: Command) => {
      const input = { ...toInput(evaluation, Options.parse(given)), signal };
      await withApp(context, given, async (app, shared) => {
        const found = await app.failures(splitList(shared.as), input);
        const report = keepKnown(found, command.parent ?? command);
        if (shared.json) return terminal.out(JSON.stringify(report));
        printFailures(terminal, report);
      });
    });
}

function toInput(evaluation: string | undefined, options: Options): FailuresInput {
  const { traces, since, until, collection, worth, most } = options;
  if (traces && (evaluation !== undefined || worth !== undefined))
    throw usage({ reason: "--traces is of what users asked, and of no evaluation" });
  if (!traces && (since ?? until ?? collection) !== undefined)
    throw usage({ reason: "--since, --until and --collection choose among --traces" });
  return {
    evaluation,
    traces: traces ? { since, until, collection } : undefined,
    class: options.class,
    worth: worth === undefined ? undefined : { golden: worth, most },
  };
}

/** A fix whose command this program does not have is told without it. */
function keepKnown(report: FailureReport, program: Command): FailureReport {
  return {
    ...report,
    classes: report.classes.map((one) => ({
      ...one,
      fixes: one.fixes.map(({ text, command }) =>
        command !== undefined && isKnown(program, command) ? { text, command } : { text },
      ),
    })),
  };
}

function isKnown(program: Command, line: string): boolean {
  let at = program;
  for (const word of line.split(" ").slice(1)) {
    if (at.commands.length === 0) return true;
    const next = at.commands.find((command) => command.name() === word);
    if (!next) return false;
    at = next;
  }
  return true;
}
