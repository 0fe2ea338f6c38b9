/** @module Golden sets that cannot be used. */
import { defineError } from "../foundation/errors.ts";

export const goldenNotFound = defineError({
  code: "evaluate.golden-not-found",
  kind: "not-found",
  message: ({ path, missing }: { path: string; missing: string }) =>
    `${path} is no golden set: ${missing} is missing`,
  hint: () => "a golden set is a folder with queries.jsonl and qrels/test.tsv, or qrels.tsv",
});

export const goldenInvalid = defineError({
  code: "evaluate.golden-invalid",
  kind: "invalid",
  message: ({ path, mistakes }: { path: string; mistakes: readonly string[] }) =>
    `${path} is not valid:\n  ${mistakes.join("\n  ")}`,
  hint: () => "mend the lines named",
});
