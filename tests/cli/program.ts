/** @module The command line for tests: no process, no terminal, what it says kept in lists. */
import type { Command } from "commander";
import { createProgram } from "../../src/cli/index.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

export interface TestProgram {
  readonly program: Command;
  readonly out: readonly string[];
  readonly err: readonly string[];
  /** That it ends with. */
  code(): number;
}

export async function makeProgram(width = 80, workingDirectory = "."): Promise<TestProgram> {
  const out: string[] = [];
  const err: string[] = [];
  let quiet = false;
  let code = 0;
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
  const program = await createProgram({
    terminal,
    workingDirectory,
    environment: {},
    signal: new AbortController().signal,
    exitWith: (given) => void (code = given),
  });
  return { program, out, err, code: () => code };
}
