/** @module plumbline trainset check */
import type { Command } from "commander";
import { defineCommand, withLocalApp, type CommandContext } from "../context.ts";
import { toPrintable } from "../terminal.ts";
import { toTrainsetInput, withTrainsetOptions } from "./options.ts";
import { printFacts, printHidden, printNeeds } from "./print-facts.ts";

const EXITS = { open: 0, closed: 1, inconclusive: 4 } as const;
const TOLD = {
  open: "open: there is enough to start",
  closed: "closed: something has to be mended first",
  inconclusive: "inconclusive: too little yet",
} as const;

export function checkCommand(context: CommandContext): Command {
  return withTrainsetOptions(
    defineCommand(
      "check",
      "whether there is enough to learn from, and what to collect; writes nothing",
      "trainset check --lane reranker --collection hr --golden golden/hr",
      "trainset check --lane generator --audience group:staff --json",
    ),
  ).action(async (given: unknown) => {
    await withLocalApp(context, given, async (app, { json }) => {
      const found = await app.trainset.check(toTrainsetInput(given, context));
      const { terminal } = context;
      context.exitWith(EXITS[found.verdict]);
      if (json) return terminal.out(JSON.stringify(found));
      printFacts(terminal, found.facts);
      for (const { code, message, hint } of found.blocks) {
        terminal.out(`error[${code}]: ${toPrintable(message)}`);
        terminal.out(`hint: ${toPrintable(hint)}`);
      }
      printNeeds(terminal, found.needs);
      printHidden(terminal, found);
      terminal.out(TOLD[found.verdict]);
    });
  });
}
