/** @module plumbline golden check */
import { InvalidArgumentError, type Command } from "commander";
import { z } from "zod";
import type { CheckedGolden } from "../../app/index.ts";
import { collect, defineCommand, withLocalApp, type CommandContext } from "../context.ts";
import { paint, toPrintable, type Terminal } from "../terminal.ts";
import { listCounts } from "./print-change.ts";

const Options = z.object({
  effect: z.number().optional(),
  collection: z.array(z.string()).readonly().optional(),
  accept: z.boolean().default(false),
});

/** Ids named of each problem. */
const CASES_SHOWN = 8;

export function checkCommand(context: CommandContext): Command {
  return defineCommand(
    "check",
    "what is wrong with a golden set: leaks, duplicates, stale evidence, sizes",
    "golden check golden/hr",
    "golden check golden/hr@1f3a9c --effect 0.03",
    "golden check golden/hr --accept",
  )
    .argument("<folder>", "golden set; folder@hash pins a version")
    .option("--effect <difference>", "smallest difference it should show, such as 0.03", toEffect)
    .option("--collection <names>", "collections that hold its documents (default: all)", collect)
    .option("--accept", "make a version of files that were changed by hand")
    .action(async (folder: string, given: unknown) => {
      const { effect, collection: collections, accept } = Options.parse(given);
      await withLocalApp(context, given, async (app, shared) => {
        const found = await app.golden.check({ folder, effect, collections, accept });
        if (found.problems.some(({ kind }) => kind === "error")) context.exitWith(1);
        if (shared.json) return context.terminal.out(JSON.stringify(found));
        printCheck(context.terminal, found);
      });
    });
}

function toEffect(text: string): number {
  const effect = Number(text);
  if (!(effect > 0 && effect < 1)) throw new InvalidArgumentError("not between 0 and 1");
  return effect;
}

function printCheck(terminal: Terminal, found: CheckedGolden): void {
  const { name, hash, counts, sizes, problems, comparedWithDocuments, commands } = found;
  const { cases, answerable, unanswerable, groups, retired } = counts;
  const kept = retired > 0 ? `, ${retired} retired` : "";
  terminal.out(
    `${toPrintable(name)}@${hash.slice(0, 16)}  ${cases} ${cases === 1 ? "case" : "cases"} (${answerable} answerable, ${unanswerable} unanswerable), ${groups} groups${kept}`,
  );
  if (Object.keys(counts.strata).length > 0) terminal.out(`strata  ${listCounts(counts.strata)}`);
  for (const size of sizes) {
    const seen = size.smallestSeen["0.2"];
    const shown =
      seen === undefined ? "" : `, shows differences from ${(100 * seen).toFixed(1)} points on`;
    terminal.out(
      `${size.part.padEnd(11)} ${size.answerable} answerable in ${size.groups} groups, as good as ${Math.floor(size.effective)}${shown}; ${size.unanswerable} unanswerable`,
    );
  }
  if (!comparedWithDocuments)
    terminal.err("note: its documents are not in the data directory; evidence was not looked at");
  for (const { kind, code, message, cases: ids } of problems) {
    const named = ids.length > 1 ? `: ${ids.slice(0, CASES_SHOWN).join(", ")}` : "";
    const more = ids.length > CASES_SHOWN ? ", …" : "";
    const label = paint(terminal, kind === "error" ? "red" : "yellow", `${kind}[${code}]`);
    terminal.out(`${label} ${toPrintable(message)}${toPrintable(named)}${more}`);
  }
  if (problems.length === 0) terminal.out("nothing is wrong with it");
  if (commands.length > 0) {
    terminal.err("note: it brings its own documents; to evaluate over them:");
    for (const command of commands) terminal.err(`  ${toPrintable(command)}`);
  }
}
