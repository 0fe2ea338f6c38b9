/** @module plumbline decide gate */
import { Argument, type Command } from "commander";
import { z } from "zod";
import type { EntryGate } from "../../app/index.ts";
import { LANES } from "../../app/decide/index.ts";
import { defineCommand, withApp, type CommandContext } from "../context.ts";
import { paint, toPrintable, wrap, type Terminal } from "../terminal.ts";

const Options = z.object({
  golden: z.string().optional(),
  target: z.coerce.number().min(0).max(1).optional(),
  hosted: z.boolean().default(false),
});

const EXIT_CODES = { open: 0, closed: 1, inconclusive: 4 } as const;
const MARKS = { met: "+", missing: "-", unknown: "?" } as const;

export const gateCommand = (context: CommandContext): Command =>
  defineCommand(
    "gate",
    "may a lane be tuned yet: each criterion with what was found",
    "decide gate generator --golden golden/hr --target 0.9",
    "decide gate reranker --golden golden/hr",
  )
    .addArgument(new Argument("<lane>", "what would be tuned").choices(LANES))
    .option("--golden <folder>", "golden set whose train part there is to learn from")
    .option("--target <share>", "share of right answers that is wanted, such as 0.9")
    .option("--hosted", "a provider tunes, so that rows leave the house")
    .action(async (given: string, options: unknown) => {
      const { golden, target, hosted } = Options.parse(options);
      const lane = z.enum(LANES).parse(given);
      await withApp(context, options, async (app, shared) => {
        const gate = await app.checkEntryGate({ lane, golden, target, hosted });
        if (shared.json) context.terminal.out(JSON.stringify(gate));
        else printGate(context.terminal, gate);
        context.exitWith(EXIT_CODES[gate.verdict]);
      });
    });

function printGate(terminal: Terminal, { lane, verdict, criteria }: EntryGate): void {
  const say = (text: string, indent: string): void => {
    for (const line of wrap(toPrintable(text), terminal.width, indent)) terminal.out(line);
  };
  terminal.out(paint(terminal, "bold", `${lane}: ${verdict}`));
  for (const { id, text, state, value, threshold, window, n } of criteria) {
    say(`${MARKS[state]} ${id} ${text}: ${state}`, "  ");
    const of = [window, n === undefined ? undefined : `n ${n}`].filter(
      (part) => part !== undefined,
    );
    say(`${value}${of.length > 0 ? ` (${of.join(", ")})` : ""}`, "      ");
    if (state !== "met") say(`wanted: ${threshold}`, "      ");
  }
}
