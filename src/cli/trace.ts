/** @module plumbline trace */
import { Command, Option } from "commander";
import { z } from "zod";
import type { Replay } from "../app/index.ts";
import { TRACE_OUTCOMES, TRACE_SOURCES } from "../domain/trace.ts";
import { asOption, defineCommand, splitList, withApp, type CommandContext } from "./context.ts";
import { printTrace, toTraceLine } from "./print-trace.ts";
import { toCount } from "./search.ts";
import { paint, toPrintable, wrap, type Terminal } from "./terminal.ts";

const ListOptions = z.object({
  since: z.string().optional(),
  until: z.string().optional(),
  release: z.string().optional(),
  collection: z.string().optional(),
  source: z.enum(TRACE_SOURCES).optional(),
  outcome: z.enum(TRACE_OUTCOMES).optional(),
  limit: z.number().default(20),
  after: z.string().optional(),
});

export function traceCommand(context: CommandContext): Command {
  const summary = "what searches and answers did: list, show, replay";
  return new Command("trace")
    .summary(summary)
    .description(summary)
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(replayCommand(context));
}

function listCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "list",
    "traces, newest first, one a line: id, time, what, outcome, source, duration, answer",
    "trace list",
    "trace list --since 7d --outcome abstained --collection hr",
    "trace list --source evaluation --json",
  )
    .option("--since <time>", "2026-11-01, a time, or 7d for days ago")
    .option("--until <time>", "the moment behind the last")
    .option("--release <id>", "of this release")
    .option("--collection <name>", "asked of it, or answered from it")
    .addOption(new Option("--source <source>", "whose traffic").choices([...TRACE_SOURCES]))
    .addOption(new Option("--outcome <outcome>", "how it ended").choices([...TRACE_OUTCOMES]))
    .option("--limit <n>", "at most so many (default: 20)", toCount)
    .option("--after <trace>", "continue behind this one")
    .addOption(asOption())
    .action(async (given: unknown) => {
      const query = ListOptions.parse(given);
      await withApp(context, given, async (app, shared) => {
        const traces = await app.listTraces(splitList(shared.as), query);
        if (shared.json) return terminal.out(JSON.stringify({ traces }));
        for (const trace of traces) terminal.out(toTraceLine(trace).map(toPrintable).join("\t"));
        if (traces.length === 0) terminal.err("no traces; every search and answer leaves one");
      });
    });
}

function showCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "show",
    "one trace: its stages, when each began, what it took and cost",
    "trace show trc_1f3a9c0b7d52",
    "trace show ans_1f3a9c0b7d52",
  )
    .argument("<trace>", "id of a trace, or of its answer")
    .addOption(asOption())
    .action(async (id: string, given: unknown) => {
      await withApp(context, given, async (app, shared) => {
        const trace = await app.getTrace(splitList(shared.as), id);
        if (shared.json) terminal.out(JSON.stringify(trace));
        else printTrace(terminal, trace);
      });
    });
}

function replayCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "replay",
    "retrieve again what a trace rests on, render its prompt again, and compare",
    "trace replay ans_1f3a9c0b7d52",
    "trace replay trc_1f3a9c0b7d52 --json",
  )
    .argument("<trace>", "id of a trace, or of its answer")
    .addOption(asOption())
    .action(async (id: string, given: unknown) => {
      await withApp(context, given, async (app, shared) => {
        const replay = await app.replayTrace(splitList(shared.as), id);
        if (shared.json) terminal.out(JSON.stringify(replay));
        else printReplay(terminal, replay);
      });
    });
}

function printReplay(terminal: Terminal, replay: Replay): void {
  const { release, generation, documents, retrieval, prompt } = replay;
  const say = (text: string, indent = ""): void => {
    for (const line of wrap(toPrintable(text), terminal.width, indent)) terminal.out(line);
  };
  const style = retrieval.verdict === "identical" ? "green" : "yellow";
  terminal.out(paint(terminal, style, `retrieval: ${retrieval.verdict}`));
  for (const difference of retrieval.differences) say(difference, "  ");
  const { verdict, reason } = prompt;
  say(`prompt: ${verdict}${reason === undefined ? "" : `, because ${reason}`}`);
  if (release.recorded !== release.current)
    say(`release: ${release.recorded} then, ${release.current} now`);
  if (generation.recorded !== generation.current)
    say(`store: generation ${generation.recorded} then, ${generation.current} now`);
  for (const { documentId, key, state, recordedVersion, used } of documents)
    say(
      `${state} since: ${key ?? documentId}, version ${recordedVersion.slice(0, 8)}, ${used ? "a passage is of it" : "it was ranked"}`,
    );
  if (documents.length === 0) say("documents: each that was ranked is as it was");
}
