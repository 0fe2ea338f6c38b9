/** @module What a judge refuses. */
import { defineError } from "../../foundation/errors.ts";

export const unknownCriterion = defineError({
  code: "adapters.unknown-criterion",
  kind: "invalid",
  message: ({ name }: { name: string; known: readonly string[] }) =>
    `the judge has no criterion ${name}`,
  hint: ({ known }) => `choose of ${known.join(", ")}`,
});
