/** @module plumbline documents */
import { Command } from "commander";
import { z } from "zod";
import { parseFilter, type App } from "../app/index.ts";
import {
  asOption,
  collectWhole,
  defineCommand,
  splitList,
  withApp,
  type CommandContext,
  type SharedOptions,
} from "./context.ts";
import { toCount } from "./search.ts";
import { toPrintable } from "./terminal.ts";

const ListOptions = z.object({
  collection: z.string().optional(),
  filter: z.array(z.string()).readonly().optional(),
  limit: z.number().default(1000),
});
const ShowOptions = z.object({ text: z.boolean().default(false) });

export function documentsCommand(context: CommandContext): Command {
  return new Command("documents")
    .summary("list, show and delete documents")
    .description("list, show and delete documents")
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(deleteCommand(context));
}

function listCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "list",
    "documents, one a line: id, collection, key, date, title",
    "documents list --collection hr --limit 20",
    "documents list --as user:maria --json",
  )
    .option("--collection <name>", "only this collection")
    .option("--filter <condition>", "as in search (repeatable)", collectWhole)
    .option("-k, --limit <n>", "at most this many (default: 1000)", toCount)
    .addOption(asOption())
    .action(async (given: unknown) => {
      const { collection, filter, limit } = ListOptions.parse(given);
      await withApp(context, given, async (app, shared) => {
        const documents = await app.listDocuments(splitList(shared.as), {
          ...(collection === undefined ? {} : { collection }),
          filter: parseFilter(filter ?? []),
          limit,
        });
        if (shared.json) return terminal.out(JSON.stringify({ documents }));
        for (const { id, collection: name, key, version, title } of documents)
          terminal.out(
            [id, name, key, version.modifiedAt.slice(0, 10), title].map(toPrintable).join("\t"),
          );
        if (documents.length === limit) terminal.err(`the first ${limit}; --limit shows more`);
      });
    });
}

function showCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "show",
    "one document: its versions, access and metadata",
    "documents show doc_1f3a9c0b7d52",
    "documents show doc_1f3a9c0b7d52 --text",
  )
    .argument("<document>", "id, such as doc_1f3a9c…")
    .option("--text", "print the text of the current version")
    .addOption(asOption())
    .action(async (id: string, given: unknown) => {
      const { text: withText } = ShowOptions.parse(given);
      await withApp(context, given, async (app, shared) => {
        const as = splitList(shared.as);
        const { document, versions, text } = await app.getDocument(as, id);
        if (shared.json) {
          const printed = withText ? { document, versions, text } : { document, versions };
          return terminal.out(JSON.stringify(printed));
        }
        if (withText) return terminal.out(toPrintable(text));
        terminal.out(`${document.id}  ${toPrintable(document.title)}`);
        terminal.out(`key        ${document.collection}/${toPrintable(document.key)}`);
        // Who else may read is the owner's to know.
        if (as === undefined) {
          const clauses = document.access.allow.map((clause) => clause.join(" or ") || "nobody");
          terminal.out(`readable   ${clauses.join(", and ") || "by nobody but the owner"}`);
          if (document.access.deny.length > 0)
            terminal.out(`denied     ${document.access.deny.join(", ")}`);
        }
        for (const [name, value] of Object.entries(document.metadata))
          terminal.out(toPrintable(`metadata   ${name} = ${String(value)}`));
        for (const { hash, modifiedAt, ingestedAt, supersededAt } of versions)
          terminal.out(
            `version    ${hash.slice(0, 12)}  of ${modifiedAt.slice(0, 10)}, ingested ${ingestedAt}${supersededAt ? `, superseded ${supersededAt}` : ", current"}`,
          );
      });
    });
}

function deleteCommand(context: CommandContext): Command {
  return defineCommand(
    "delete",
    "remove a document from every leg and read, at once",
    "documents delete doc_1f3a9c0b7d52",
  )
    .argument("<document>", "id, such as doc_1f3a9c…")
    .action(async (id: string, given: unknown) => {
      const use = async (app: App, shared: SharedOptions): Promise<void> => {
        await app.deleteDocument(undefined, id);
        if (shared.json) return context.terminal.out(JSON.stringify({ deleted: id }));
        context.terminal.out(`${id} deleted`);
        context.terminal.err(
          "note: the next sync brings it back unless its source no longer has it",
        );
      };
      await withApp(context, given, use, { writes: true });
    });
}
