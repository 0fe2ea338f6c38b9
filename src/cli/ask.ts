/** @module plumbline ask */
import type { Command } from "commander";
import { z } from "zod";
import { parseFilter, type App, type As } from "../app/index.ts";
import type { Answer, AnswerEvent } from "../domain/answer.ts";
import { writeBatch } from "./batch.ts";
import {
  asOption,
  defineCommand,
  historyOption,
  readTurns,
  releaseOption,
  splitList,
  withApp,
  withScope,
  type CommandContext,
} from "./context.ts";
import { needQuestion } from "./errors.ts";
import { printAnswer, printSentence } from "./print-answer.ts";

const List = z.array(z.string()).readonly().optional();
const Options = z.object({
  collection: List,
  filter: List,
  history: z.string().optional(),
  release: z.string().optional(),
  queries: z.string().optional(),
  answers: z.string().optional(),
});

export function askCommand(context: CommandContext): Command {
  return withScope(
    defineCommand(
      "ask",
      "answer from the documents, cited and checked, or say that they do not",
      'ask "How many weeks of parental leave do I get?"',
      'ask "Who signs a travel request?" --collection hr --as user:maria,group:staff',
      "ask --queries questions.jsonl --answers answers.jsonl",
    ),
  )
    .argument("[question]", "what to answer")
    .addOption(releaseOption())
    .addOption(historyOption())
    .option("--queries <file>", "JSON Lines of {id, text}: answer each")
    .option("--answers <file>", "where to write the answers as JSON Lines (default: stdout)")
    .addOption(asOption())
    .action(async (question: string | undefined, given: unknown) => {
      const options = Options.parse(given);
      await withApp(context, given, async (app, shared) => {
        const as = splitList(shared.as);
        if (options.queries !== undefined) return runBatch(context, app, as, options);
        if (question === undefined) throw needQuestion({ command: "ask" });
        const events = app.streamAnswer(as, {
          question,
          history: readTurns(context, options.history),
          release: options.release,
          collections: options.collection,
          filter: parseFilter(options.filter ?? []),
          signal: context.signal,
        });
        await tell(context, events, shared.json);
      });
    });
}

/** Sentence by sentence where a person watches; the same lines at once where nobody does. */
async function tell(
  { terminal, exitWith }: CommandContext,
  events: AsyncIterable<AnswerEvent>,
  json: boolean,
): Promise<void> {
  const isLive = terminal.interactive && !json;
  for await (const event of events) {
    if (event.type === "sentence-checked" && isLive)
      printSentence(terminal, event.text, event.citations);
    if (!("answer" in event)) continue;
    const { answer } = event;
    const reason = event.type === "answer-incomplete" ? event.reason : undefined;
    if (json) terminal.out(JSON.stringify(answer));
    else printAnswer(terminal, answer, { told: isLive, reason });
    if (answer.incomplete) exitWith(3);
  }
}

async function runBatch(
  context: CommandContext,
  app: App,
  as: As,
  options: z.output<typeof Options>,
): Promise<void> {
  const { collection: collections, answers: file, release } = options;
  const queries = await app.readQueries(options.queries ?? "");
  const filter = parseFilter(options.filter ?? []);
  let answered = 0;
  let incomplete = 0;
  await writeBatch(context, { queries, file, unit: "questions" }, async ({ id, text }) => {
    const { signal } = context;
    const asked = text.trim() !== "";
    const answer = asked
      ? await app.ask(as, { question: text, release, collections, filter, signal })
      : undefined;
    if (answer?.incomplete) incomplete++;
    else if (answer?.abstained === false) answered++;
    return [JSON.stringify(toLine(id, answer))];
  });
  const cut = incomplete > 0 ? `, ${incomplete} incomplete` : "";
  context.terminal.err(`${queries.length} questions, ${answered} answered${cut}`);
  if (incomplete > 0) context.exitWith(3);
}

/** Every field always present. */
function toLine(id: string, answer: Answer | undefined): Record<string, unknown> {
  return {
    id,
    answer: answer?.text ?? "",
    abstained: answer?.abstained ?? true,
    reason: answer ? (answer.reason ?? null) : "empty-question",
    score: answer?.confidence ?? 0,
    citations: (answer?.citations ?? []).map(({ key, versionHash, start, end, quote }) => ({
      documentId: key,
      versionHash,
      start,
      end,
      quote,
    })),
    conflict: (answer?.conflicts.length ?? 0) > 0,
    latencyMs: answer?.latencyMs ?? 0,
    incomplete: answer?.incomplete ?? false,
    usage: answer?.usage ?? null,
  };
}
