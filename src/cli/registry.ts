/** @module plumbline registry: what is registered, what serves, and how that changes. */
import { Command } from "commander";
import type { CommandContext } from "./context.ts";
import { challengeCommand, promoteCommand, rollbackCommand } from "./registry/change.ts";
import { diffCommand } from "./registry/diff.ts";
import { listCommand, showCommand } from "./registry/look.ts";
import { buildCommand, gcCommand, retireCommand, verifyCommand } from "./registry/maintain.ts";

export function registryCommand(context: CommandContext): Command {
  const summary = "releases: what serves, what may, what served before";
  const commands = [
    listCommand,
    showCommand,
    diffCommand,
    promoteCommand,
    rollbackCommand,
    challengeCommand,
    buildCommand,
    verifyCommand,
    retireCommand,
    gcCommand,
  ];
  const registry = new Command("registry").summary(summary).description(summary);
  for (const define of commands) registry.addCommand(define(context));
  return registry;
}
