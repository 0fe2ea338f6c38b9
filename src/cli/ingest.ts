/** @module plumbline ingest */
import type { Command } from "commander";
import { z } from "zod";
import { toPlumblineError } from "../foundation/errors.ts";
import type { App, IngestEvent } from "../app/index.ts";
import { collect, collectWhole, defineCommand, withApp, type CommandContext } from "./context.ts";
import { createProgress, type Progress } from "./progress.ts";
import { paint, toPrintable, type Terminal } from "./terminal.ts";

const List = z.array(z.string()).readonly().optional();
const Options = z.object({
  collection: z.string().optional(),
  access: List,
  deny: List,
  include: List,
  exclude: List,
  language: z.string().optional(),
  source: z.string().optional(),
  parity: z.boolean().optional(),
  allowDeletes: z.boolean().default(false),
  watch: z.boolean().default(false),
  check: z.string().optional(),
  json: z.boolean().default(false),
});

export function ingestCommand(context: CommandContext): Command {
  return defineCommand(
    "ingest",
    "bring a collection in step with a folder or file",
    "ingest ./handbook --collection hr --access group:staff",
    "ingest notes.md --collection notes",
    "ingest --watch",
  )
    .argument("[path]", "folder, file, https://… page or sitemap.xml; default: every known source")
    .option("--collection <name>", "documents that are searched together")
    .option("--access <principals>", "who may read: public, user:NAME, group:NAME", collect)
    .option("--deny <principals>", "who may not, whatever else is said", collect)
    .option(
      "--include <glob>",
      "only these files of a folder, or pages of a sitemap (repeatable)",
      collectWhole,
    )
    .option(
      "--exclude <glob>",
      "not these files of a folder, or pages of a sitemap (repeatable)",
      collectWhole,
    )
    .option(
      "--language <code>",
      "of all documents, whatever they say; auto: each its own (default)",
    )
    .option("--source <name>", "stable name of the source (default: its path)")
    .option(
      "--parity",
      "whole documents under Lucene's plain English analysis, to compare with print",
    )
    .option("--allow-deletes", "remove documents even when much of the source has vanished")
    .option("--watch", "stay, and sync again after each change")
    .option("--check <golden-set>", "print nDCG@10 and R@100 before and after")
    .action(async (path: string | undefined, given: unknown) => {
      const options = Options.parse(given);
      await withApp(context, given, async (app) => run(context, app, path, options), {
        writes: true,
      });
    });
}

async function run(
  context: CommandContext,
  app: App,
  path: string | undefined,
  options: z.output<typeof Options>,
): Promise<void> {
  const { terminal, signal } = context;
  const { check, json, ...input } = options;
  const measure = async (when: string): Promise<void> => {
    if (check === undefined) return;
    const scope = input.collection === undefined ? undefined : [input.collection];
    const { queries, ...measures } = await app.measureRanking(check, scope);
    const line = Object.entries(measures).map(([name, value]) => `${name} ${value.toFixed(4)}`);
    terminal.err(`${when}: ${line.join("  ")}  (${queries} queries)`);
  };
  // A golden set that cannot be read must stop the command before it changes anything.
  if (check !== undefined) await app.readGoldenSet(check);
  await measure("before").catch((error: unknown) => {
    if (toPlumblineError(error).kind !== "not-found") throw error;
    terminal.err("before: no documents yet");
  });
  const summary = new Summary(terminal, json);
  try {
    for await (const event of app.ingest({ ...input, path, signal })) summary.show(event);
  } catch (error) {
    summary.end();
    if (!signal.aborted) throw error;
    terminal.err("interrupted: what was committed is kept; run the same command to go on");
    return context.exitWith(130);
  }
  summary.end();
  await measure("after");
  if (summary.incomplete || summary.failed) context.exitWith(3);
}

/** Turns events into progress, notes and a closing line. */
class Summary {
  readonly #terminal: Terminal;
  readonly #json: boolean;
  #progress: Progress | undefined;
  #total = 0;
  #committed = 0;
  #started: Extract<IngestEvent, { type: "source-started" }> | undefined;
  #told = false;
  /** Every document of a sync was refused. */
  incomplete = false;
  /** A source could not be synced at all. */
  failed = false;

  constructor(terminal: Terminal, json: boolean) {
    this.#terminal = terminal;
    this.#json = json;
  }

  show(event: IngestEvent): void {
    if (this.#json && event.type === "sync-completed")
      this.#terminal.out(JSON.stringify({ job: event.job, counts: event.counts }));
    switch (event.type) {
      case "source-started":
        // Told when it can be listed: the first line of a failure is the failure.
        this.#started = event;
        break;
      case "source-failed":
        this.#progress?.end();
        this.failed = true;
        this.#terminal.problem(`error[${event.code}]: ${toPrintable(event.message)}`);
        this.#terminal.problem(`hint: ${toPrintable(event.hint)}`);
        break;
      case "source-listed":
        if (this.#started) this.#introduce(this.#started);
        this.#total = event.total;
        this.#committed = 0;
        this.#progress = createProgress(this.#terminal, event.total);
        break;
      case "document-unchanged":
        this.#progress?.step("checking");
        break;
      case "document-prepared":
        this.#progress?.step("reading");
        for (const warning of event.warnings)
          this.#terminal.err(`warning ${toPrintable(event.key)}: ${toPrintable(warning)}`);
        break;
      case "document-rejected":
        this.#progress?.step("reading");
        this.#terminal.problem(
          `${paint(this.#terminal, "yellow", `rejected(${event.code.replace(/^.*\./, "")})`)} ${toPrintable(event.key)}: ${toPrintable(event.message)}`,
        );
        break;
      case "batch-committed":
        this.#committed += event.documents;
        this.#progress?.note(`${this.#committed} searchable`);
        break;
      case "sync-completed":
        this.#close(event);
        break;
      case "index-started":
        this.#terminal.err(`indexing what is stored as ${event.plan.variant}`);
        this.#progress = createProgress(this.#terminal, event.documents);
        break;
      case "index-committed":
        for (let done = 0; done < event.documents; done++) this.#progress?.step("indexing");
        break;
      case "index-completed":
        this.#progress?.end();
        break;
      case "watch-started":
        this.#terminal.err(
          `watching ${event.sources} source${event.sources === 1 ? "" : "s"}; Ctrl-C ends`,
        );
        break;
    }
  }

  end(): void {
    this.#progress?.end();
  }

  #introduce(event: Extract<IngestEvent, { type: "source-started" }>): void {
    this.#terminal.err(`${event.collection} <- ${event.location}`);
    if (event.ownerOnly && !this.#told)
      this.#terminal.err(
        "note: nobody but you may read documents that name nobody; --access group:NAME opens them",
      );
    this.#told ||= event.ownerOnly;
  }

  #close({ counts, job }: Extract<IngestEvent, { type: "sync-completed" }>): void {
    this.#progress?.end();
    const parts = [
      ["added", counts.added],
      ["changed", counts.changed],
      ["unchanged", counts.unchanged],
      ["access changed", counts.accessChanged],
      ["removed", counts.removed],
      ["rejected", counts.rejected],
    ] as const;
    const told = parts.filter(([, n]) => n > 0).map(([name, n]) => `${n} ${name}`);
    const line = `${this.#total} document${this.#total === 1 ? "" : "s"}: ${told.join(", ") || "nothing to do"}; ${counts.chunks} chunk${counts.chunks === 1 ? "" : "s"}`;
    const byCode = new Map<string, number>();
    for (const { code } of job.rejected) byCode.set(code, (byCode.get(code) ?? 0) + 1);
    const refusals = [...byCode].map(([code, n]) => `${code} ${n}`).join(", ");
    if (!this.#json) this.#terminal.out(refusals ? `${line} (${refusals})` : line);
    this.incomplete ||= this.#total > 0 && counts.rejected === this.#total;
  }
}
