import { defineError } from "../../foundation/errors.ts";

export const unknownAnalyzer = defineError<{ id: string; known: readonly string[] }>({
  code: "analysis.unknown-analyzer",
  kind: "conflict",
  message: ({ id }) => `this version has no analyzer named ${JSON.stringify(id)}`,
  hint: ({ known }) =>
    `re-index the collection with an analyzer of this version (${known.join(", ")}), or open it with the version that wrote it`,
});
