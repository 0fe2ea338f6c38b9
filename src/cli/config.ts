/** @module plumbline config */
import { Command } from "commander";
import { z } from "zod";
import { CONFIG_FILE, ConfigSchema, redact } from "../app/index.ts";
import {
  defineCommand,
  loadFor,
  SharedSchema,
  withExamples,
  type CommandContext,
} from "./context.ts";

export function configCommand(context: CommandContext): Command {
  const { terminal } = context;
  const check = defineCommand(
    "check",
    "name every mistake in plumbline.yaml by its path",
    "config check",
    "config check --config staging.yaml",
  ).action(async (given: unknown) => {
    const shared = SharedSchema.parse(given);
    const { path, fingerprint } = await loadFor(context, shared);
    if (shared.json) return terminal.out(JSON.stringify({ path: path ?? null, fingerprint }));
    terminal.out(
      path
        ? `${path} is valid, fingerprint ${fingerprint}`
        : `no ${CONFIG_FILE}: the defaults hold, fingerprint ${fingerprint}`,
    );
  });
  const schema = withExamples(new Command("schema"), "config schema > plumbline.schema.json")
    .summary("the JSON Schema of plumbline.yaml")
    .description("the JSON Schema of plumbline.yaml")
    .action(() =>
      terminal.out(JSON.stringify(z.toJSONSchema(ConfigSchema, { io: "input" }), null, 2)),
    );
  const show = defineCommand(
    "show",
    "the configuration in force, defaults filled in, secrets named",
    "config show",
    "config show --json",
  ).action(async (given: unknown) => {
    const shared = SharedSchema.parse(given);
    const { config, secrets } = await loadFor(context, shared);
    const shown = redact(config, secrets);
    const { stringify } = await import("yaml");
    terminal.out(shared.json ? JSON.stringify(shown) : stringify(shown).trimEnd());
  });
  return new Command("config")
    .summary("check, show or describe the configuration")
    .description("check, show or describe the configuration")
    .addCommand(check)
    .addCommand(show)
    .addCommand(schema);
}
