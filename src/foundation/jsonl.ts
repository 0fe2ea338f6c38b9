/** @module JSON Lines: one value a line, read as a stream so that a file's size is no limit. */

export interface JsonLine {
  /** 1-based, as an editor counts. */
  readonly line: number;
  readonly value: unknown;
  /** Present when the line is not JSON; `value` is then `undefined`. */
  readonly error?: string;
}

/** Parses one line; blank lines are `undefined`. */
export function parseJsonLine(text: string, line: number): JsonLine | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  try {
    return { line, value: JSON.parse(trimmed) };
  } catch (error) {
    return {
      line,
      value: undefined,
      error: error instanceof Error ? error.message : String(error),
    };
  }
}

/** All lines of a text that hold a value, in order. */
export function parseJsonLines(text: string): readonly JsonLine[] {
  return text
    .split("\n")
    .map((line, index) => parseJsonLine(line, index + 1))
    .filter((line) => line !== undefined);
}
