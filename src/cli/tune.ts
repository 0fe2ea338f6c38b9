/** @module plumbline tune */
import { Command } from "commander";
import { TUNE_LANES } from "../app/index.ts";
import type { CommandContext } from "./context.ts";
import { laneCommand } from "./tune/lane.ts";

export function tuneCommand(context: CommandContext): Command {
  const summary = "fit retrieval to a golden set: fusion, retrieval, reranker, adapter";
  const command = new Command("tune").summary(summary).description(summary);
  for (const lane of TUNE_LANES) command.addCommand(laneCommand(context, lane));
  return command;
}
