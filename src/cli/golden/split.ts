/** @module plumbline golden split */
import type { Command } from "commander";
import { z } from "zod";
import { defineCommand, withLocalApp, type CommandContext } from "../context.ts";
import { printChange } from "./print-change.ts";

const Options = z.object({ again: z.boolean().default(false), seed: z.string().optional() });

/** From this share on one group decides what its part is like. */
const LARGE_GROUP = 0.2;

export function splitCommand(context: CommandContext): Command {
  return defineCommand(
    "split",
    "give each case its part: train, dev, calibration or test, whole groups together",
    "golden split golden/hr",
    "golden split golden/hr --again --seed 2",
  )
    .argument("<folder>", "golden set")
    .option("--again", "draw parts for cases that have one, too")
    .option("--seed <text>", "of the draw (default: the set's own)")
    .action(async (folder: string, given: unknown) => {
      const options = Options.parse(given);
      await withLocalApp(context, given, async (app, shared) => {
        const { terminal } = context;
        const done = await app.golden.split({ folder, ...options });
        if (shared.json) return terminal.out(JSON.stringify(done));
        printChange(terminal, done);
        if (done.largestGroup > LARGE_GROUP)
          terminal.err(
            `note: one group holds ${Math.round(100 * done.largestGroup)} % of the cases; they share documents, and stay together`,
          );
      });
    });
}
