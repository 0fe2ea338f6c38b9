/** @module plumbline decide */
import { createInterface } from "node:readline/promises";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { parse } from "yaml";
import { z } from "zod";
import type { Decision } from "../app/index.ts";
import {
  answerLine,
  INTERVIEW_HELP,
  isOver,
  QUESTIONS,
  renderDecisionMarkdown,
  renderDecisionPage,
  renderQuestion,
  startInterview,
} from "../app/decide/index.ts";
import { collectWhole, defineCommand, withApp, type CommandContext } from "./context.ts";
import { printExplanation } from "./decide/print-explanation.ts";
import { gateCommand } from "./decide/gate.ts";
import { measureCommand } from "./decide/measure.ts";
import { printDecision, printDiff } from "./decide/print-decision.ts";
import { usage } from "./errors.ts";

const Options = z.object({
  answers: z.string().optional(),
  costs: z.string().optional(),
  prices: z.array(z.string()).optional(),
  evaluation: z.string().optional(),
  arm: z.array(z.string().regex(/^[^=]+=evl_[0-9a-f]+$/, "is not NAME=evl_…")).default([]),
  golden: z.string().optional(),
  target: z.coerce.number().min(0).max(1).optional(),
  hosting: z.enum(["dedicated", "per-token"]).optional(),
  value: z.coerce.number().positive().optional(),
  latencyLimit: z.coerce.number().positive().optional(),
  seed: z.string().optional(),
  html: z.string().optional(),
  markdown: z.string().optional(),
  explain: z.boolean().default(false),
  json: z.boolean().default(false),
});
type Options = z.output<typeof Options>;

const Limit = z.object({ limit: z.coerce.number().int().positive().default(20) });
/** What a decision that is provisional ends with. */
const INCONCLUSIVE = 4;

export function decideCommand(context: CommandContext): Command {
  const command = defineCommand(
    "decide",
    "retrieval, tuning, prompts or both: with reasons, measurements and costs",
    "decide",
    "decide --answers answers.yaml --costs costs.yaml --html decision.html",
    "decide --answers answers.yaml --arm prompt=evl_0f… --arm both=evl_8a…",
    "decide measure --golden golden/hr",
    "decide --explain",
    "decide diff dec_0f… dec_8a…",
  )
    .option("--answers <file>", "answers as YAML or JSON, `question: value`; asked for otherwise")
    .option("--costs <file>", "your own figures for the cost model, as YAML or JSON")
    .option("--prices <files...>", "price tables that go before the bundled one")
    .option("--evaluation <id>", "the evaluation to rest on (default: the newest of this release)")
    .option("--arm <name=evl>", "an evaluation of another arm (repeatable)", collectWhole)
    .option("--golden <folder>", "golden set whose train part there is to learn from")
    .option("--target <share>", "share of right answers that is wanted, such as 0.9")
    .option("--hosting <mode>", "how a tuned model is served: dedicated or per-token")
    .option("--value <usd>", "what one more right answer is worth")
    .option("--latency-limit <ms>", "limit for the p95 of an answer")
    .option("--seed <text>", "names the streams of random numbers (default: 42)")
    .option("--html <file>", "write the report as one page")
    .option("--markdown <file>", "write the report as Markdown")
    .option("--explain", "print every question, rule and figure with its source")
    .action(async (given: unknown) => {
      const options = parseOptions(given);
      if (options.explain) return printExplanation(context.terminal, options.json);
      await makeDecision(context, given, options);
    });
  // What stands behind a subcommand is its own.
  command.enablePositionalOptions();
  command.addCommand(measureCommand(context));
  command.addCommand(gateCommand(context));
  command.addCommand(listCommand(context));
  command.addCommand(showCommand(context));
  command.addCommand(replayCommand(context));
  command.addCommand(diffCommand(context));
  return command;
}

function parseOptions(given: unknown): Options {
  const parsed = Options.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw usage({ reason: `--${String(issue?.path[0] ?? "")}: ${issue?.message ?? ""}` });
}

async function makeDecision(
  context: CommandContext,
  given: unknown,
  options: Options,
): Promise<void> {
  const { terminal } = context;
  const answers =
    options.answers === undefined ? await interview(context) : readYaml(context, options.answers);
  const { evaluation, golden, target, hosting, value, latencyLimit, seed } = options;
  await withApp(context, given, async (app, shared) => {
    const decision = await app.decide(undefined, {
      answers,
      costs: options.costs === undefined ? undefined : readYaml(context, options.costs),
      prices: options.prices?.map((path) => readYaml(context, path)),
      evaluation,
      arms: Object.fromEntries(options.arm.map((text) => text.split("="))) as Record<
        string,
        string
      >, // checked above
      golden,
      target,
      hosting,
      valueOfRightAnswerUsd: value,
      latencyLimitMs: latencyLimit,
      seed,
    });
    writeReports(context, options, decision);
    if (shared.json) terminal.out(JSON.stringify(decision));
    else printDecision(terminal, decision, existsSync(app.dataDirectory));
    if (decision.recommendation.provisional) context.exitWith(INCONCLUSIVE);
  });
}

function writeReports(
  { workingDirectory, terminal }: CommandContext,
  { html, markdown }: Options,
  decision: Decision,
): void {
  for (const [path, render] of [
    [html, renderDecisionPage],
    [markdown, renderDecisionMarkdown],
  ] as const) {
    if (path === undefined) continue;
    const target = resolve(workingDirectory, path);
    writeFileSync(target, render(decision));
    terminal.err(`written to ${target}`);
  }
}

/** @throws cli.usage where nobody can be asked. */
async function interview({ terminal, signal }: CommandContext): Promise<unknown> {
  if (process.stdin.isTTY !== true)
    throw usage({
      reason: "nobody can be asked here: give --answers FILE, or run it in a terminal",
    });
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  terminal.err(INTERVIEW_HELP);
  let state = startInterview(QUESTIONS);
  try {
    while (!isOver(state)) {
      terminal.err("");
      for (const line of renderQuestion(state)) terminal.err(line);
      state = answerLine(state, await lines.question("> ", { signal }));
    }
  } finally {
    lines.close();
  }
  return Object.fromEntries(state.answers);
}

/** @throws cli.usage naming file and reason. */
function readYaml({ workingDirectory }: CommandContext, path: string): unknown {
  const file = resolve(workingDirectory, path);
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw usage({ reason: `${file}: ${error instanceof Error ? error.message : String(error)}` });
  }
}

const listCommand = (context: CommandContext): Command =>
  defineCommand("list", "decisions, newest first", "decide list")
    .option("--limit <n>", "at most so many (default: 20)")
    .action(async (given: unknown) => {
      const { limit } = Limit.parse(given);
      await withApp(context, given, async (app, shared) => {
        const decisions = await app.listDecisions(limit);
        if (shared.json) return context.terminal.out(JSON.stringify(decisions));
        for (const { id, createdAt, sentence } of decisions)
          context.terminal.out(`${id}\t${createdAt.slice(0, 10)}\t${sentence}`);
      });
    });

const showCommand = (context: CommandContext): Command =>
  defineCommand("show", "a decision again, in any form", "decide show dec_0f… --html decision.html")
    .argument("<id>", "of the decision")
    .option("--html <file>", "write the report as one page")
    .option("--markdown <file>", "write the report as Markdown")
    .action(async (id: string, given: unknown) => {
      const options = parseOptions(given);
      await withApp(context, given, async (app, shared) => {
        const decision = await app.getDecision(id);
        writeReports(context, options, decision);
        if (shared.json) context.terminal.out(JSON.stringify(decision));
        else printDecision(context.terminal, decision, true);
      });
    });

const replayCommand = (context: CommandContext): Command =>
  defineCommand(
    "replay",
    "make a decision again: the same inputs, the same bytes",
    "decide replay dec_0f…",
  )
    .argument("<id>", "of the decision")
    .action(async (id: string, given: unknown) => {
      await withApp(context, given, async (app, shared) => {
        const { same, decision } = await app.replayDecision(id);
        if (shared.json) context.terminal.out(JSON.stringify({ same, decision }));
        else
          context.terminal.out(
            same
              ? `${id}: the same, byte for byte`
              : `${id}: different; this version of plumbline decides as ${decision.id}`,
          );
        if (!same) context.exitWith(1);
      });
    });

const diffCommand = (context: CommandContext): Command =>
  defineCommand(
    "diff",
    "what changed between two decisions, and why",
    "decide diff dec_0f… dec_8a…",
  )
    .argument("<a>", "the earlier decision")
    .argument("<b>", "the later decision")
    .action(async (before: string, after: string, given: unknown) => {
      await withApp(context, given, async (app, shared) => {
        const diff = await app.diffDecisions(before, after);
        if (shared.json) context.terminal.out(JSON.stringify(diff));
        else printDiff(context.terminal, diff);
      });
    });
