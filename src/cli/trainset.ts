/** @module plumbline trainset */
import { Command } from "commander";
import type { CommandContext } from "./context.ts";
import { buildCommand } from "./trainset/build.ts";
import { checkCommand } from "./trainset/check.ts";
import { showCommand } from "./trainset/show.ts";

export function trainsetCommand(context: CommandContext): Command {
  const summary = "rows that may be learned from: build, show, check";
  return new Command("trainset")
    .summary(summary)
    .description(summary)
    .addCommand(buildCommand(context))
    .addCommand(showCommand(context))
    .addCommand(checkCommand(context));
}
