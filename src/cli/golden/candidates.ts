/** @module plumbline golden candidates */
import type { Command } from "commander";
import { z } from "zod";
import { defineCommand, withLocalApp, type CommandContext } from "../context.ts";
import { toCount } from "../search.ts";
import { listCounts } from "./print-change.ts";

const Options = z.object({
  out: z.string(),
  golden: z.string().optional(),
  perDay: z.number().default(9),
  since: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
  collection: z.string().optional(),
  seed: z.string().default("1"),
});

export function candidatesCommand(context: CommandContext): Command {
  return defineCommand(
    "candidates",
    "draw answers that users got, for a person to make cases of",
    "golden candidates --out review.jsonl --golden golden/hr",
    "golden candidates --out review.jsonl --since 2026-11-01 --per-day 30",
  )
    .requiredOption("--out <file>", "review file; not there yet")
    .option("--golden <folder>", "set whose questions are not drawn again")
    .option("--per-day <n>", "of each day, a third of them by chance (default: 9)", toCount)
    .option("--since <when>", "asked from then on, such as 2026-11-01 (default: all)")
    .option("--collection <name>", "asked of this collection, or answered from it")
    .option("--seed <text>", "of the draw (default: 1)")
    .action(async (given: unknown) => {
      const { since, ...options } = Options.parse(given);
      const { terminal } = context;
      await withLocalApp(context, given, async (app, shared) => {
        const from = since && new Date(since).toISOString();
        const done = await app.golden.listCandidates({ ...options, since: from });
        if (shared.json) return terminal.out(JSON.stringify(done));
        const { candidates, strata, looked, repeats } = done;
        terminal.out(`${candidates} candidates of ${looked} answers -> ${options.out}`);
        if (candidates > 0) terminal.err(`drawn: ${listCounts(strata)}`);
        if (repeats > 0) terminal.err(`${repeats} repeat what is known, and were left out`);
        terminal.err(
          `decide on each line, then: plumbline golden add FOLDER --from ${options.out}`,
        );
      });
    });
}
