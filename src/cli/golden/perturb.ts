/** @module plumbline golden perturb */
import type { Command } from "commander";
import { z } from "zod";
import { FORMS, type FormCost } from "../../app/golden/index.ts";
import { collect, defineCommand, withLocalApp, type CommandContext } from "../context.ts";
import { listCounts, printChange } from "./print-change.ts";

const Options = z.object({
  forms: z
    .array(z.enum(FORMS))
    .readonly()
    .default([...FORMS]),
  out: z.string().optional(),
  seed: z.string().default("1"),
  collection: z.array(z.string()).readonly().optional(),
});

export function perturbCommand(context: CommandContext): Command {
  return defineCommand(
    "perturb",
    "ask the questions of a golden set in other forms, and measure what each costs",
    "golden perturb golden/hr",
    "golden perturb golden/hr --forms typos,telegraphic --out golden/hr-forms",
  )
    .argument("<folder>", "golden set")
    .option("--forms <names>", `${FORMS.join(", ")} (default: all)`, collect)
    .option("--out <folder>", "keep originals and variants as a golden set; not there yet")
    .option("--seed <text>", "of the slips (default: 1)")
    .option("--collection <names>", "collections to search (default: all)", collect)
    .action(async (folder: string, given: unknown) => {
      const { collection: collections, ...options } = Options.parse(given);
      const { terminal, signal } = context;
      await withLocalApp(context, given, async (app, shared) => {
        const done = await app.golden.perturb({ folder, ...options, collections, signal });
        if (shared.json) return terminal.out(JSON.stringify(done));
        terminal.out(`${done.variants} variants: ${listCounts(done.byForm)}`);
        if (done.written) printChange(terminal, done.written);
        if (!done.costs) {
          terminal.err("note: its documents are not in the data directory; nothing was measured");
          return;
        }
        terminal.out("form\tmeasure\tcases\toriginal\tvariant\tdifference [95 %]");
        for (const cost of done.costs) terminal.out(toRow(cost));
      });
    });
}

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`;

function toRow({ stratum, measure, cases, original, variant, difference, interval }: FormCost) {
  const { low, high } = interval;
  return [
    stratum.replace(/^form:/, ""),
    measure,
    cases,
    original.toFixed(3),
    variant.toFixed(3),
    `${signed(difference)} [${signed(low)}, ${signed(high)}]`,
  ].join("\t");
}
