/** @module plumbline tune fusion, retrieval, reranker and adapter */
import type { Command } from "commander";
import { z } from "zod";
import type { TuneInput, TuneLane } from "../../app/index.ts";
import { defineCommand, withLocalApp, type CommandContext } from "../context.ts";
import { toCount } from "../search.ts";
import { printCheck, printResult, showEvent } from "./print.ts";

const Options = z.object({
  collection: z.string(),
  golden: z.string(),
  check: z.boolean().default(false),
  seed: z.string().optional(),
  minutes: z.number().optional(),
  from: z.string().optional(),
  override: z.string().optional(),
  quiet: z.boolean().default(false),
});

const SUMMARIES: Readonly<Record<TuneLane, string>> = {
  fusion: "the weight of the dense leg, where it beats each leg alone and what serves",
  retrieval: "BM25, weight of headings and legs, depth and chunk size, on grids",
  reranker: "a learned order of the best passages: weights, then trees",
  adapter: "question vectors moved towards what answers them; no document is embedded again",
};

const CHECK_EXITS = { open: 0, closed: 1, inconclusive: 4 } as const;
const EXITS = { pass: 0, fail: 1, inconclusive: 4 } as const;

export function laneCommand(context: CommandContext, lane: TuneLane): Command {
  const command = defineCommand(
    lane,
    SUMMARIES[lane],
    `tune ${lane} --collection hr --golden golden/hr --check`,
    `tune ${lane} --collection hr --golden golden/hr --json`,
  )
    .requiredOption("--collection <name>", "the collection that is tuned")
    .requiredOption("--golden <folder>", "golden set; its train and dev parts are learned from")
    .option("--check", "say whether there is evidence and data enough, and do nothing")
    .option("--seed <text>", "of the folds (default: plumbline); the same one, the same artifact")
    .option("--from <artifact>", "go on from art_…: its seed, on today's documents and labels")
    .option("--override <reason>", "go on although the entry gate is closed; stands on the card");
  if (lane === "retrieval")
    command.option("--minutes <n>", "budget; grids that would not fit are left out", toCount);
  return command.action(async (given: unknown) => {
    const { check, quiet, ...options } = Options.parse(given);
    const input: TuneInput = { lane, ...options, signal: context.signal };
    const { terminal } = context;
    await withLocalApp(context, given, async (app, { json }) => {
      if (check) {
        const found = await app.tune.check(input);
        context.exitWith(CHECK_EXITS[found.verdict]);
        return json ? terminal.out(JSON.stringify(found)) : printCheck(terminal, found);
      }
      for await (const event of app.tune.run(input)) {
        if (!quiet) showEvent(terminal, event);
        if (event.type !== "tune-completed") continue;
        const { result } = event;
        context.exitWith(EXITS[result.verdict]);
        if (json) terminal.out(JSON.stringify(result));
        else printResult(terminal, result);
      }
    });
  });
}
