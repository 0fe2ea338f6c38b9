/** @module What plumbline evaluate is told: the system, the cases, the measures, the gate. */
import { Option, type Command } from "commander";
import { z } from "zod";
import type { EvaluateInput } from "../../app/index.ts";
import { PARTS } from "../../domain/golden-set.ts";
import {
  collect,
  releaseOption,
  splitList,
  type CommandContext,
  type SharedOptions,
} from "../context.ts";
import { usage } from "../errors.ts";
import { toCount } from "../search.ts";

const List = z.array(z.string()).readonly().optional();
const Text = z.string().optional();
export const Options = z.object({
  golden: Text,
  run: Text,
  qrels: Text,
  answers: Text,
  url: Text,
  model: Text,
  keyEnv: Text,
  collection: List,
  part: z.enum([...PARTS, "all"]).optional(),
  cases: List,
  stratum: List,
  difficulty: List,
  measures: List,
  repeats: z.number().optional(),
  seed: Text,
  f32: z.boolean().default(false),
  baseline: Text,
  against: Text,
  release: Text,
  gate: z.union([z.literal(true), z.string()]).optional(),
  junit: Text,
  junitCases: z.boolean().default(false),
  markdown: Text,
  html: Text,
  fresh: z.boolean().default(false),
  concurrency: z.number().optional(),
});
export type Options = z.output<typeof Options>;

/** What is judged, and on which cases. */
export const withSystems = (command: Command): Command =>
  command
    .option("--golden <folder>", "the same, as an option")
    .option("--run <file>", "judge the rankings of a TREC run instead of this release's")
    .option("--qrels <file>", "by these judgments, instead of a golden set")
    .option("--f32", "compare the scores of a run as trec_eval 9 does")
    .option("--answers <file>", "judge answers of JSON Lines instead of this release's")
    .option(
      "--url <url>",
      "judge a system behind OpenAI's chat completions: http://localhost:8080/v1",
    )
    .option("--model <name>", "the model to name to it (default: plumbline)")
    .option("--key-env <name>", "environment variable with its key")
    .addOption(releaseOption())
    .option("--against <other>", "ask rel_…, or another configuration over the same data, as well")
    .option(
      "--baseline <evaluation>",
      "compare with evl_…, a file of --json, last or none (default)",
    )
    .option("--collection <names>", "ask in these collections alone", collect)
    .addOption(
      new Option(
        "--part <part>",
        "part of the set (default: test with --gate, else dev where there is one)",
      ).choices([...PARTS, "all"]),
    )
    .option("--cases <ids>", "only these cases", collect)
    .option("--stratum <names>", "only cases of these strata", collect)
    .option("--difficulty <names>", "only cases of these difficulties", collect)
    .addOption(
      new Option(
        "--measures <names>",
        "such as nDCG@10,AnswerSuccess (default: all at hand)",
      ).argParser(collectMeasures),
    )
    .option("--repeats <n>", "ask each case so often (default: 1)", toCount)
    .option("--seed <text>", "names the streams of random numbers (default: 42)")
    .option("--concurrency <n>", "cases asked at a time (default: 4)", toCount)
    .option("--fresh", "ask again what was asked before");

export const withGate = (command: Command): Command =>
  command
    .option("--gate [policy]", "judge by a policy file, or by the default policy")
    .addOption(
      new Option(
        "--as <principals>",
        "whom the report is for: cases that user:NAME,group:NAME may not read are in no part of it",
      ),
    );

/** Names may hold commas inside brackets: `P(rel=2,judged_only=True)@5`. */
const collectMeasures = (
  value: string,
  before: readonly string[] | undefined,
): readonly string[] => [...(before ?? []), ...(value.match(/(?:\([^)]*\)|[^\s,(])+/g) ?? [])];

/** @throws cli.usage */
export function toInput(
  { environment, signal }: CommandContext,
  golden: string | undefined,
  shared: SharedOptions,
  options: Options,
): EvaluateInput {
  const { url, model = "plumbline", keyEnv, stratum, difficulty, collection, gate } = options;
  if (url === undefined && (options.model !== undefined || keyEnv !== undefined))
    throw usage({ reason: "--model and --key-env say how to ask the system of --url" });
  // `--gate golden/hr` takes the folder for its policy.
  const isFolder =
    golden === undefined &&
    options.golden === undefined &&
    options.qrels === undefined &&
    typeof gate === "string" &&
    !/\.ya?ml$/.test(gate);
  const apiKey = keyEnv === undefined ? undefined : environment[keyEnv];
  if (keyEnv !== undefined && !apiKey)
    throw usage({ reason: `the environment variable ${keyEnv} is not set` });
  return {
    ...options,
    golden: isFolder ? gate : (golden ?? options.golden),
    system: url === undefined ? undefined : { url, model, apiKey },
    collections: collection,
    strata: stratum,
    difficulties: difficulty,
    gate: isFolder ? true : gate,
    precision: options.f32 ? "f32" : undefined,
    reader: splitList(shared.as),
    signal,
  };
}
