/** @module A language model of a provider, opened: what the AI SDK needs, and what a record wants. */
import type { LanguageModel } from "ai";
import { z } from "zod";
import type { PriceList } from "../prices.ts";

/** Dollars for a million tokens: for models whose price nobody publishes. */
const Price = z.strictObject({
  inputPerMillion: z.number().min(0),
  outputPerMillion: z.number().min(0),
});

export type Price = z.output<typeof Price>;

/** What every provider's options share. */
export const SharedModelOptions = {
  model: z.string().regex(/^\S+$/, "must be a name without blanks"),
  /** `null` leaves it to the provider: some models take no temperature. */
  temperature: z.number().min(0).max(2).nullable().default(0),
  /** Of a reply; what a model thinks before it writes counts as well. */
  maxOutputTokens: z.int().min(16).max(200_000).default(4096),
  price: Price.optional(),
};

export interface OpenedModel {
  /** Names the adapter in errors, records and ids. */
  readonly provider: string;
  /** As configured. */
  readonly modelId: string;
  /** Always an object: a bare name would select a hosted gateway. */
  readonly model: Exclude<LanguageModel, string>;
  readonly wire: "chat" | "messages";
  readonly temperature: number | null;
  readonly maxOutputTokens: number;
  /** Goes before the list. */
  readonly price?: Price | undefined;
  readonly priceList: PriceList;
}

/** A server of one's own is reached by http; what is reached by https may send a bill. */
export const isMetered = ({ price, priceList }: OpenedModel): boolean =>
  price
    ? price.inputPerMillion > 0 || price.outputPerMillion > 0
    : "providerId" in priceList || priceList.providerApiUrl.startsWith("https:");

export const toParameters = ({
  temperature,
  maxOutputTokens,
}: Pick<OpenedModel, "temperature" | "maxOutputTokens">): Readonly<Record<string, number>> => ({
  ...(temperature === null ? {} : { temperature }),
  maxOutputTokens,
});

/** Provider, model and parameters in a form that can stand in a record: no blanks. */
export function toModelName({
  provider,
  modelId,
  temperature,
  maxOutputTokens,
}: OpenedModel): string {
  return `${provider}/${modelId}/t${temperature ?? "-"}/${maxOutputTokens}`;
}
