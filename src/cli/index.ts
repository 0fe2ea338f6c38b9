/** @module The command line: one command a file, put together here. */
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { ZodError } from "zod";
import { toPlumblineError, type PlumblineError } from "../foundation/errors.ts";
import type { CommandContext } from "./context.ts";
import { usage } from "./errors.ts";
import { createTerminal, toPrintable } from "./terminal.ts";

type Define = (context: CommandContext) => Command;

/** Each loaded when it is asked for: nobody waits for the code of the others. */
const COMMANDS: Readonly<Record<string, () => Promise<Define>>> = {
  init: async () => (await import("./init.ts")).initCommand,
  ingest: async () => (await import("./ingest.ts")).ingestCommand,
  search: async () => (await import("./search.ts")).searchCommand,
  ask: async () => (await import("./ask.ts")).askCommand,
  show: async () => (await import("./show.ts")).showCommand,
  trace: async () => (await import("./trace.ts")).traceCommand,
  feedback: async () => (await import("./feedback.ts")).feedbackCommand,
  costs: async () => (await import("./costs.ts")).costsCommand,
  monitor: async () => (await import("./monitor.ts")).monitorCommand,
  compare: async () => (await import("./compare.ts")).compareCommand,
  evaluate: async () => (await import("./evaluate/evaluate.ts")).evaluateCommand,
  failures: async () => (await import("./failures.ts")).failuresCommand,
  registry: async () => (await import("./registry.ts")).registryCommand,
  golden: async () => (await import("./golden.ts")).goldenCommand,
  trainset: async () => (await import("./trainset.ts")).trainsetCommand,
  tune: async () => (await import("./tune.ts")).tuneCommand,
  documents: async () => (await import("./documents.ts")).documentsCommand,
  serve: async () => (await import("./serve.ts")).serveCommand,
  models: async () => (await import("./models.ts")).modelsCommand,
  keys: async () => (await import("./keys.ts")).keysCommand,
  judge: async () => (await import("./judge.ts")).judgeCommand,
  retention: async () => (await import("./retention.ts")).retentionCommand,
  hold: async () => (await import("./retention.ts")).holdCommand,
  decide: async () => (await import("./decide.ts")).decideCommand,
  doctor: async () => (await import("./doctor.ts")).doctorCommand,
  config: async () => (await import("./config.ts")).configCommand,
  completion: async () => (await import("./completion.ts")).completionCommand,
};

/** Columns for the words beside the options below which breaking lines helps nobody. */
const MIN_HELP_WIDTH = 16;

/** @param names the commands that are wanted; all, for what speaks of all. */
export async function createProgram(
  context: CommandContext,
  names: readonly string[] = Object.keys(COMMANDS),
): Promise<Command> {
  const program = new Command("plumbline")
    .description("Answers from your own documents, cited and checked.")
    .version(readVersion())
    .showHelpAfterError(false)
    .configureHelp({ sortSubcommands: false })
    // Options behind a command's name are that command's, whatever those above it know.
    .enablePositionalOptions();
  const defines = await Promise.all(names.map(async (name) => COMMANDS[name]?.()));
  for (const define of defines) if (define) program.addCommand(define(context));
  program.hook("preAction", (_, action) => {
    if (action.opts()["quiet"] === true) context.terminal.hush();
  });
  // Inherited settings do not reach commands that were made elsewhere.
  for (const command of walk(program)) {
    command.exitOverride();
    command.configureHelp({ minWidthToWrap: MIN_HELP_WIDTH });
    command.configureOutput({
      getOutHelpWidth: () => context.terminal.width,
      writeOut: (text) => context.terminal.out(text.trimEnd()),
      // Help that nobody asked for is still an answer; usage errors are printed below.
      writeErr: (text) => {
        if (text.startsWith("Usage:")) context.terminal.out(text.trimEnd());
      },
    });
  }
  return program;
}

function walk(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(walk)];
}

/**
 * Runs one command line.
 *
 * @returns the exit code: 0 done, 2 the caller's mistake, 3 try again, 70 a bug, 130 interrupted.
 */
export async function run(
  argv: readonly string[],
  context: Omit<CommandContext, "exitWith">,
): Promise<number> {
  let code = 0;
  const whole = { ...context, exitWith: (given: number) => (code = given) };
  try {
    const program = await createProgram(whole, chooseCommands(argv));
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (
      error instanceof CommanderError &&
      (error.exitCode === 0 || error.code === "commander.help")
    )
      return 0;
    if (context.signal.aborted) {
      context.terminal.problem("interrupted");
      return 130;
    }
    const failure = toFailure(error);
    // What and what to do in two lines, whoever reads them; a list of mistakes comes behind.
    const [what, ...mistakes] = toPrintable(failure.message).split("\n");
    const { terminal } = context;
    terminal.problem(`error[${failure.code}]: ${what}`);
    terminal.problem(`hint: ${toPrintable(failure.hint)}`);
    for (const mistake of mistakes) terminal.problem(mistake);
    if (context.environment["PLUMBLINE_LOG_LEVEL"] === "debug" && failure.cause instanceof Error)
      context.terminal.err(String(failure.cause.stack));
    return failure.exitCode;
  }
}

/** They look at what other commands there are. */
const SPEAK_OF_ALL: ReadonlySet<string> = new Set(["completion", "failures"]);

/** All, unless one is named that speaks of itself alone. */
function chooseCommands([first = ""]: readonly string[]): readonly string[] | undefined {
  if (first === "--version" || first === "-V") return [];
  return Object.hasOwn(COMMANDS, first) && !SPEAK_OF_ALL.has(first) ? [first] : undefined;
}

function toFailure(error: unknown): PlumblineError {
  if (error instanceof CommanderError)
    return usage({ reason: error.message.replace(/^error: /, "") });
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return usage({ reason: `--${issue?.path.join(".") ?? "option"}: ${issue?.message ?? ""}` });
  }
  return toPlumblineError(error);
}

function readVersion(): string {
  const manifest = new URL("../../package.json", import.meta.url);
  return String(JSON.parse(readFileSync(manifest, "utf8")).version);
}

/** The process's entry. A second Ctrl-C ends it at once. */
export async function main(): Promise<void> {
  const { stdout, stderr, env } = process;
  const interrupt = new AbortController();
  process.once("SIGINT", () => {
    interrupt.abort(new Error("interrupted"));
    process.once("SIGINT", () => process.exit(130));
  });
  process.once("SIGTERM", () => interrupt.abort(new Error("terminated")));
  // A reader that has seen enough (`| head`) is no failure.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
  });
  process.exitCode = await run(process.argv.slice(2), {
    terminal: createTerminal({ stdout, stderr, noColor: Boolean(env["NO_COLOR"]) }),
    workingDirectory: process.cwd(),
    environment: env,
    signal: interrupt.signal,
  });
}
