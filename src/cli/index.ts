/** @module The command line: one command a file, put together here. */
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { ZodError } from "zod";
import { toPlumblineError, type PlumblineError } from "../foundation/errors.ts";
import { askCommand } from "./ask.ts";
import { completionCommand } from "./completion.ts";
import { configCommand } from "./config.ts";
import type { CommandContext } from "./context.ts";
import { costsCommand } from "./costs.ts";
import { decideCommand } from "./decide.ts";
import { doctorCommand } from "./doctor.ts";
import { documentsCommand } from "./documents.ts";
import { usage } from "./errors.ts";
import { evaluateCommand } from "./evaluate/evaluate.ts";
import { failuresCommand } from "./failures.ts";
import { feedbackCommand } from "./feedback.ts";
import { goldenCommand } from "./golden.ts";
import { ingestCommand } from "./ingest.ts";
import { initCommand } from "./init.ts";
import { judgeCommand } from "./judge.ts";
import { keysCommand } from "./keys.ts";
import { monitorCommand } from "./monitor.ts";
import { registryCommand } from "./registry.ts";
import { holdCommand, retentionCommand } from "./retention.ts";
import { searchCommand } from "./search.ts";
import { serveCommand } from "./serve.ts";
import { showCommand } from "./show.ts";
import { createTerminal, toPrintable } from "./terminal.ts";
import { traceCommand } from "./trace.ts";
import { trainsetCommand } from "./trainset.ts";
import { tuneCommand } from "./tune.ts";

const COMMANDS = [
  initCommand,
  ingestCommand,
  searchCommand,
  askCommand,
  showCommand,
  traceCommand,
  feedbackCommand,
  costsCommand,
  monitorCommand,
  evaluateCommand,
  failuresCommand,
  registryCommand,
  goldenCommand,
  trainsetCommand,
  tuneCommand,
  documentsCommand,
  serveCommand,
  keysCommand,
  judgeCommand,
  retentionCommand,
  holdCommand,
  decideCommand,
  doctorCommand,
  configCommand,
  completionCommand,
];

/** Columns for the words beside the options below which breaking lines helps nobody. */
const MIN_HELP_WIDTH = 16;

export function createProgram(context: CommandContext): Command {
  const program = new Command("plumbline")
    .description("Answers from your own documents, cited and checked.")
    .version(readVersion())
    .showHelpAfterError(false)
    .configureHelp({ sortSubcommands: false })
    // Options behind a command's name are that command's, whatever those above it know.
    .enablePositionalOptions();
  for (const define of COMMANDS) program.addCommand(define(context));
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
  const program = createProgram({ ...context, exitWith: (given) => (code = given) });
  try {
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
