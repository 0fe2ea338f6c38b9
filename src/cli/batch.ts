/** @module One line or more for each query of a file, to a file or to stdout. */
import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import type { BatchQuery } from "../app/index.ts";
import type { CommandContext } from "./context.ts";
import { createProgress } from "./progress.ts";

export interface Batch {
  readonly queries: readonly BatchQuery[];
  /** Overwritten; stdout without it. */
  readonly file: string | undefined;
  /** Beside the progress bar, such as `questions`. */
  readonly unit: string;
}

/** Queries in the order of the file; what was written stays when one of them fails. */
export async function writeBatch(
  { terminal, workingDirectory, signal }: Omit<CommandContext, "exitWith">,
  { queries, file, unit }: Batch,
  toLines: (query: BatchQuery) => Promise<readonly string[]>,
): Promise<void> {
  const target = file === undefined ? undefined : openSync(resolve(workingDirectory, file), "w");
  const progress = createProgress(terminal, queries.length);
  try {
    for (const query of queries) {
      signal.throwIfAborted();
      for (const line of await toLines(query))
        if (target === undefined) terminal.out(line);
        else writeSync(target, `${line}\n`);
      progress.step(unit);
    }
  } finally {
    progress.end();
    if (target !== undefined) closeSync(target);
  }
}
