/** @module plumbline feedback */
import { Command, Option } from "commander";
import { z } from "zod";
import type { FeedbackInput } from "../app/index.ts";
import { FEEDBACK_REASONS, type Feedback } from "../domain/feedback.ts";
import { asOption, defineCommand, splitList, withApp, type CommandContext } from "./context.ts";
import { usage } from "./errors.ts";
import { toCount } from "./search.ts";
import { toPrintable } from "./terminal.ts";

const AddOptions = z.object({
  thumb: z.enum(["up", "down"]).optional(),
  reason: z.enum(FEEDBACK_REASONS).optional(),
  edit: z.string().optional(),
  demonstration: z.string().optional(),
  citation: z.number().optional(),
  wrong: z.boolean().default(false),
  source: z.string().optional(),
  comment: z.string().optional(),
  escalated: z.boolean().default(false),
  text: z.string().optional(),
});

const ListOptions = z.object({
  answer: z.string().optional(),
  since: z.string().optional(),
  limit: z.number().default(100),
  after: z.string().optional(),
});

export function feedbackCommand(context: CommandContext): Command {
  const summary = "say what is right or wrong with an answer, and read what was said";
  return new Command("feedback")
    .summary(summary)
    .description(summary)
    .addCommand(addCommand(context))
    .addCommand(listCommand(context));
}

function addCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "add",
    "give feedback on an answer; each option is one entry",
    "feedback add ans_1f3a9c0b7d52 --thumb down --reason wrong",
    'feedback add ans_1f3a9c0b7d52 --edit "Twelve weeks, from the first day on."',
    "feedback add ans_1f3a9c0b7d52 --citation 2 --wrong",
    "feedback add ans_1f3a9c0b7d52 --source hr/parental-leave.md --as user:maria",
  )
    .argument("<answer>", "id, such as ans_1f3a9c…")
    .addOption(new Option("--thumb <way>", "good or bad").choices(["up", "down"]))
    .addOption(new Option("--reason <reason>", "what is wrong").choices([...FEEDBACK_REASONS]))
    .option("--edit <text>", "the corrected answer")
    .option("--demonstration <text>", "how an answer to this should be")
    .option(
      "--citation <n>",
      "this citation supports its sentence, or does not with --wrong",
      toCount,
    )
    .option("--wrong", "with --citation: it does not support its sentence")
    .option("--source <key>", "a document that should have been cited")
    .option("--comment <text>", "anything else")
    .option("--escalated", "a person had to answer")
    .option("--text <text>", "in your own words, beside the other options")
    .addOption(asOption())
    .action(async (answerId: string, given: unknown) => {
      const { text, ...options } = AddOptions.parse(given);
      const values = toValues(options);
      if (values.length === 0)
        throw usage({ reason: "say something: --thumb up, --reason wrong, --edit TEXT, …" });
      await withApp(context, given, async (app, shared) => {
        const as = splitList(shared.as);
        const entries: Feedback[] = [];
        for (const feedback of values)
          entries.push(await app.addFeedback(as, { answerId, feedback, text }));
        if (shared.json) return terminal.out(JSON.stringify({ feedback: entries }));
        for (const entry of entries) terminal.out(toLine(entry));
      });
    });
}

function toValues(
  options: Omit<z.output<typeof AddOptions>, "text">,
): readonly FeedbackInput["feedback"][] {
  const { thumb, reason, edit, demonstration, citation, wrong, source, comment } = options;
  return [
    ...(thumb ? [{ kind: "thumb", value: thumb === "up" ? 1 : -1 } as const] : []),
    ...(reason ? [{ kind: "reason", value: reason } as const] : []),
    ...(edit === undefined ? [] : [{ kind: "edit", text: edit } as const]),
    ...(demonstration === undefined
      ? []
      : [{ kind: "demonstration", text: demonstration } as const]),
    ...(citation === undefined
      ? []
      : [{ kind: "citation", citation, value: wrong ? -1 : 1 } as const]),
    ...(source === undefined ? [] : [{ kind: "source", document: source } as const]),
    ...(comment === undefined ? [] : [{ kind: "comment", text: comment } as const]),
    ...(options.escalated ? [{ kind: "escalated" } as const] : []),
  ];
}

function listCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "list",
    "feedback in the order it was given, one a line: id, time, answer, who, what",
    "feedback list",
    "feedback list --answer ans_1f3a9c0b7d52",
    "feedback list --since 7d --json",
  )
    .option("--answer <id>", "on this answer alone")
    .option("--since <time>", "2026-11-01, a time, or 7d for days ago")
    .option("--limit <n>", "at most so many (default: 100)", toCount)
    .option("--after <id>", "continue behind this one")
    .addOption(asOption())
    .action(async (given: unknown) => {
      const { answer: answerId, ...query } = ListOptions.parse(given);
      await withApp(context, given, async (app, shared) => {
        const feedback = await app.listFeedback(splitList(shared.as), { answerId, ...query });
        if (shared.json) return terminal.out(JSON.stringify({ feedback }));
        for (const entry of feedback) terminal.out(toLine(entry));
        if (feedback.length === 0) terminal.err("no feedback");
      });
    });
}

const toLine = ({ id, at, answerId, by, feedback, text }: Feedback): string => {
  const { kind, ...rest } = feedback;
  const values = Object.values(rest).map((value) =>
    typeof value === "object" ? JSON.stringify(value) : String(value),
  );
  return [id, at, answerId, by, kind, ...values, ...(text === undefined ? [] : [text])]
    .map((cell) => toPrintable(cell).replaceAll(/\s+/g, " "))
    .join("\t");
};
