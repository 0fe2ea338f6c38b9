/** @module plumbline doctor */
import type { Command } from "commander";
import { z } from "zod";
import { defineCommand, withApp, type CommandContext } from "./context.ts";
import { paint } from "./terminal.ts";

const Options = z.object({ deep: z.boolean().default(false) });

export function doctorCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "doctor",
    "check that store, index and settings are sound",
    "doctor",
    "doctor --deep --json",
  )
    .option("--deep", "hash every text, and SQLite's own whole check")
    .action(async (given: unknown) => {
      const { deep } = Options.parse(given);
      await withApp(context, given, async (app, shared) => {
        const report = await app.doctor({ deep });
        if (shared.json) terminal.out(JSON.stringify(report));
        else {
          const width = Math.max(...Object.keys(report.facts).map((name) => name.length));
          for (const [name, value] of Object.entries(report.facts))
            terminal.out(`${name.padEnd(width)}  ${value}`);
          for (const problem of report.problems)
            terminal.out(paint(terminal, "red", `problem: ${problem}`));
          for (const hint of report.hints) terminal.out(paint(terminal, "yellow", `hint: ${hint}`));
          terminal.out(report.sound ? "sound" : "NOT SOUND");
        }
        if (!report.sound) context.exitWith(70);
      });
    });
}
