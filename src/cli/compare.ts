/** @module plumbline compare */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { z } from "zod";
import { renderComparisonPage, renderComparisonText } from "../app/embedders/index.ts";
import type { CompareEmbeddersEvent } from "../app/index.ts";
import { PARTS } from "../domain/golden-set.ts";
import { collect, defineCommand, withLocalApp, type CommandContext } from "./context.ts";
import { toPrintable, type Terminal } from "./terminal.ts";

const Options = z.object({
  collection: z.string(),
  with: z.array(z.string()).readonly().default([]),
  part: z.enum(PARTS).optional(),
  html: z.string().optional(),
  quiet: z.boolean().default(false),
});

export function compareCommand(context: CommandContext): Command {
  const summary = "parts of retrieval side by side, before one of them is chosen";
  return new Command("compare")
    .summary(summary)
    .description(summary)
    .addCommand(embeddersCommand(context));
}

function embeddersCommand(context: CommandContext): Command {
  const { terminal, signal, workingDirectory } = context;
  return defineCommand(
    "embedders",
    "what other embedders would find, and what they would cost, beside the configured one",
    "compare embedders golden/hr --collection hr --with hashed",
    "compare embedders golden/hr --collection hr --with transformers:Xenova/e5-small-v2 --html report.html",
    "compare embedders golden/hr --collection hr --with voyage.yaml --json",
  )
    .argument("<golden>", "folder of a golden set; folder@hash pins a version")
    .requiredOption("--collection <name>", "the collection that is asked")
    .option(
      "--with <embedder>",
      "an adapter, adapter:MODEL, or a configuration file that has the embedder (repeatable)",
      collect,
    )
    .addOption(new Option("--part <part>", "part of the set (default: all)").choices(PARTS))
    .option("--html <file>", "write one page, too")
    .action(async (golden: string, given: unknown) => {
      const { quiet, html, ...options } = Options.parse(given);
      await withLocalApp(context, given, async (app, { json }) => {
        for await (const event of app.embedders.compare({ golden, ...options, signal })) {
          if (!quiet) showEvent(terminal, event);
          if (event.type !== "embedders-compared") continue;
          const { comparison } = event;
          if (html !== undefined) {
            writeFileSync(resolve(workingDirectory, html), renderComparisonPage(comparison));
            terminal.err(`written: ${html}`);
          }
          if (json) terminal.out(JSON.stringify(comparison));
          else for (const line of renderComparisonText(comparison)) terminal.out(line);
        }
      });
    });
}

/** Drawn over itself where somebody watches. */
function showEvent(terminal: Terminal, event: CompareEmbeddersEvent): void {
  if (!terminal.watched) return;
  switch (event.type) {
    case "embedder-started":
      return terminal.draw(toPrintable(`${event.name}, ${event.at} of ${event.of}`));
    case "texts-embedded":
      return terminal.draw(toPrintable(`${event.name}: ${event.done} chunks embedded`));
    case "embedders-compared":
      return terminal.draw("");
  }
}
