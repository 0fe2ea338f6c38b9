/** @module Where the reports of an evaluation go: files, and the terminal. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { renderEvaluation, type ReportForm } from "../../app/evaluate/index.ts";
import type { Evaluation } from "../../domain/evaluation.ts";
import type { CommandContext } from "../context.ts";
import type { Terminal } from "../terminal.ts";

export const ReportOptions = z.object({
  junit: z.string().optional(),
  junitCases: z.boolean().default(false),
  markdown: z.string().optional(),
  html: z.string().optional(),
});

export const withReports = (command: Command): Command =>
  command
    .option("--junit <file>", "write JUnit XML")
    .option("--junit-cases", "with one test a case, too")
    .option("--markdown <file>", "write Markdown, for a pull request")
    .option("--html <file>", "write one page with every case");

export function writeReports(
  { workingDirectory, terminal }: CommandContext,
  evaluation: Evaluation,
  { junit, junitCases, markdown, html }: z.output<typeof ReportOptions>,
): void {
  const reports: readonly (readonly [string | undefined, ReportForm])[] = [
    [junit, { form: "junit", cases: junitCases }],
    [markdown, { form: "markdown" }],
    [html, { form: "html" }],
  ];
  for (const [path, report] of reports) {
    if (path === undefined) continue;
    writeFileSync(resolve(workingDirectory, path), renderEvaluation(evaluation, report));
    terminal.err(`written: ${path}`);
  }
}

/** A table for a person, columns for a program. */
export function printReport(terminal: Terminal, evaluation: Evaluation, json: boolean): void {
  const report: ReportForm = json
    ? { form: "json" }
    : terminal.interactive
      ? { form: "text", width: terminal.width }
      : { form: "tabs" };
  terminal.out(renderEvaluation(evaluation, report).trimEnd());
  if (!json && !terminal.interactive) terminal.err(evaluation.id);
}
