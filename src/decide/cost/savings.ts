/** @module What is saved when instructions move from the prompt into weights. */
import { countQuestions, priceCall } from "./lines.ts";
import type { InputValues } from "./inputs.ts";

export interface TokenSavings {
  /** Input tokens of one call that a tuned model needs no more. */
  readonly perCall: number;
  /** In the first month. */
  readonly perMonth: number;
  /** Over the months, at the price of the model that is prompted now; NaN where it is unknown. */
  readonly usd: number;
}

/** S − S', and with examples S + F − S': never below 0. */
export function computeSavings(
  values: InputValues,
  from: "prompt" | "fewshot",
  months: number,
): TokenSavings {
  const read = (name: string): number => values[name] ?? NaN;
  const kept = { ...values, systemTokens: read("tunedSystemTokens"), fewshotTokens: 0 };
  const instructions = read("systemTokens") + (from === "fewshot" ? read("fewshotTokens") : 0);
  const perCall = Math.max(0, instructions - read("tunedSystemTokens"));
  const callUsd =
    priceCall(values, { arm: from, hosting: "dedicated" }) -
    priceCall(kept, { arm: from, hosting: "dedicated" });
  return {
    perCall,
    perMonth: perCall * read("questionsPerMonth"),
    usd: Math.max(0, callUsd) * countQuestions(values, months),
  };
}
