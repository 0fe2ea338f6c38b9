/** @module plumbline init */
import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { CONFIG_FILE, CONFIG_TEMPLATE, configExists } from "../app/index.ts";
import type { CommandContext } from "./context.ts";

export function initCommand({ terminal, workingDirectory }: CommandContext): Command {
  return new Command("init")
    .summary("write a commented plumbline.yaml")
    .description("write a commented plumbline.yaml")
    .argument("[file]", "where to", CONFIG_FILE)
    .action((file: string) => {
      const path = resolve(workingDirectory, file);
      if (existsSync(path)) throw configExists({ path });
      writeFileSync(path, CONFIG_TEMPLATE);
      terminal.out(path);
      terminal.err("next: put documents into ./docs, then `plumbline ingest`");
    });
}
