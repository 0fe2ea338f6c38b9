/** @module Failures of embedders that read their vectors from a file. */
import { defineError } from "../../foundation/errors.ts";

export const embedderTableMissing = defineError({
  code: "adapters.embedder-table-missing",
  kind: "not-found",
  message: ({ path }: { path: string }) => `static: no table of word vectors at ${path}`,
  hint: () =>
    "check `table` of the embedder's options, or leave it out to use the table of the package",
});
