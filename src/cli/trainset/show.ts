/** @module plumbline trainset show */
import { Option, type Command } from "commander";
import { z } from "zod";
import type { TrainsetShown } from "../../app/index.ts";
import { SLICES } from "../../app/trainset/index.ts";
import {
  asOption,
  defineCommand,
  splitList,
  withLocalApp,
  type CommandContext,
} from "../context.ts";
import { toCount } from "../search.ts";
import { toPrintable, wrap, type Terminal } from "../terminal.ts";
import { printFacts, printNeeds } from "./print-facts.ts";

const Options = z.object({
  samples: z.number().default(3),
  slice: z.enum(SLICES).optional(),
});

export function showCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "show",
    "what a training set holds, with samples; without an id, which sets there are",
    "trainset show",
    "trainset show art_1f3a9c0b7d521f3a --samples 5",
    "trainset show art_1f3a9c0b7d521f3a --as user:maria,group:hr",
  )
    .argument("[artifact]", "id, such as art_1f3a9c…")
    .option("--samples <n>", "rows to show (default: 3)", toCount)
    .addOption(new Option("--slice <name>", "samples of this slice").choices(SLICES))
    .addOption(asOption())
    .action(async (id: string | undefined, given: unknown) => {
      const { samples, slice } = Options.parse(given);
      await withLocalApp(context, given, async (app, { json, as }) => {
        if (id === undefined) {
          const sets = splitList(as) ? [] : await app.trainset.list();
          if (json) return terminal.out(JSON.stringify(sets));
          for (const { id: name, card, taint } of sets)
            terminal.out(`${name}  ${card.createdAt}  ${card.lane}  ${card.verdict}  ${taint}`);
          return;
        }
        const shown = await app.trainset.show(splitList(as), { id, samples, slice });
        if (json) return terminal.out(JSON.stringify(shown));
        printShown(terminal, shown);
      });
    });
}

function printShown(terminal: Terminal, shown: TrainsetShown): void {
  const { record, facts, needs, samples } = shown;
  const taint = record.taint === "clean" ? "" : `  ${record.taint}`;
  terminal.out(
    `${record.id}${taint}  ${toPrintable(record.card.purpose)}, ${record.card.createdAt}`,
  );
  printFacts(terminal, facts);
  printNeeds(terminal, needs);
  for (const row of samples) {
    const label = row.label === undefined ? "" : `, ${toPrintable(row.label)}`;
    terminal.out(`${row.id}  ${row.slice}, ${row.origin}, ${row.task}${label}`);
    for (const { role, text } of row.input.messages) printText(terminal, role, text);
    for (const { text, grade } of row.input.retrieved)
      printText(terminal, grade === undefined ? "passage" : `grade ${grade}`, text);
    for (const name of ["target", "chosen", "rejected"] as const)
      if (row[name] !== undefined) printText(terminal, name, row[name]);
  }
}

/** Longer texts are cut for the eye alone. */
const SHOWN = 240;

function printText(terminal: Terminal, name: string, text: string): void {
  const short = text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text;
  const line = toPrintable(short).replaceAll(/\s+/g, " ");
  const [first = "", ...rest] = wrap(`${name}: ${line}`, terminal.width, "  ");
  for (const each of [first, ...rest.map((more) => `  ${more}`)]) terminal.out(each);
}
