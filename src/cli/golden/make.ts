/** @module plumbline golden make */
import { Option, type Command } from "commander";
import { z } from "zod";
import type { LocalApp } from "../../app/index.ts";
import { MADE_STRATA } from "../../app/golden/index.ts";
import {
  collect,
  collectWhole,
  defineCommand,
  withLocalApp,
  type CommandContext,
} from "../context.ts";
import { usage } from "../errors.ts";
import { toCount } from "../search.ts";
import { listCounts, printChange } from "./print-change.ts";

const KINDS = ["documents", "ablated", "foreign", "near-miss", "model"] as const;

const Options = z.object({
  from: z.enum(KINDS).default("documents"),
  out: z.string(),
  golden: z.string().optional(),
  strata: z
    .array(z.enum(MADE_STRATA))
    .readonly()
    .default([...MADE_STRATA]),
  count: z.number().default(50),
  seed: z.string().default("1"),
  collection: z.array(z.string()).readonly().optional(),
  corpus: z.boolean().default(false),
  role: z.array(z.string()).readonly().default([]),
  maxCalls: z.number().default(300),
  maxCost: z.coerce.number().min(0).default(1),
  dryRun: z.boolean().default(false),
});

type Options = z.output<typeof Options>;

export function makeCommand(context: CommandContext): Command {
  return defineCommand(
    "make",
    "make questions from the documents, or questions without an answer from others",
    "golden make --out golden/hr-made --collection hr --corpus",
    "golden make --from ablated --golden golden/hr --out golden/hr-ablated",
    "golden make --from foreign --golden golden/legal --out golden/hr-foreign --collection hr",
    "golden make --from model --out review.jsonl --golden golden/hr --max-cost 2",
  )
    .requiredOption("--out <path>", "golden set, or review file for near-miss and model")
    .addOption(
      new Option("--from <what>", "what they are made from (default: documents)").choices(KINDS),
    )
    .option("--golden <folder>", "set to make them from; else set whose test part is spared")
    .option("--strata <names>", `${MADE_STRATA.join(", ")} (default: all)`, collect)
    .option("--count <n>", "of each stratum, or in all (default: 50)", toCount)
    .option("--seed <text>", "of what is drawn (default: 1)")
    .option("--collection <names>", "collections that hold the documents (default: all)", collect)
    .option("--corpus", "write the documents without what gives the questions away")
    .option("--role <who>", "who asks the model's questions (repeatable)", collectWhole)
    .option("--max-calls <n>", "calls to the model, earlier runs included (default: 300)", toCount)
    .option("--max-cost <usd>", "what they may cost, earlier runs included (default: 1)")
    .option("--dry-run", "say what the model would be asked, and ask nothing")
    .action(async (given: unknown) => {
      const options = Options.parse(given);
      const { from, golden } = options;
      if (golden === undefined && ["ablated", "foreign", "near-miss"].includes(from))
        throw usage({ reason: `--from ${from} needs --golden: the set that they are made from` });
      await withLocalApp(context, given, (app, { json }) =>
        from === "model"
          ? askModel(context, app, options, json)
          : make(context, app, { ...options, from }, json),
      );
    });
}

async function make(
  { terminal }: CommandContext,
  app: LocalApp,
  {
    collection: collections,
    ...options
  }: Options & { readonly from: Exclude<Options["from"], "model"> },
  json: boolean,
): Promise<void> {
  const done = await app.golden.make({ ...options, collections });
  if (json) return terminal.out(JSON.stringify(done));
  terminal.out(`${listCounts(done.strata) || "no question"} -> ${options.out}`);
  if (done.written) printChange(terminal, done.written);
  if (done.answeredElsewhere > 0)
    terminal.err(`note: ${done.answeredElsewhere} left out, another document holds an answer`);
  if (done.unmasked > 0)
    terminal.err(
      `note: ${done.unmasked} stand in their documents word for word; --corpus writes documents without them`,
    );
  if (done.candidates !== undefined)
    terminal.err(`decide on each line, then: plumbline golden add FOLDER --from ${options.out}`);
}

async function askModel(
  { terminal, signal }: CommandContext,
  app: LocalApp,
  options: Options,
  json: boolean,
): Promise<void> {
  const { collection: collections, role: roles, maxCost: maxCostUsd, ...rest } = options;
  const done = await app.golden.makeWithModel({ ...rest, collections, roles, maxCostUsd, signal });
  if (json) return terminal.out(JSON.stringify(done));
  const { sections, tried, kept, rejected, calls, costUsd, unpriced, stopped } = done;
  if (stopped === "dry-run") {
    const left = Math.min(sections - tried, Math.floor((options.maxCalls - calls) / 3));
    terminal.out(
      `${sections} sections, ${tried} tried; up to ${Math.max(0, left)} would be asked about, three calls each`,
    );
    return;
  }
  terminal.out(`${kept} questions of ${tried} sections -> ${options.out}`);
  if (Object.keys(rejected).length > 0) terminal.err(`rejected: ${listCounts(rejected)}`);
  const unknown = unpriced > 0 ? `, ${unpriced} without a known price` : "";
  terminal.err(`${calls} calls, $${costUsd.toFixed(4)}${unknown}; ended by ${stopped}`);
  terminal.err(`decide on each line, then: plumbline golden add FOLDER --from ${options.out}`);
}
