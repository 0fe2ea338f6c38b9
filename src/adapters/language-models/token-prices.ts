/** @module What tokens of a configured model cost, by its own settings or by the published list. */
import { z } from "zod";
import { findListPrice, type PriceList } from "../prices.ts";

/** Dollars for a million tokens. */
export interface TokenPrices {
  readonly model: string;
  readonly inputPrice: number;
  readonly outputPrice: number;
  /** Of input that the provider has cached; absent where nobody tells. */
  readonly cacheReadPrice?: number;
}

const Choice = z.object({
  model: z.string(),
  baseUrl: z.string().optional(),
  price: z.object({ inputPerMillion: z.number(), outputPerMillion: z.number() }).optional(),
});

const LISTS: Readonly<Record<string, (baseUrl: string | undefined) => PriceList | undefined>> = {
  openai: () => ({ providerId: "openai" }),
  anthropic: () => ({ providerId: "anthropic" }),
  "openai-compatible": (baseUrl) =>
    baseUrl === undefined ? undefined : { providerApiUrl: baseUrl },
};

/**
 * @param adapter the generator's name, with its options as configured.
 * @param tokens of one call: lists price long calls otherwise, so a call's own length is asked for.
 * @returns `undefined` where no model is asked or nobody knows its price.
 */
export async function findTokenPrices(
  { adapter, options }: { readonly adapter: string; readonly options: unknown },
  tokens: number,
  now: Date,
): Promise<TokenPrices | undefined> {
  const { data } = Choice.safeParse(options);
  const list = data && LISTS[adapter]?.(data.baseUrl);
  if (!data || !list) return undefined;
  const { model, price } = data;
  if (price)
    return { model, inputPrice: price.inputPerMillion, outputPrice: price.outputPerMillion };
  const perMillion = async (
    counts: Parameters<typeof findListPrice>[2],
  ): Promise<number | undefined> => {
    const usd = await findListPrice(list, [model], counts, now);
    return usd && (usd / tokens) * 1e6;
  };
  const inputPrice = await perMillion({ input: tokens });
  const outputPrice = await perMillion({ input: 0, output: tokens });
  const cacheReadPrice = await perMillion({ input: tokens, cacheRead: tokens });
  if (!inputPrice || !outputPrice) return undefined;
  return { model, inputPrice, outputPrice, ...(cacheReadPrice ? { cacheReadPrice } : {}) };
}
