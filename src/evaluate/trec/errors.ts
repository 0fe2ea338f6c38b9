/** @module Files of rankings and judgments that cannot be used. */
import { defineError } from "../../foundation/errors.ts";

interface Details extends Readonly<Record<string, unknown>> {
  readonly path: string;
  /** Each begins with its line. */
  readonly mistakes: readonly string[];
}

export const runInvalid = defineError({
  code: "evaluate.run-invalid",
  kind: "invalid",
  message: ({ path, mistakes }: Details) => `${path} is no run:\n  ${mistakes.join("\n  ")}`,
  hint: () => "a line of a run is: query Q0 document rank score tag, each document once a query",
});

export const qrelsInvalid = defineError({
  code: "evaluate.qrels-invalid",
  kind: "invalid",
  message: ({ path, mistakes }: Details) => `${path} holds no qrels:\n  ${mistakes.join("\n  ")}`,
  hint: () =>
    "a line is: query 0 document grade, or, after a header, query-id, corpus-id, score by tabs",
});

export const idNotWritable = defineError({
  code: "evaluate.id-not-writable",
  kind: "invalid",
  message: ({ id, format }: { id: string; format: string }) =>
    `the id ${JSON.stringify(id)} cannot stand in a ${format} file`,
  hint: () => "write JSON, or give the query or document an id without tabs and line breaks",
});
