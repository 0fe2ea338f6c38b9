/** @module plumbline judge: how far the configured judge agrees with people */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { systemClock, systemEntropy } from "../app/index.ts";
import { calibrateConfiguredJudge, type Calibrated } from "../app/evaluate/index.ts";
import { defineCommand, loadFor, SharedSchema, type CommandContext } from "./context.ts";
import type { Terminal } from "./terminal.ts";

const Options = z.object({
  criterion: z.string().min(1),
  language: z.string().min(2).default("en"),
  repeats: z.coerce.number().int().min(1).max(20).default(2),
  out: z.string().optional(),
  dryRun: z.boolean().default(false),
});

export function judgeCommand(context: CommandContext): Command {
  const summary = "compare the judge of plumbline.yaml with people";
  return new Command("judge")
    .summary(summary)
    .description(summary)
    .addCommand(calibrateCommand(context));
}

function calibrateCommand(context: CommandContext): Command {
  const { terminal, workingDirectory, signal } = context;
  return defineCommand(
    "calibrate",
    "judge answers that people labelled, and print how far both agree",
    "judge calibrate labels.jsonl --criterion faithful --dry-run",
    "judge calibrate labels.jsonl --criterion correct --language de --out correct.de.json",
  )
    .argument("<labels>", "JSON Lines of answers with what people say of them")
    .requiredOption("--criterion <name>", "correct, faithful, complete or style")
    .option("--language <code>", "of the answers; others are left out (default: en)")
    .option("--repeats <n>", "verdicts asked for each answer (default: 2)")
    .option("--out <file>", "write the record, for `evaluate.judge.calibrations`")
    .option("--dry-run", "count the calls, and make none")
    .action(async (labels: string, given: unknown) => {
      const { out, ...options } = Options.parse(given);
      const shared = SharedSchema.parse(given);
      const calibrated = await calibrateConfiguredJudge(
        {
          loaded: await loadFor(context, shared),
          workingDirectory,
          clock: systemClock,
          entropy: systemEntropy,
          logLevel: context.environment["PLUMBLINE_LOG_LEVEL"],
          log: (line) => terminal.err(line),
        },
        { labels, ...options, signal },
      );
      const { record } = calibrated;
      if (out !== undefined && record)
        writeFileSync(resolve(workingDirectory, out), `${JSON.stringify(record, undefined, 2)}\n`);
      if (shared.json) terminal.out(JSON.stringify(calibrated));
      else printCalibrated(terminal, calibrated);
    });
}

const show = (value: number | undefined): string =>
  value === undefined ? "unknown" : value.toFixed(3);

function printCalibrated(
  terminal: Terminal,
  { judge, answers, calls, record, ...rest }: Calibrated,
) {
  terminal.out(`judge         ${judge}`);
  terminal.out(`labels        ${answers} answers, ${calls} calls`);
  if (!record) return;
  const { confusion, kappa, kappaInterval, ac1, baseRate, people, reasons } = record;
  const between = kappaInterval ? ` [${show(kappaInterval.low)}, ${show(kappaInterval.high)}]` : "";
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = confusion;
  const rows: readonly (readonly [string, string])[] = [
    ["both yes", String(truePositives)],
    ["judge alone", String(falsePositives)],
    ["people alone", String(falseNegatives)],
    ["both no", String(trueNegatives)],
    [
      "left out",
      `${record.untold} the judge could not tell, ${record.undecided} people are split on`,
    ],
    ["kappa", `${show(kappa)}${between} at ${show(baseRate)} yes`],
    ["AC1", show(ac1)],
    ["sensitivity", show(record.sensitivity)],
    ["specificity", show(record.specificity)],
    ["people", `kappa ${show(people?.kappa)}, AC1 ${show(people?.ac1)} among themselves`],
    ["repeats", `${show(record.testRetest)} agree, ${rest.flaky ?? 0} answers flaky`],
    ["cost", rest.costUsd === "unknown" ? "unpriced" : `$${(rest.costUsd ?? 0).toFixed(4)}`],
    ["good for", [record.use, ...reasons].join("; ")],
  ];
  for (const [name, value] of rows) terminal.out(`${name.padEnd(12)}  ${value}`);
}
