/** @module plumbline search */
import { InvalidArgumentError, Option, type Command } from "commander";
import { z } from "zod";
import { parseFilter, type App, type As } from "../app/index.ts";
import { writeBatch } from "./batch.ts";
import type { LegScore, Passage } from "../domain/passage.ts";
import {
  asOption,
  defineCommand,
  historyOption,
  releaseOption,
  splitList,
  withApp,
  withScope,
  readTurns,
  type CommandContext,
} from "./context.ts";
import { needQuestion } from "./errors.ts";
import { paint, toPrintable, wrap, type Terminal } from "./terminal.ts";

const List = z.array(z.string()).readonly().optional();
const Options = z.object({
  collection: List,
  filter: List,
  history: z.string().optional(),
  release: z.string().optional(),
  limit: z.number().optional(),
  legs: z.enum(["lexical", "dense", "both"]).default("both"),
  why: z.boolean().default(false),
  queries: z.string().optional(),
  run: z.string().optional(),
});

export const toCount = (text: string): number => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 10_000)
    throw new InvalidArgumentError("must be a whole number from 1 to 10000.");
  return count;
};

export function searchCommand(context: CommandContext): Command {
  return withScope(
    defineCommand(
      "search",
      "find passages, and say why they were found",
      'search "parental leave" --collection hr --why',
      'search "notice period" --filter year>=2025 --limit 3 --json',
      "search --queries queries.jsonl --run run.trec",
    ),
  )
    .argument("[question]", "what to look for")
    .option(
      "-k, --limit <n>",
      "passages, or documents a query (default: 8, with --queries 100)",
      toCount,
    )
    .addOption(
      new Option("--legs <legs>", "rank by one leg alone").choices(["lexical", "dense", "both"]),
    )
    .option("--bm25 <k1,b>", "BM25 parameters, such as 0.9,0.4")
    .option("--why", "rank and score of each leg, and what each feature adds, for each passage")
    .addOption(releaseOption())
    .addOption(historyOption())
    .option("--queries <file>", "JSON Lines of {id, text}: rank documents for each")
    .option("--run <file>", "where to write the TREC run (default: stdout)")
    .addOption(asOption())
    .action(async (question: string | undefined, given: unknown) => {
      const options = Options.parse(given);
      await withApp(context, given, async (app, shared) => {
        const as = splitList(shared.as);
        if (options.queries !== undefined) return runBatch(context, app, as, options);
        if (question === undefined) throw needQuestion({ command: "search" });
        const found = await app.search(as, {
          question,
          history: readTurns(context, options.history),
          release: options.release,
          collections: options.collection,
          filter: parseFilter(options.filter ?? []),
          topK: options.limit,
          legs: options.legs,
          signal: context.signal,
        });
        if (shared.json) return context.terminal.out(JSON.stringify(found));
        const { passages, reranking } = found;
        for (const { id, code } of reranking.failed)
          context.terminal.err(`${toPrintable(id)} did not order these passages: ${code}`);
        if (passages.length === 0) context.terminal.err("nothing found in what may be read");
        for (const passage of passages) printPassage(context.terminal, passage, options.why);
      });
    });
}

function printPassage(terminal: Terminal, passage: Passage, why: boolean): void {
  if (!terminal.interactive && !why) {
    const { rank, score, key, headings, text } = passage;
    const cells = [rank, score.toFixed(4), key, headings.join(" > "), text.replaceAll(/\s+/g, " ")];
    return terminal.out(cells.map((cell) => toPrintable(String(cell))).join("\t"));
  }
  const page = passage.page === undefined ? "" : `, page ${passage.page}`;
  const head = `${passage.rank}. ${passage.headings.join(" > ")}`;
  terminal.out(paint(terminal, "bold", toPrintable(head)));
  terminal.out(
    paint(
      terminal,
      "dim",
      `   ${passage.collection}: ${passage.key}${page}, ${passage.modifiedAt.slice(0, 10)}, score ${passage.score.toFixed(3)}`,
    ),
  );
  for (const line of wrap(toPrintable(excerpt(passage.text)), terminal.width, "   "))
    terminal.out(line);
  if (why) {
    const { lexical, dense, alpha, features, terms } = passage.why;
    terminal.out(
      `   why: lexical ${formatLeg(lexical)} · dense ${formatLeg(dense)} · alpha ${alpha} · terms ${terms.join(" ") || "none"}`,
    );
    if (features) terminal.out(`   score: ${formatShares(features)}`);
  }
  if (passage.duplicates.length > 0)
    terminal.out(`   same text in: ${passage.duplicates.map(toPrintable).join(", ")}`);
  terminal.out("");
}

const EXCERPT = 480;
const excerpt = (text: string): string =>
  text.length > EXCERPT ? `${text.slice(0, EXCERPT)} …` : text;

const formatShares = (shares: NonNullable<Passage["why"]["features"]>): string =>
  Object.entries(shares)
    .map(([name, share]) => `${name} ${share.toFixed(3)}`)
    .join(" + ");

const formatLeg = (leg: LegScore | undefined): string =>
  leg === undefined
    ? "not asked"
    : `${leg.rank === undefined ? "unranked" : `#${leg.rank}`} ${leg.score.toFixed(3)} (${leg.normalized.toFixed(2)})`;

async function runBatch(
  context: CommandContext,
  app: App,
  as: As,
  options: z.output<typeof Options>,
): Promise<void> {
  const { collection: collections, legs, run: file, release } = options;
  const queries = await app.readQueries(options.queries ?? "");
  const filter = parseFilter(options.filter ?? []);
  const topK = options.limit ?? 100;
  await writeBatch(context, { queries, file, unit: "queries" }, async ({ id, text }) => {
    if (text.trim() === "") return [];
    const { signal } = context;
    const asked = { question: text, release, collections, filter, topK, legs, signal };
    const ranked = await app.rank(as, asked);
    return ranked.map(({ key }, index) =>
      [
        escapeId(id),
        "Q0",
        escapeId(key),
        index + 1,
        // Tools sort a run by score and break ties each in its way: counted down, the order is kept.
        ranked.length - index,
        `plumbline-${legs}`,
      ].join(" "),
    );
  });
  context.terminal.err(`${queries.length} queries ranked`);
}

/** The columns of a run are separated by white space. */
const escapeId = (id: string): string => id.replaceAll(/\s/g, (blank) => encodeURIComponent(blank));
