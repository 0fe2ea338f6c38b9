/** @module What answers are measured by, where it cannot be used. */
import { defineError } from "../../../foundation/errors.ts";

export const schemaUnusable = defineError({
  code: "evaluate.schema-unusable",
  kind: "invalid",
  message: ({ name, reason }: { name: string; reason: string }) =>
    `${name} is no JSON schema that can be checked: ${reason}`,
  hint: () => "use keywords of draft 2020-12 without remote references",
});

export const styleGuideInvalid = defineError({
  code: "evaluate.style-guide-invalid",
  kind: "invalid",
  message: ({ path, mistakes }: { path: string; mistakes: readonly string[] }) =>
    `${path} is not a style guide:\n  ${mistakes.join("\n  ")}`,
  hint: () => "mend the lines named; docs/answer-measures.md shows a whole one",
});

export const unknownAnswerMeasure = defineError({
  code: "evaluate.unknown-answer-measure",
  kind: "invalid",
  message: ({ name }: { name: string; known: readonly string[] }) => `no measure is named ${name}`,
  hint: ({ known }) => `choose of ${known.join(", ")}`,
});
