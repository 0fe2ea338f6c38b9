/** @module plumbline models */
import { Command, Option } from "commander";
import { z } from "zod";
import {
  openModels,
  WEIGHTS,
  type AddModelEvent,
  type HubModel,
  type ListedModel,
  type ModelCheck,
  type ModelsList,
  type ModelUseCases,
} from "../app/models/index.ts";
import { defineCommand, loadFor, SharedSchema, type CommandContext } from "./context.ts";
import { paint, toPrintable, type Terminal } from "./terminal.ts";

const Options = z.object({
  name: z.string().optional(),
  weights: z.enum(WEIGHTS).optional(),
  hub: z.url({ protocol: /^https?$/ }).optional(),
  dryRun: z.boolean().default(false),
  quiet: z.boolean().default(false),
});

export function modelsCommand(context: CommandContext): Command {
  const summary = "embedders and rerankers, and the models that run on this machine";
  const command = new Command("models").summary(summary).description(summary);
  for (const define of [listCommand, addCommand, checkCommand]) command.addCommand(define(context));
  return command;
}

/** Without a release: what is configured may be the very model that is to be added. */
async function withModels(
  context: CommandContext,
  given: unknown,
  use: (models: ModelUseCases, json: boolean) => Promise<void>,
): Promise<void> {
  const { terminal, workingDirectory, environment } = context;
  const shared = SharedSchema.parse(given);
  await using models = openModels({
    loaded: await loadFor(context, shared),
    workingDirectory,
    log: (line) => terminal.err(line),
    logLevel: environment["PLUMBLINE_LOG_LEVEL"],
  });
  await use(models, shared.json);
}

function listCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "list",
    "which embedders and rerankers there are, what they need, which models are here",
    "models list",
  ).action(async (given: unknown) => {
    await withModels(context, given, async (models, json) => {
      const listed = await models.list();
      if (json) terminal.out(JSON.stringify(listed));
      else printList(terminal, listed);
    });
  });
}

function addCommand(context: CommandContext): Command {
  const { terminal, signal } = context;
  return defineCommand(
    "add",
    "keep a model beside the data, with the hash of each file: from a folder or a hub",
    "models add Xenova/e5-small-v2 --dry-run",
    "models add Xenova/e5-small-v2",
    "models add ./my-encoder --name legal/encoder --weights q8",
  )
    .argument("<model>", "owner/name on the hub, or the path of a folder")
    .option("--name <name>", "what it is called here (default: as there)")
    .addOption(
      new Option("--weights <precision>", "default: the first that is there").choices(WEIGHTS),
    )
    .option("--hub <url>", "another hub (default: https://huggingface.co)")
    .option("--dry-run", "say which files, how large, under which licence; fetch none")
    .action(async (model: string, given: unknown) => {
      const { dryRun, quiet, ...options } = Options.parse(given);
      const input = { model, ...options, signal };
      await withModels(context, given, async (models, json) => {
        if (dryRun) {
          const found = await models.describe(input);
          return json ? terminal.out(JSON.stringify(found)) : printFound(terminal, found);
        }
        let total: number | undefined;
        for await (const event of models.add(input)) {
          if (event.type === "model-found") total = event.bytes;
          if (!quiet) showEvent(terminal, event, total);
          if (event.type !== "model-added") continue;
          if (json) terminal.out(JSON.stringify(event.model));
          else printAdded(terminal, event.model);
        }
      });
    });
}

function checkCommand(context: CommandContext): Command {
  const { terminal, signal } = context;
  return defineCommand(
    "check",
    "embed a few sentences: what it is, how fast, and whether its files are as they were added",
    "models check",
    "models check Xenova/e5-small-v2",
    "models check voyage.yaml --json",
  )
    .argument(
      "[embedder]",
      "a model, an adapter, adapter:MODEL or a configuration file (default: what is configured)",
    )
    .action(async (named: string | undefined, given: unknown) => {
      await withModels(context, given, async (models, json) => {
        const check = await models.check(named, signal);
        if (check.faults.length > 0) context.exitWith(1);
        if (json) terminal.out(JSON.stringify(check));
        else printCheck(terminal, check);
      });
    });
}

const toMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function showEvent(terminal: Terminal, event: AddModelEvent, total: number | undefined): void {
  if (!terminal.watched) return;
  if (event.type === "bytes-written")
    terminal.draw(
      `${toMegabytes(event.done)}${total === undefined ? "" : ` of ${toMegabytes(total)}`}`,
    );
  if (event.type === "model-added") terminal.draw("");
}

function printList(terminal: Terminal, listed: ModelsList): void {
  const { embedders, rerankers, models, directory, runtime } = listed;
  for (const [title, adapters] of [
    ["embedders", embedders],
    ["rerankers", rerankers],
  ] as const) {
    terminal.out(paint(terminal, "bold", title));
    for (const { name, needs, configured } of adapters)
      terminal.out(`  ${configured ? "*" : " "} ${name.padEnd(18)} needs ${needs}`);
  }
  terminal.out(paint(terminal, "bold", "models on this machine"));
  if (models.length === 0) terminal.out(`  none in ${toPrintable(directory)}`);
  for (const model of models) terminal.out(`  ${describeModel(model)}`);
  const { name, version, installed } = runtime;
  terminal.out(installed ? `  ${name} is installed` : `  ${name} (${version}) is not installed`);
}

function describeModel({ record, bytes, hash }: ListedModel): string {
  const { name, licence, addedAt } = record;
  const under = licence === undefined ? "licence not told" : `licence ${licence}`;
  return toPrintable(
    `${name}  ${toMegabytes(bytes)}  ${under}  added ${addedAt.slice(0, 10)}  ${hash.slice(0, 12)}`,
  );
}

function printFound(terminal: Terminal, { model, hub, revision, licence, files }: HubModel): void {
  terminal.out(toPrintable(`${model} of ${hub} at ${revision.slice(0, 12)}`));
  terminal.out(toPrintable(licence === undefined ? "licence not told" : `licence ${licence}`));
  for (const { name, bytes } of files)
    terminal.out(toPrintable(`  ${toMegabytes(bytes).padStart(10)}  ${name}`));
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  terminal.out(`  ${toMegabytes(total).padStart(10)}  in all`);
}

function printAdded(terminal: Terminal, model: ListedModel): void {
  terminal.out(describeModel(model));
  const { name } = model.record;
  terminal.out("to use it, in plumbline.yaml:");
  terminal.out(`  embedder: { adapter: transformers, options: { model: ${toPrintable(name)} } }`);
}

function printCheck(terminal: Terminal, check: ModelCheck): void {
  const { name, fingerprint, dimensions, alpha, loadMs, queryMs, textsPerSecond } = check;
  terminal.out(toPrintable(`${name}  ${fingerprint}`));
  terminal.out(`  ${dimensions} dimensions, weight of the dense leg ${alpha}`);
  terminal.out(
    `  first text after ${loadMs.toFixed(0)} ms, a question ${queryMs.toFixed(1)} ms, ${textsPerSecond.toFixed(0)} sentences/s`,
  );
  const { related, unrelated, faults } = check;
  terminal.out(
    `  cosine of two sentences that say the same ${related.toFixed(2)}, of two that do not ${unrelated.toFixed(2)}`,
  );
  for (const fault of faults) terminal.out(`  ${toPrintable(fault)}`);
}
