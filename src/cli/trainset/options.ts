/** @module What plumbline trainset build and check are told alike. */
import { InvalidArgumentError, Option, type Command } from "commander";
import { z } from "zod";
import type { TrainsetInput } from "../../app/index.ts";
import { TRAINSET_LANES } from "../../app/trainset/index.ts";
import { collect, splitList, type CommandContext } from "../context.ts";
import { toCount } from "../search.ts";

const Options = z.object({
  lane: z.enum(TRAINSET_LANES),
  collection: z.array(z.string()).readonly().optional(),
  golden: z.array(z.string()).readonly().optional(),
  against: z.array(z.string()).readonly().optional(),
  labels: z.string().optional(),
  audience: z.string().optional(),
  for: z.enum(["internal", "external"]).default("internal"),
  language: z.array(z.string()).readonly().optional(),
  since: z.string().optional(),
  until: z.string().optional(),
  seed: z.string().optional(),
  from: z.string().optional(),
  fresh: z.boolean().default(false),
  maxTokens: z.number().optional(),
  recentDays: z.number().optional(),
  dropLeaks: z.boolean().default(false),
  unseenDocuments: z.boolean().default(false),
  keepNoise: z.boolean().default(false),
});

export function withTrainsetOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--lane <lane>", "what is to learn").choices(TRAINSET_LANES).makeOptionMandatory(),
    )
    .option("--collection <names>", "documents of these collections (default: all)", collect)
    .option("--golden <folders>", "golden sets whose train cases are rows", collect)
    .option("--against <folders>", "golden sets elsewhere that no row may repeat", collect)
    .option("--labels <file>", "labelled texts: JSON Lines of {text, label}")
    .option(
      "--audience <principals>",
      "who will use what is learned, and so may read every row (default: everybody)",
    )
    .addOption(
      new Option("--for <whom>", "machines of your own, or services of others, too").choices([
        "internal",
        "external",
      ]),
    )
    .option("--language <codes>", "rows in these languages alone", collect)
    .option("--since <time>", "of users' questions: 2026-11-01, a time, or 7d for days ago")
    .option("--until <time>", "of users' questions: the moment behind the last")
    .option("--seed <text>", "of the sides (default: plumbline)")
    .option("--from <artifact>", "the set whose sides are kept (default: the newest of its kind)")
    .option("--fresh", "draw all sides anew")
    .option("--max-tokens <n>", "longer rows are left out, and never cut", toCount)
    .option("--recent-days <n>", "newest questions not to train on (default: 14)", toDays)
    .option("--drop-leaks", "go on where more than 5 % repeat a golden set, without those rows")
    .option("--unseen-documents", "leave out rows whose documents belong to golden cases, too")
    .option("--keep-noise", "go on although more than 15 % of the labels look wrong");
}

function toDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 0) throw new InvalidArgumentError("not a number of days");
  return days;
}

export function toTrainsetInput(given: unknown, { signal }: CommandContext): TrainsetInput {
  const { lane, collection, audience, for: rights, language, ...rest } = Options.parse(given);
  return {
    ...rest,
    lane,
    collections: collection,
    audience: splitList(audience),
    rights,
    languages: language,
    signal,
  };
}
