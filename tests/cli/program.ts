/** @module The command line for tests: no process, no terminal, what it says kept in lists. */
import type { Command } from "commander";
import { createProgram } from "../../src/cli/index.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

export interface TestProgram {
  readonly program: Command;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

export function makeProgram(width = 80, workingDirectory = "."): TestProgram {
  const out: string[] = [];
  const err: string[] = [];
  let quiet = false;
  const terminal: Terminal = {
    width,
    interactive: false,
    watched: false,
    color: false,
    out: (line) => void out.push(line),
    err: (line) => void (quiet || err.push(line)),
    problem: (line) => void err.push(line),
    hush: () => void (quiet = true),
    draw: () => undefined,
  };
  const program = createProgram({
    terminal,
    workingDirectory,
    environment: {},
    signal: new AbortController().signal,
    exitWith: () => undefined,
  });
  return { program, out, err };
}
