/** @module Mistakes in the files of a golden set, each by file and line. */
import type { z } from "zod";
import { parseJsonLines } from "../../../foundation/jsonl.ts";
import { listMistakes } from "../../../foundation/mistakes.ts";

/** Further ones are counted, not listed. */
const SHOWN = 20;

/** Collects mistakes, so that whoever mends a file sees all of them at once. */
export class Mistakes {
  readonly #found: string[] = [];

  add(file: string, line: number | undefined, what: string): void {
    this.#found.push(line === undefined ? `${file}: ${what}` : `${file} line ${line}: ${what}`);
  }

  get count(): number {
    return this.#found.length;
  }

  /** In the order they were found; the last says how many more there are. */
  list(): readonly string[] {
    const more = this.#found.length - SHOWN;
    return more > 0 ? [...this.#found.slice(0, SHOWN), `and ${more} more`] : this.#found;
  }
}

export interface ParsedLine<T> {
  readonly line: number;
  readonly value: T;
}

/** Lines that fit the schema, in order; the others are mistakes. */
export function parseLines<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
  mistakes: Mistakes,
): readonly ParsedLine<z.output<S>>[] {
  return parseJsonLines(text).flatMap(({ line, value, error }) => {
    if (error !== undefined) {
      mistakes.add(file, line, `no JSON: ${error}`);
      return [];
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return [{ line, value: parsed.data }];
    for (const { path, message } of listMistakes(parsed.error.issues, "is not known here"))
      mistakes.add(file, line, `${path} ${message}`.trim());
    return [];
  });
}
