/** @module plumbline trainset build */
import type { Command } from "commander";
import { defineCommand, withLocalApp, type CommandContext } from "../context.ts";
import { toTrainsetInput, withTrainsetOptions } from "./options.ts";
import { printFacts, printHidden, printNeeds } from "./print-facts.ts";

export function buildCommand(context: CommandContext): Command {
  return withTrainsetOptions(
    defineCommand(
      "build",
      "make a training set: rights, masks, duplicates, sides, leaks, labels",
      "trainset build --lane reranker --collection hr --golden golden/hr --audience group:staff",
      "trainset build --lane embedder --collection docs",
      "trainset build --lane classifier --labels tickets.jsonl",
    ),
  ).action(async (given: unknown) => {
    await withLocalApp(context, given, async (app, { json }) => {
      const built = await app.trainset.build(toTrainsetInput(given, context));
      const { terminal } = context;
      if (json) return terminal.out(JSON.stringify(built));
      const state = built.isNew ? "" : "  (was there already)";
      terminal.out(`${built.artifact}${state}`);
      if (built.continues !== undefined && built.isNew)
        terminal.out(`continues    ${built.continues}`);
      printFacts(terminal, built.facts);
      printNeeds(terminal, built.needs);
      printHidden(terminal, built);
    });
  });
}
