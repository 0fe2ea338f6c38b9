import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Command } from "commander";
import { listExamples } from "../../src/cli/context.ts";
import { makeProgram } from "./program.ts";

/** Commands that do something: those with examples, and all that have no others below them. */
const walk = (command: Command): readonly Command[] => [
  ...(command.commands.length === 0 || listExamples(command).length > 0 ? [command] : []),
  ...command.commands.flatMap(walk),
];

const pathOf = (command: Command): readonly string[] =>
  command.parent ? [...pathOf(command.parent), command.name()] : [];

const { program } = await makeProgram();
const commands = walk(program);

/** Words as a shell parts them. */
const toWords = (line: string): readonly string[] => line.match(/"[^"]*"|\S+/g) ?? [];

describe("help", () => {
  for (const command of commands) {
    const path = pathOf(command).join(" ");
    it(`of ${path} has examples that name its own options`, () => {
      const lines = listExamples(command);
      assert.ok(lines.length > 0, "no example");
      for (const line of lines) {
        assert.ok(line === path || line.startsWith(`${path} `), line);
        const flags = command.options.flatMap(({ long, short }) => [long, short]);
        for (const word of toWords(line))
          if (/^--?[a-z]/.test(word)) assert.ok(flags.includes(word.split("=")[0]), word);
      }
    });

    it(`of ${path} keeps to a narrow terminal`, async () => {
      const narrow = await makeProgram(48);
      const words = [...pathOf(command), "--help"];
      await narrow.program.parseAsync(words, { from: "user" }).catch(() => undefined);
      const help = narrow.out.join("\n");
      assert.match(help, /Examples:\n {2}plumbline /);
      const told = help.slice(0, help.indexOf("Examples:")).split("\n");
      // A flag with its value is not broken; the words beside it are.
      assert.ok(
        told.every((line) => line.length <= 60),
        told.find((line) => line.length > 60),
      );
    });
  }
});
