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

export const badPrices = defineError({
  code: "decide.bad-prices",
  kind: "invalid",
  message: ({ name, mistakes }: { name: string; mistakes: readonly string[] }) =>
    `${name} is no price table: ${mistakes.join("; ")}`,
  hint: () =>
    "a table has `schema: plumbline.prices/1`, `id`, `readAt` and `rows` of {id, unit, usd, verified}",
});

export const badCosts = defineError({
  code: "decide.bad-costs",
  kind: "invalid",
  message: ({ mistakes }: { mistakes: readonly string[] }) =>
    `the costs cannot be used: ${mistakes.join("; ")}`,
  hint: () =>
    "give each input as a number or as {low, mode, high}; `plumbline decide --explain` lists them with their units",
});

export const unknownArm = defineError({
  code: "decide.unknown-arm",
  kind: "invalid",
  message: ({ name }: { name: string; known: readonly string[] }) =>
    `there is no arm named ${name}`,
  hint: ({ known }) => `the arms are ${known.join(", ")}`,
});
