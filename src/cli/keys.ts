/** @module plumbline keys */
import { Command, Option } from "commander";
import { z } from "zod";
import type { KeySummary } from "../app/index.ts";
import { KeyScopeSchema } from "../domain/api-key.ts";
import { collect, defineCommand, splitList, withApp, type CommandContext } from "./context.ts";
import { toPrintable } from "./terminal.ts";
import { DAY_MS } from "../foundation/durations.ts";

const CreateOptions = z.object({
  name: z.string(),
  as: z.string().optional(),
  scope: z.array(KeyScopeSchema).readonly().optional(),
  expires: z.string().optional(),
});

export function keysCommand(context: CommandContext): Command {
  const summary = "make, list and revoke keys of the HTTP API";
  return new Command("keys")
    .summary(summary)
    .description(summary)
    .addCommand(createCommand(context))
    .addCommand(listCommand(context))
    .addCommand(revokeCommand(context));
}

function createCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "create",
    "make a key and print it, this once",
    "keys create --name laptop",
    "keys create --name intranet --as group:staff --expires 90d",
    "keys create --name importer --scope read,write",
  )
    .requiredOption("--name <name>", "who or what will use it")
    .addOption(
      new Option(
        "--as <principals>",
        "it reads and writes as user:NAME,group:NAME (default: as you, the owner, who may everything)",
      ),
    )
    .option("--scope <scopes>", "read, write (default: read)", collect)
    .option("--expires <when>", "90d, or a date such as 2027-06-30 (default: never)")
    .action(async (given: unknown) => {
      const { name, as, scope, expires } = CreateOptions.parse(given);
      const input = {
        name,
        as: splitList(as),
        scopes: scope,
        expiresAt: expires && toExpiry(expires, new Date()),
      };
      await withApp(
        context,
        given,
        async (app, shared) => {
          const created = await app.createKey(input);
          if (shared.json) return terminal.out(JSON.stringify(created));
          terminal.out(created.key);
          terminal.err(`${created.id}: ${describe(created)}`);
          terminal.err("keep it now: it is not shown again");
        },
        { writes: true },
      );
    });
}

/** Days from now, or a time as it is written; what is neither is left to be refused. */
export function toExpiry(text: string, now: Date): string {
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? [];
  return days === undefined ? text : new Date(now.getTime() + Number(days) * DAY_MS).toISOString();
}

const describe = ({ scopes, principals, expiresAt }: KeySummary): string =>
  [
    `may ${scopes.join(" and ")}`,
    principals === "owner" ? "as the owner, everything" : `as ${principals.join(", ") || "public"}`,
    expiresAt === undefined ? "does not expire" : `until ${expiresAt}`,
  ].join(", ");

function listCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "list",
    "keys, one a line: id, state, scopes, principals, last use, name",
    "keys list",
    "keys list --json",
  ).action(async (given: unknown) => {
    await withApp(context, given, async (app, shared) => {
      const keys = await app.listKeys();
      if (shared.json) return terminal.out(JSON.stringify({ keys }));
      const now = new Date();
      for (const key of keys) {
        const { id, scopes, principals, lastUsedAt, name } = key;
        const who = principals === "owner" ? principals : principals.join(",") || "public";
        const cells = [id, toState(key, now), scopes.join(","), who, lastUsedAt ?? "never", name];
        terminal.out(cells.map(toPrintable).join("\t"));
      }
      if (keys.length === 0) terminal.err("no keys; plumbline keys create --name NAME makes one");
    });
  });
}

function toState({ revokedAt, expiresAt }: KeySummary, now: Date): string {
  if (revokedAt !== undefined) return "revoked";
  if (expiresAt === undefined) return "valid";
  return Date.parse(expiresAt) <= now.getTime() ? "expired" : `until ${expiresAt.slice(0, 10)}`;
}

function revokeCommand(context: CommandContext): Command {
  const { terminal } = context;
  return defineCommand(
    "revoke",
    "refuse a key from the next request on",
    "keys revoke key_1f3a9c0b7d52",
  )
    .argument("<key>", "id, such as key_1f3a9c…; never the key itself")
    .action(async (id: string, given: unknown) => {
      await withApp(
        context,
        given,
        async (app, shared) => {
          const revoked = await app.revokeKey(id);
          terminal.out(shared.json ? JSON.stringify(revoked) : `${revoked.id} revoked`);
        },
        { writes: true },
      );
    });
}
