/** @module plumbline golden add */
import type { Command } from "commander";
import { z } from "zod";
import {
  asOption,
  collectWhole,
  defineCommand,
  splitList,
  withLocalApp,
  type CommandContext,
} from "../context.ts";
import { usage } from "../errors.ts";
import { printChange } from "./print-change.ts";

const List = z.array(z.string()).readonly().default([]);
const Options = z.object({
  question: z.string().optional(),
  answer: List,
  document: List,
  quote: List,
  as: z.string().optional(),
  collection: z.string().optional(),
  group: z.string().optional(),
  stratum: z.string().optional(),
  language: z.string().optional(),
  from: z.string().optional(),
  retire: List,
  because: z.string().optional(),
  by: z.string().optional(),
});

/** Below it the questions should be made otherwise, not in greater number (guide: evaluation, 1.6). */
const FAIR_ACCEPTANCE = 0.7;

export function addCommand(context: CommandContext): Command {
  return defineCommand(
    "add",
    "add cases to a golden set, or retire some: a next version of it",
    'golden add golden/hr --question "How many weeks of leave?" --answer "16 weeks" --document leave.md --quote "16 weeks of paid leave"',
    'golden add golden/hr --question "Is there a company bicycle?" --as group:staff',
    "golden add golden/hr --from review.jsonl --by user:maria",
    'golden add golden/hr --retire hr-014 --because "asks two things"',
  )
    .argument("<folder>", "golden set; made when it is not there")
    .option("--question <text>", "what is asked; without --document it has no answer")
    .option("--answer <text>", "a right answer, best first (repeatable)", collectWhole)
    .option("--document <key>", "a document that answers it (repeatable)", collectWhole)
    .option("--quote <text>", "where it says so; all of them are needed (repeatable)", collectWhole)
    .addOption(asOption())
    .option("--collection <name>", "collection that it is about")
    .option("--group <name>", "cases of one group stay in one part (default: the document)")
    .option("--stratum <name>", "kind of question, for slices of a report")
    .option("--language <code>", "of the question (default: as it reads)")
    .option("--from <file>", "take what was accepted in a review file")
    .option("--retire <case>", "keep a case, and ask it no more (repeatable)", collectWhole)
    .option("--because <text>", "why it is retired")
    .option("--by <who>", "who says so (default: operator)")
    .action(async (folder: string, given: unknown) => {
      const options = Options.parse(given);
      const { question, from, retire, because, by } = options;
      if (question === undefined && from === undefined && retire.length === 0)
        throw usage({ reason: "golden add needs --question, --from or --retire" });
      if (retire.length > 0 && because === undefined)
        throw usage({ reason: "--retire needs --because: a case is kept with its reason" });
      const written = question === undefined ? undefined : toWritten(question, options);
      const reasons = Object.fromEntries(retire.map((id) => [id, because ?? ""]));
      await withLocalApp(context, given, async (app, shared) => {
        const { terminal } = context;
        const done = await app.golden.add({ folder, from, written, retire: reasons, by });
        if (done.refused.length > 0 && done.added.length === 0) context.exitWith(2);
        if (shared.json) return terminal.out(JSON.stringify(done));
        printChange(terminal, done);
        if (!done.review) return;
        const { accepted, edited, rejected, undecided, acceptance } = done.review;
        const [rate, low, high] = [acceptance.rate, acceptance.low, acceptance.high].map((share) =>
          share.toFixed(2),
        );
        terminal.err(
          `accepted ${accepted}, edited ${edited}, rejected ${rejected}, undecided ${undecided}; acceptance ${rate} [${low}, ${high}]`,
        );
        if (acceptance.rate < FAIR_ACCEPTANCE && rejected > 0)
          terminal.err("note: under .7 accepted: change how they are made before making more");
      });
    });
}

function toWritten(question: string, options: z.output<typeof Options>) {
  const { answer, document, quote, as, collection, group, stratum, language } = options;
  return {
    question,
    answers: answer,
    documents: document,
    quotes: quote,
    principals: splitList(as),
    collection,
    group,
    stratum,
    language,
  };
}
