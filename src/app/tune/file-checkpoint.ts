/** @module A checkpoint as a file of the data directory, a line a value. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Checkpoint } from "../../tune/index.ts";

export interface FileCheckpoint extends Checkpoint {
  /** Once the result is registered nobody needs it. */
  remove(): void;
}

/** @param name of what is computed: the same inputs, and nothing else, have it. */
export function openFileCheckpoint(dataDirectory: string, name: string): FileCheckpoint {
  const folder = join(dataDirectory, "tuning");
  const path = join(folder, `${name}.jsonl`);
  const values = new Map<string, unknown>();
  if (existsSync(path))
    for (const line of readFileSync(path, "utf8").split("\n")) {
      const entry = parseEntry(line);
      if (entry) values.set(entry[0], entry[1]);
    }
  return {
    read: (key) => values.get(key),
    async keep(key, value) {
      values.set(key, value);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      appendFileSync(path, `${JSON.stringify([key, value])}\n`, { mode: 0o600 });
    },
    remove: () => rmSync(path, { force: true }),
  };
}

/** The last line of one who was killed is half a line. */
function parseEntry(line: string): readonly [string, unknown] | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) && value.length === 2 && typeof value[0] === "string"
      ? [value[0], value[1]]
      : undefined;
  } catch {
    return undefined;
  }
}
