/** @module plumbline evaluate list and show: evaluations that were kept. */
import type { Command } from "commander";
import { z } from "zod";
import type { Evaluation } from "../../domain/evaluation.ts";
import { defineCommand, withApp, type CommandContext } from "../context.ts";
import { toCount } from "../search.ts";
import { toPrintable } from "../terminal.ts";
import { printReport, ReportOptions, withReports, writeReports } from "./reports.ts";

const ListOptions = z.object({ set: z.string().optional(), limit: z.number().optional() });

export function listCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "list",
    "evaluations, newest first, one a line: id, time, golden set, subject, cases, verdict",
    "evaluate list",
    "evaluate list --set hr --json",
  )
    .option("--set <name>", "of this golden set")
    .option("-k, --limit <n>", "how many (default: 20)", toCount)
    .action(async (given: unknown) => {
      const { set, limit = 20 } = ListOptions.parse(given);
      await withApp(context, given, async (app, shared) => {
        const evaluations = await app.listEvaluations({ golden: set, limit });
        if (shared.json)
          return terminal.out(JSON.stringify({ evaluations: evaluations.map(toRow) }));
        for (const evaluation of evaluations)
          terminal.out(
            Object.values(toRow(evaluation))
              .map((cell) => toPrintable(String(cell)))
              .join("\t"),
          );
        if (evaluations.length === 0)
          terminal.err("no evaluations yet; plumbline evaluate FOLDER makes one");
      });
    });
}

const toRow = ({ id, endedAt, golden, subject, counts, gate }: Evaluation) => ({
  id,
  endedAt,
  golden: `${golden.name}@${golden.hash.slice(0, 8)}`,
  subject: subject.name,
  cases: counts.cases,
  verdict: gate?.verdict ?? "not judged",
});

export function showCommand(context: CommandContext): Command {
  return withReports(
    defineCommand(
      "show",
      "an evaluation again, in any of its forms",
      "evaluate show evl_1f3a9c0b7d521f3a9c0b",
      "evaluate show evl_1f3a9c0b7d521f3a9c0b --html report.html",
    ).argument("<evaluation>", "id, such as evl_1f3a9c…"),
  ).action(async (id: string, given: unknown) => {
    const options = ReportOptions.parse(given);
    await withApp(context, given, async (app, shared) => {
      const evaluation = await app.getEvaluation(id);
      writeReports(context, evaluation, options);
      printReport(context.terminal, evaluation, shared.json);
    });
  });
}
