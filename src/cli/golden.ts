/** @module plumbline golden */
import { Command } from "commander";
import type { CommandContext } from "./context.ts";
import { addCommand } from "./golden/add.ts";
import { candidatesCommand } from "./golden/candidates.ts";
import { checkCommand } from "./golden/check.ts";
import { importCommand } from "./golden/import.ts";
import { makeCommand } from "./golden/make.ts";
import { perturbCommand } from "./golden/perturb.ts";
import { splitCommand } from "./golden/split.ts";

export function goldenCommand(context: CommandContext): Command {
  const summary = "questions with known answers: add, import, make, check";
  return new Command("golden")
    .summary(summary)
    .description(summary)
    .addCommand(addCommand(context))
    .addCommand(importCommand(context))
    .addCommand(makeCommand(context))
    .addCommand(candidatesCommand(context))
    .addCommand(perturbCommand(context))
    .addCommand(checkCommand(context))
    .addCommand(splitCommand(context));
}
