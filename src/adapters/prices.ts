/** @module What a call costs by the published price list; what the list does not hold is unknown. */

/** Where the list is looked up: a provider, or whichever provider serves an address. */
export type PriceList = { readonly providerId: string } | { readonly providerApiUrl: string };

/** OpenTelemetry's counting: the input holds what came from a cache, too. */
export interface PricedTokens {
  readonly input: number;
  readonly output?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
}

/**
 * Dollars of one call at its own counts, because some prices depend on its length.
 *
 * @param models names of one model, the surest first.
 * @returns `undefined` where the list knows none of them; never 0 for it.
 */
export async function findListPrice(
  list: PriceList,
  models: readonly string[],
  { input, output, cacheRead, cacheWrite }: PricedTokens,
  now: Date,
): Promise<number | undefined> {
  const { calcPrice } = await import("@pydantic/genai-prices");
  const tokens = {
    input_tokens: input,
    output_tokens: output,
    cache_read_tokens: cacheRead,
    cache_write_tokens: cacheWrite,
  };
  for (const model of new Set(models))
    try {
      const found = calcPrice(tokens, model, { ...list, timestamp: now });
      if (found && found.total_price > 0) return found.total_price;
    } catch {
      // A list that cannot price these counts knows no price.
    }
  return undefined;
}
