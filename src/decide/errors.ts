/** @module Failures of a decision. */
import { defineError } from "../foundation/errors.ts";

export const badAnswers = defineError({
  code: "decide.bad-answers",
  kind: "invalid",
  message: ({ mistakes }: { mistakes: readonly string[] }) =>
    `the answers cannot be used: ${mistakes.join("; ")}`,
  hint: () =>
    "correct them, or say `unknown`; `plumbline decide --explain` lists every question with its values",
});
