/** @module What every command is given, and the options they share. */
import { Command, Option } from "commander";
import { z } from "zod";
import {
  loadConfig,
  openApp,
  readHistory,
  type App,
  type LoadedConfig,
  type LocalApp,
} from "../app/index.ts";
import type { Turn } from "../domain/conversation.ts";
import { usage } from "./errors.ts";
import { openFor } from "./open.ts";
import type { Terminal } from "./terminal.ts";

export interface CommandContext {
  readonly terminal: Terminal;
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  exitWith(code: number): void;
}

const Shared = z.object({
  data: z.string().optional(),
  config: z.string().optional(),
  json: z.boolean().default(false),
  as: z.string().optional(),
  bm25: z.string().optional(),
});

export type SharedOptions = z.output<typeof Shared>;

const examples = new WeakMap<Command, readonly string[]>();

/** Command lines that `--help` and the reference page show, without the leading `plumbline`. */
export function withExamples(command: Command, ...lines: readonly string[]): Command {
  examples.set(command, lines);
  const shown = lines.map((line) => `  plumbline ${line}`).join("\n");
  return command.addHelpText("after", `\nExamples:\n${shown}`);
}

export const listExamples = (command: Command): readonly string[] => examples.get(command) ?? [];

/** A command with the options that all share; its help ends with the examples. */
export function defineCommand(name: string, summary: string, ...lines: readonly string[]): Command {
  return withExamples(new Command(name), ...lines)
    .summary(summary)
    .description(summary)
    .option("--data <dir>", "data directory (default: .plumbline beside plumbline.yaml)")
    .option("--config <file>", "configuration file (default: plumbline.yaml)")
    .option("--json", "print one JSON document")
    .option("-q, --quiet", "say nothing but the answer and what went wrong");
}

/** For commands that may be kept to some collections and documents. */
export const withScope = (command: Command): Command =>
  command
    .option("--collection <names>", "only these collections", collect)
    .option(
      "--filter <condition>",
      "type=policy, year>=2025, path^=hr/, owner?, !draft? (repeatable)",
      collectWhole,
    );

/** For commands that take a question of a conversation. */
export const historyOption = (): Option =>
  new Option(
    "--history <file>",
    "what was said before, as JSON Lines of {role, text}, oldest first",
  );

/** @throws app.bad-history */
export const readTurns = (
  { workingDirectory }: CommandContext,
  path: string | undefined,
): readonly Turn[] | undefined =>
  path === undefined ? undefined : readHistory(workingDirectory, path);

/** For commands that ask. */
export const releaseOption = (): Option =>
  new Option("--release <id>", "ask this release instead of the one that serves: rel_…");

/** For commands that read as somebody. */
export const asOption = (): Option =>
  new Option(
    "--as <principals>",
    "ask as user:NAME,group:NAME instead of as the owner, who may read everything",
  );

export const splitList = (text: string | undefined): readonly string[] | undefined =>
  text
    ?.split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/** Collects a repeatable option; a comma separates values as well. */
export const collect = (
  value: string,
  before: readonly string[] | undefined,
): readonly string[] => [...(before ?? []), ...(splitList(value) ?? [])];

/** Collects a repeatable option whose values may hold commas. */
export const collectWhole = (
  value: string,
  before: readonly string[] | undefined,
): readonly string[] => [...(before ?? []), value];

export function loadFor(context: CommandContext, given: SharedOptions): Promise<LoadedConfig> {
  return loadConfig({
    workingDirectory: context.workingDirectory,
    environment: context.environment,
    path: given.config,
    data: given.data,
  });
}

/** Opens the app for one command and closes it behind the command, however it ends. */
export async function withApp<T>(
  context: CommandContext,
  given: unknown,
  use: (app: App, shared: SharedOptions) => Promise<T>,
  { writes = false }: { readonly writes?: boolean } = {},
): Promise<T> {
  const shared = Shared.parse(given);
  const bm25 = parseBm25(shared.bm25);
  const app = await openFor(context, { loaded: await loadFor(context, shared), bm25, writes });
  try {
    return await use(app, shared);
  } finally {
    await app[Symbol.asyncDispose]();
  }
}

/** The same over the data directory itself, for what is made of files of the working directory. */
export async function withLocalApp<T>(
  context: CommandContext,
  given: unknown,
  use: (app: LocalApp, shared: SharedOptions) => Promise<T>,
): Promise<T> {
  const { terminal, workingDirectory, environment } = context;
  const shared = Shared.parse(given);
  await using app = await openApp({
    loaded: await loadFor(context, shared),
    workingDirectory,
    log: (line) => terminal.err(line),
    logLevel: environment["PLUMBLINE_LOG_LEVEL"],
  });
  return await use(app, shared);
}

function parseBm25(text: string | undefined): { k1: number; b: number } | undefined {
  if (text === undefined) return undefined;
  const [k1, b] = text.split(",").map(Number);
  const parsed = Bm25.safeParse({ k1, b });
  if (!parsed.success) throw usage({ reason: `--bm25 ${text} is not k1,b such as 0.9,0.4` });
  return parsed.data;
}

const Bm25 = z.object({ k1: z.number().min(0).max(5), b: z.number().min(0).max(1) });

export { Shared as SharedSchema };
