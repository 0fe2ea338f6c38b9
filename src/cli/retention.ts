/** @module plumbline retention, plumbline hold */
import { Command, Option } from "commander";
import { z } from "zod";
import { RETENTION_CLASSES, type Hold } from "../domain/retention.ts";
import { defineCommand, withApp, type CommandContext } from "./context.ts";
import { usage } from "./errors.ts";
import { toPrintable } from "./terminal.ts";

const RunOptions = z.object({
  dryRun: z.boolean().default(false),
  class: z.enum(RETENTION_CLASSES).optional(),
});

export function retentionCommand(context: CommandContext): Command {
  const { terminal } = context;
  const summary = "delete records whose time is over";
  const run = defineCommand(
    "run",
    "delete what retention in plumbline.yaml no longer keeps, and print a receipt",
    "retention run --dry-run",
    "retention run --class traces",
  )
    .option("--dry-run", "count, and delete nothing")
    .addOption(new Option("--class <name>", "this kind alone").choices([...RETENTION_CLASSES]))
    .action(async (given: unknown) => {
      const { dryRun, class: only } = RunOptions.parse(given);
      await withApp(
        context,
        given,
        async (app, shared) => {
          const classes = only && [only];
          const receipts = await app.runRetention({ dryRun, classes });
          if (shared.json) return terminal.out(JSON.stringify({ receipts }));
          for (const { class: name, before, deleted, held } of receipts) {
            const verb = dryRun ? "would be deleted" : "deleted";
            terminal.out(`${name}\tbefore ${before}\t${deleted} ${verb}\t${held} held`);
          }
        },
        { writes: true },
      );
    });
  return new Command("retention").summary(summary).description(summary).addCommand(run);
}

const AddOptions = z.object({
  document: z.string().optional(),
  collection: z.string().optional(),
  person: z.string().optional(),
  reason: z.string(),
});

export function holdCommand(context: CommandContext): Command {
  const summary = "keep records for a dispute, whatever retention says";
  return new Command("hold")
    .summary(summary)
    .description(summary)
    .addCommand(addCommand(context))
    .addCommand(listCommand(context))
    .addCommand(releaseCommand(context));
}

function addCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "add",
    "hold every record that touches a document, a collection or a person",
    'hold add --person user:maria --reason "case 2026-17"',
    'hold add --collection hr --reason "audit"',
  )
    .option("--document <id>", "such as doc_1f3a9c…")
    .option("--collection <name>", "all that rests on it")
    .option("--person <principal>", "user:NAME, group:NAME or operator")
    .requiredOption("--reason <text>", "why, for whoever asks later")
    .action(async (given: unknown) => {
      const { reason, ...subjects } = AddOptions.parse(given);
      const [named, ...more] = (["document", "collection", "person"] as const).flatMap((kind) => {
        const subject = subjects[kind];
        return subject === undefined ? [] : [{ kind, subject }];
      });
      if (!named || more.length > 0)
        throw usage({ reason: "name one of --document, --collection, --person" });
      await withApp(
        context,
        given,
        async (app, shared) => {
          const hold = await app.placeHold({ ...named, reason });
          terminal.out(shared.json ? JSON.stringify(hold) : toLine(hold));
        },
        { writes: true },
      );
    });
}

function listCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "list",
    "holds, one a line: id, state, kind, subject, since when, reason",
    "hold list",
    "hold list --json",
  ).action(async (given: unknown) => {
    await withApp(context, given, async (app, shared) => {
      const holds = await app.listHolds();
      if (shared.json) return terminal.out(JSON.stringify({ holds }));
      for (const hold of holds) terminal.out(toLine(hold));
      if (holds.length === 0) terminal.err("no holds");
    });
  });
}

function releaseCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand("release", "end a hold", "hold release hld_1f3a9c0b7d52")
    .argument("<hold>", "id, such as hld_1f3a9c…")
    .action(async (id: string, given: unknown) => {
      await withApp(
        context,
        given,
        async (app, shared) => {
          const hold = await app.releaseHold(id);
          terminal.out(shared.json ? JSON.stringify(hold) : toLine(hold));
        },
        { writes: true },
      );
    });
}

const toLine = ({ id, kind, subject, reason, placedAt, releasedAt }: Hold): string =>
  [id, releasedAt === undefined ? "stands" : "released", kind, subject, placedAt, reason]
    .map(toPrintable)
    .join("\t");
