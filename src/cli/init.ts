/** @module plumbline init */
import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { z } from "zod";
import { CONFIG_FILE, configExists, proposeConfig, type ConfigProposal } from "../app/index.ts";
import { withExamples, type CommandContext } from "./context.ts";
import { toPrintable, type Terminal } from "./terminal.ts";

const Options = z.object({ dryRun: z.boolean().default(false) });

/** Extensions named before the rest are only counted. */
const NAMED = 5;

export function initCommand({ terminal, workingDirectory }: CommandContext): Command {
  const summary = "look at the folder and write a commented plumbline.yaml for it";
  const command = new Command("init")
    .summary(summary)
    .description(summary)
    .argument("[file]", "where to", CONFIG_FILE)
    .option("--dry-run", "print it, write nothing")
    .option("-q, --quiet", "say nothing but the answer and what went wrong")
    .action(async (file: string, given: unknown) => {
      const { dryRun } = Options.parse(given);
      const path = resolve(workingDirectory, file);
      if (!dryRun && existsSync(path)) throw configExists({ path });
      const proposal = await proposeConfig(workingDirectory);
      tell(terminal, proposal);
      if (dryRun) return terminal.out(proposal.yaml.trimEnd());
      writeFileSync(path, proposal.yaml);
      terminal.out(path);
      terminal.err(
        proposal.collections.length > 0
          ? "next: say in `access` who may read, then `plumbline ingest`"
          : "next: put documents into ./docs, then `plumbline ingest`",
      );
    });
  return withExamples(command, "init", "init --dry-run");
}

function tell(terminal: Terminal, { collections, unread }: ConfigProposal): void {
  for (const { name, path, documents, kinds } of collections)
    terminal.err(
      toPrintable(
        `${name} <- ${path}: ${documents} document${documents === 1 ? "" : "s"} (${list(kinds)})`,
      ),
    );
  if (collections.length === 0) terminal.err("no documents here yet");
  if (unread.length > 0) terminal.err(toPrintable(`not documents: ${list(unread)}`));
}

function list(counts: readonly (readonly [string, number])[]): string {
  const named = counts.slice(0, NAMED).map(([extension, files]) => `${files} ${extension}`);
  const rest = counts.slice(NAMED).reduce((sum, [, files]) => sum + files, 0);
  return [...named, ...(rest > 0 ? [`${rest} others`] : [])].join(", ");
}
