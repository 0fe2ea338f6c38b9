/** @module plumbline golden import */
import { Option, type Command } from "commander";
import { z } from "zod";
import { IMPORT_FORMATS } from "../../app/golden/index.ts";
import { defineCommand, withLocalApp, type CommandContext } from "../context.ts";
import { toPrintable } from "../terminal.ts";
import { printChange } from "./print-change.ts";

const Options = z.object({
  out: z.string(),
  format: z.enum(IMPORT_FORMATS).optional(),
  collection: z.string().optional(),
  licence: z.string().optional(),
});

const NOTES_SHOWN = 10;

export function importCommand(context: CommandContext): Command {
  return defineCommand(
    "import",
    "make a golden set of somebody else's questions; evidence is never guessed",
    "golden import promptfooconfig.yaml --out golden/support",
    "golden import langfuse-items.json --out golden/support --collection support",
    "golden import ./beir-folder --out golden/scifact",
  )
    .argument("<path>", "file, folder of Kiln runs, or folder in BEIR's layout")
    .requiredOption("--out <folder>", "golden set to make; not there yet")
    .addOption(
      new Option("--format <name>", "what the file is (default: as it reads)").choices(
        IMPORT_FORMATS,
      ),
    )
    .option("--collection <name>", "collection that the questions are about")
    .option("--licence <name>", "under which the questions may be used")
    .action(async (path: string, given: unknown) => {
      const options = Options.parse(given);
      await withLocalApp(context, given, async (app, shared) => {
        const { terminal } = context;
        const done = await app.golden.import({ path, ...options });
        if (shared.json) return terminal.out(JSON.stringify(done));
        for (const note of done.notes.slice(0, NOTES_SHOWN))
          terminal.err(`note: ${toPrintable(note)}`);
        const more = done.notes.length - NOTES_SHOWN;
        if (more > 0) terminal.err(`note: and ${more} more`);
        printChange(terminal, done);
      });
    });
}
