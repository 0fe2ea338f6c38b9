/** @module plumbline registry diff */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Option, type Command } from "commander";
import { z } from "zod";
import type { CaseChange, ReleaseDiff } from "../../app/index.ts";
import { renderEvaluation } from "../../app/evaluate/index.ts";
import { PARTS } from "../../domain/golden-set.ts";
import { defineCommand, withApp, type CommandContext } from "../context.ts";
import { toPrintable, type Terminal } from "../terminal.ts";
import { follow } from "./follow.ts";

const Options = z.object({
  golden: z.string().optional(),
  part: z.enum([...PARTS, "all"]).optional(),
  measure: z.string().optional(),
  html: z.string().optional(),
});

export function diffCommand(context: CommandContext): Command {
  const { terminal, workingDirectory, signal } = context;
  return defineCommand(
    "diff",
    "what a release does otherwise than another: settings, and question by question",
    "registry diff rel_1f3a9c0b7d521f3a rel_8ad20c11e0925bb1",
    "registry diff rel_1f3a9c0b7d521f3a rel_8ad20c11e0925bb1 --golden golden/hr --html diff.html",
  )
    .argument("<before>", "id of the one that is compared with")
    .argument("<now>", "id of the other one")
    .option("--golden <folder>", "ask both the questions of this golden set")
    .addOption(
      new Option("--part <part>", "part of the set (default: dev where there is one)").choices([
        ...PARTS,
        "all",
      ]),
    )
    .option("--measure <name>", "win and lose by this one (default: AnswerSuccess or nDCG@10)")
    .option("--html <file>", "write one page with every case")
    .action(async (before: string, now: string, given: unknown) => {
      const { html, ...options } = Options.parse(given);
      await withApp(context, given, async (app, shared) => {
        const asked = { before, now, ...options, signal };
        const { diff } = await follow(terminal, app.diffReleases(asked), "releases-compared");
        if (html !== undefined && diff.evaluation) {
          const page = renderEvaluation(diff.evaluation, { form: "html" });
          writeFileSync(resolve(workingDirectory, html), page);
          terminal.err(`written: ${html}`);
        }
        if (shared.json) terminal.out(JSON.stringify(diff));
        else printDiff(terminal, diff);
      });
    });
}

function printDiff(terminal: Terminal, { changes, measures, wins }: ReleaseDiff): void {
  for (const { path, before = "nothing", now = "nothing" } of changes)
    terminal.out(toPrintable(`setting\t${path}\t${before}\t${now}`));
  if (changes.length === 0) terminal.out("setting\tnone differs");
  for (const { measure, comparison } of measures) {
    if (!comparison) continue;
    const { baseline, difference, interval } = comparison;
    const figures = [baseline, difference, interval.low, interval.high];
    terminal.out(["measure", measure, ...figures.map((figure) => figure.toFixed(4))].join("\t"));
  }
  if (!wins) return;
  terminal.out(`${wins.measure}\t${wins.wins} better\t${wins.losses} worse\t${wins.ties} equal`);
  for (const change of wins.worst) printChange(terminal, "worse", change);
  for (const change of wins.best) printChange(terminal, "better", change);
}

function printChange(terminal: Terminal, side: string, change: CaseChange): void {
  const { caseId, text = "", before, now, relevant, rankedBefore, rankedNow } = change;
  const values = `${before.toFixed(3)} -> ${now.toFixed(3)}`;
  terminal.out([side, caseId, values, text].map(toPrintable).join("\t"));
  const toRanks = (ranked: readonly string[]): string =>
    ranked.map((key) => (relevant.includes(key) ? `*${key}` : key)).join(" ") || "nothing";
  if (rankedBefore.length + rankedNow.length > 0)
    terminal.out(toPrintable(`\t${toRanks(rankedBefore)} -> ${toRanks(rankedNow)}`));
  const { answerBefore, answerNow } = change;
  if (answerBefore === answerNow) return;
  terminal.out(toPrintable(`\t- ${toLine(answerBefore)}`));
  terminal.out(toPrintable(`\t+ ${toLine(answerNow)}`));
}

const toLine = (text = "no answer"): string => text.replaceAll(/\s+/g, " ").trim();
