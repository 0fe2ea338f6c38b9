/** @module plumbline costs */
import { Option, type Command } from "commander";
import { z } from "zod";
import { COST_KEYS, type Costs } from "../app/index.ts";
import { asOption, defineCommand, splitList, withApp, type CommandContext } from "./context.ts";
import { toPrintable } from "./terminal.ts";

const Options = z.object({
  by: z.enum(COST_KEYS).default("day"),
  since: z.string().optional(),
  until: z.string().optional(),
});

export function costsCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "costs",
    "what models and services cost, from the traces or, by kind, from every paid call",
    "costs",
    "costs --by collection --since 30d",
    "costs --by user --since 2026-11-01 --json",
    "costs --by kind",
  )
    .addOption(new Option("--by <key>", "a row for each (default: day)").choices([...COST_KEYS]))
    .option("--since <time>", "2026-11-01, a time, or 30d for days ago")
    .option("--until <time>", "the moment behind the last")
    .addOption(asOption())
    .action(async (given: unknown) => {
      const input = Options.parse(given);
      await withApp(context, given, async (app, shared) => {
        const costs = await app.computeCosts(splitList(shared.as), input);
        if (shared.json) return terminal.out(JSON.stringify(costs));
        for (const line of toLines(costs)) terminal.out(line);
        const { unknown } = costs.total;
        if (unknown > 0)
          terminal.err(`${unknown} calls told no price: they are not in the dollars above`);
      });
    });
}

function toLines({ by, rows, total }: Costs): readonly string[] {
  const head = [
    by,
    ...(by === "kind" ? [] : ["traces"]),
    "calls",
    "tokens in",
    "tokens out",
    "usd",
    "unknown",
  ];
  const cells = [...rows, { key: "total", ...total }].map(
    ({ key, traces, calls, inputTokens, outputTokens, costUsd, unknown }) => [
      key,
      ...(traces === undefined ? [] : [traces]),
      calls,
      inputTokens,
      outputTokens,
      costUsd.toFixed(6),
      unknown,
    ],
  );
  return [head, ...cells].map((row) => row.map(String).map(toPrintable).join("\t"));
}
