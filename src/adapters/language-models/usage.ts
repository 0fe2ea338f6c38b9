/** @module What a reply cost, as far as the provider can be believed. */
import type { DraftUsage } from "../../ports/generator.ts";
import { findListPrice } from "../prices.ts";
import type { OpenedModel } from "./opened-model.ts";

/** As the SDK gives them. */
export interface ReportedTokens {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly inputTokenDetails?: {
    readonly cacheReadTokens?: number | undefined;
    readonly cacheWriteTokens?: number | undefined;
  };
}

/** A character is at most four bytes and a token at least one; the rest is the messages' frame. */
const TOKENS_PER_CHARACTER = 4;
const FRAME_TOKENS = 2000;
/** No model writes, or thinks, more for one reply. */
const MOST_OUTPUT = 1_000_000;

const isCount = (value: number | undefined, most: number): value is number =>
  value !== undefined && Number.isSafeInteger(value) && value > 0 && value <= most;

/**
 * Counts that cannot be are left out, and 0 is one of them: the SDK writes 0 for what it was not
 * told. The cost is left out with either count.
 *
 * @param sent characters of the request.
 * @param model as the reply names it.
 */
export async function toUsage(
  opened: OpenedModel,
  model: string,
  reported: ReportedTokens,
  sent: number,
  now: Date,
): Promise<DraftUsage> {
  const { inputTokens, outputTokens } = reported;
  const input = isCount(inputTokens, sent * TOKENS_PER_CHARACTER + FRAME_TOKENS);
  const output = isCount(outputTokens, MOST_OUTPUT);
  const costUsd =
    input && output
      ? await findCost(opened, model, { ...reported, inputTokens, outputTokens }, now)
      : undefined;
  return {
    model,
    ...(input ? { inputTokens } : {}),
    ...(output ? { outputTokens } : {}),
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}

async function findCost(
  { price, priceList, modelId }: OpenedModel,
  model: string,
  {
    inputTokens,
    outputTokens,
    inputTokenDetails: { cacheReadTokens, cacheWriteTokens } = {},
  }: ReportedTokens & { readonly inputTokens: number; readonly outputTokens: number },
  now: Date,
): Promise<number | undefined> {
  if (price)
    return (inputTokens * price.inputPerMillion + outputTokens * price.outputPerMillion) / 1e6;
  const cached = (count: number | undefined): number | undefined =>
    isCount(count, inputTokens) ? count : undefined;
  const tokens = {
    input: inputTokens,
    output: outputTokens,
    cacheRead: cached(cacheReadTokens),
    cacheWrite: cached(cacheWriteTokens),
  };
  return findListPrice(priceList, [model, modelId], tokens, now);
}
