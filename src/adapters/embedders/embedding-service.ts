/** @module Embeddings of a service: one request a batch, each vector at its text, the price told. */
import { z } from "zod";
import { toUnitVector } from "../../foundation/vectors.ts";
import type { AdapterContext } from "../../ports/adapter.ts";
import type { EmbedRequest, Embedder } from "../../ports/embedder.ts";
import type { DraftUsage } from "../../ports/generator.ts";
import { upstreamChanged, upstreamGarbled } from "../errors.ts";
import { postJson } from "../post-json.ts";
import { findListPrice, type PriceList } from "../prices.ts";

export const SharedEmbedderOptions = {
  model: z.string().min(1),
  /** Weight of the dense leg until one is fitted; .7 suits sentence encoders. */
  alpha: z.number().min(0).max(1).default(0.7),
  /** Dollars for a million tokens. Without it the published list is asked. */
  price: z.strictObject({ inputPerMillion: z.number().min(0) }).optional(),
};

export const Dimensions = z.int().min(1).max(16_384);

/** What a service replied, read by the schema of its own wire. */
export interface EmbeddingReply {
  /** In any order; `index` is the text's in the request. */
  readonly vectors: readonly { readonly index: number; readonly values: readonly number[] }[];
  /** What served, as the reply names it. */
  readonly model?: string | undefined;
  readonly inputTokens?: number | undefined;
  /** Where the wire has no indexes but repeats the texts: that of each vector. */
  readonly texts?: readonly string[] | undefined;
}

export interface EmbeddingService {
  /** Names the adapter in errors. */
  readonly adapter: string;
  readonly url: URL;
  readonly apiKey: string | undefined;
  readonly model: string;
  readonly dimensions: number;
  readonly fingerprint: string;
  readonly maxBatch: number;
  readonly alpha: number;
  readonly metered: boolean;
  readonly price: { readonly inputPerMillion: number } | undefined;
  readonly priceList: PriceList;
  /** In front of each text of a role. */
  readonly prefixes?: Readonly<Record<EmbedRequest["role"], string>>;
  toBody(texts: readonly string[], role: EmbedRequest["role"]): unknown;
  readonly Reply: z.ZodType<EmbeddingReply>;
}

export const TokenCount = z.int().positive().optional().catch(undefined);

export function createServiceEmbedder(
  service: EmbeddingService,
  context: Pick<AdapterContext, "fetch" | "clock">,
): Embedder {
  const { adapter, url, apiKey, dimensions, prefixes = { query: "", document: "" } } = service;
  let served: string | undefined;

  async function request(
    texts: readonly string[],
    { role, signal, onUsage }: Omit<EmbedRequest, "texts">,
  ): Promise<readonly Float32Array[]> {
    const body = service.toBody(texts, role);
    const json = await postJson(context, { adapter, url, body, apiKey, signal });
    const { data: reply } = service.Reply.safeParse(json);
    if (!reply) throw upstreamGarbled({ adapter, reason: "it holds no embeddings" });
    onUsage?.(await toUsage(service, reply, context.clock.now()));
    const now = reply.model ?? served;
    if (served !== undefined && now !== undefined && now !== served)
      throw upstreamChanged({ adapter, before: served, now });
    const vectors = toVectors(service, reply, texts);
    served = now;
    return vectors;
  }

  return {
    fingerprint: service.fingerprint,
    metered: service.metered,
    dimensions,
    maxBatch: service.maxBatch,
    defaultAlpha: service.alpha,
    async embed({ texts, ...rest }) {
      // Servers refuse a whole batch for one blank text, which has no meaning to embed anyway.
      const asked = texts.filter((text) => text.trim() !== "");
      if (asked.length === 0) return texts.map(() => new Float32Array(dimensions));
      const vectors = await request(
        asked.map((text) => prefixes[rest.role] + text),
        rest,
      );
      let next = 0;
      return texts.map((text) => {
        const vector = text.trim() === "" ? undefined : vectors[next++];
        return vector ?? new Float32Array(dimensions);
      });
    },
  };
}

/** Wires allow any order and the port promises ours, so each text finds its vector. */
function toVectors(
  { adapter, dimensions }: EmbeddingService,
  { vectors, texts: repeated }: EmbeddingReply,
  texts: readonly string[],
): readonly Float32Array[] {
  if (vectors.length !== texts.length)
    throw upstreamGarbled({
      adapter,
      reason: `${vectors.length} vectors for ${texts.length} texts`,
    });
  const named = new Map(repeated?.map((text, at) => [text, vectors[at]?.values]));
  // Some write the texts otherwise than they got them; then their order has to do.
  const byText = texts.every((text) => named.has(text)) ? named : undefined;
  const byIndex = new Map(vectors.map(({ index, values }) => [index, values]));
  return texts.map((text, index) => {
    const values = byText ? byText.get(text) : byIndex.get(index);
    if (!values) throw upstreamGarbled({ adapter, reason: `no vector for text ${index}` });
    if (values.length !== dimensions) {
      const reason = `${values.length} values instead of ${dimensions} for text ${index}`;
      throw upstreamGarbled({ adapter, reason });
    }
    const vector = toUnitVector(values);
    if (!vector) throw upstreamGarbled({ adapter, reason: `no direction for text ${index}` });
    return vector;
  });
}

async function toUsage(
  { model, price, priceList }: EmbeddingService,
  { model: served = model, inputTokens }: EmbeddingReply,
  now: Date,
): Promise<DraftUsage> {
  if (inputTokens === undefined) return { model: served };
  const costUsd = price
    ? (inputTokens * price.inputPerMillion) / 1e6
    : await findListPrice(priceList, [served, model], { input: inputTokens }, now);
  return { model: served, inputTokens, ...(costUsd === undefined ? {} : { costUsd }) };
}

/** OpenAI's reply, which others speak as well; only the fields we read, as the rest is renamed. */
export const IndexedReply: z.ZodType<EmbeddingReply> = z
  .object({
    model: z.string().optional(),
    data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()) })),
    usage: z
      .object({ prompt_tokens: TokenCount, total_tokens: TokenCount })
      .optional()
      .catch(undefined),
  })
  .transform(({ model, data, usage }) => ({
    model,
    vectors: data.map(({ index, embedding: values }) => ({ index, values })),
    inputTokens: usage?.prompt_tokens ?? usage?.total_tokens,
  }));
