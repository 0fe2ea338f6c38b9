/** @module plumbline show */
import type { Command } from "commander";
import { z } from "zod";
import { asOption, defineCommand, splitList, withApp, type CommandContext } from "./context.ts";
import { printAnswer, printCitation } from "./print-answer.ts";
import { toCount } from "./search.ts";
import { paint, toPrintable, wrap } from "./terminal.ts";

const Options = z.object({ citation: z.number().optional() });

export function showCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "show",
    "a recorded answer, or one of its quotes in its context",
    "show ans_1f3a9c0b7d52",
    "show ans_1f3a9c0b7d52 --citation 2",
  )
    .argument("<answer>", "id, such as ans_1f3a9c…")
    .option("--citation <n>", "the quote with the text around it", toCount)
    .addOption(asOption())
    .action(async (id: string, given: unknown) => {
      const { citation: number } = Options.parse(given);
      await withApp(context, given, async (app, shared) => {
        const as = splitList(shared.as);
        if (number !== undefined) {
          const found = await app.getCitation(as, id, number);
          if (shared.json) return terminal.out(JSON.stringify(found));
          printCitation(terminal, found.citation);
          if (!found.current)
            terminal.out("    a newer version has replaced the one that was cited");
          terminal.out("");
          const quote = paint(terminal, "green", `>>>${toPrintable(found.citation.quote)}<<<`);
          const text = `…${toPrintable(found.before)}${quote}${toPrintable(found.after)}…`;
          for (const line of wrap(text, terminal.width, "    ")) terminal.out(line);
          return;
        }
        const record = await app.getAnswer(as, id);
        if (shared.json) return terminal.out(JSON.stringify(record));
        terminal.out(paint(terminal, "bold", toPrintable(record.answer.question)));
        terminal.out(`asked ${record.askedAt} as ${record.principals.join(", ")}`);
        terminal.out("");
        printAnswer(terminal, record.answer, { reason: record.reason });
      });
    });
}
