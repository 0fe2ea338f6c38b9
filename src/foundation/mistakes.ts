/** @module What a schema says is wrong with what somebody wrote, each mistake by its path. */
import type { z } from "zod";

export interface Mistake {
  /** Names and positions joined by dots; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/**
 * @param unknown what is said of a member that the schema does not know.
 * @returns every mistake, an unknown member named by its own path.
 */
export function listMistakes(
  issues: readonly z.core.$ZodIssue[],
  unknown: string,
): readonly Mistake[] {
  return issues.flatMap((issue) => toMistakes(issue, unknown));
}

function toMistakes(issue: z.core.$ZodIssue, unknown: string): readonly Mistake[] {
  const path = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: unknown }));
  // Of the forms a value may have, the one it came nearest to says what is wrong.
  if (issue.code === "invalid_union")
    for (const errors of issue.errors) {
      const inner = errors.filter((error) => error.path.length > 0);
      if (inner.length > 0)
        return inner.flatMap((error) =>
          toMistakes({ ...error, path: [...issue.path, ...error.path] }, unknown),
        );
    }
  return [{ path, message: issue.message }];
}
