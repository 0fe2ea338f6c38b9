/** @module Providers of embeddings: where each is reached, what its models give, how it is asked. */
import { z } from "zod";
import { defineAdapter } from "../../ports/adapter.ts";
import type { EmbedRequest } from "../../ports/embedder.ts";
import {
  createServiceEmbedder,
  Dimensions,
  SharedEmbedderOptions,
  type EmbeddingReply,
} from "./embedding-service.ts";

export interface ProviderStyle {
  readonly name: string;
  readonly baseUrl: string;
  /** Below the base URL. */
  readonly path: string;
  /** In the list of prices. */
  readonly providerId: string;
  /** Texts that one request may hold. */
  readonly maxBatch: number;
  /** What models give unasked, by name. */
  readonly dimensions: Readonly<Record<string, number>>;
  toBody(
    model: string,
    texts: readonly string[],
    role: EmbedRequest["role"],
    /** Absent where the model's own size is wanted. */
    dimensions: number | undefined,
  ): unknown;
  readonly Reply: z.ZodType<EmbeddingReply>;
}

const HttpUrl = z.url({ protocol: /^https?$/ });

/** A style as an adapter. `dimensions` is needed for a model that this version does not know. */
export function defineProviderEmbedder(style: ProviderStyle) {
  const { name, path, providerId } = style;
  const options = z
    .strictObject({
      ...SharedEmbedderOptions,
      apiKey: z.string().min(1),
      baseUrl: HttpUrl.default(style.baseUrl),
      /** Default: what the model gives. Fewer, where it can be asked for fewer, take less memory. */
      dimensions: Dimensions.optional(),
      maxBatch: z.int().min(1).max(style.maxBatch).default(Math.min(128, style.maxBatch)),
    })
    .refine(
      ({ model, dimensions }) => dimensions !== undefined || Object.hasOwn(style.dimensions, model),
      {
        path: ["dimensions"],
        message: `say how many values this model gives; known are ${Object.keys(style.dimensions).join(", ")}`,
      },
    );
  return defineAdapter({
    port: "embedder",
    name,
    options,
    async create({ model, apiKey, baseUrl, maxBatch, alpha, price, ...rest }, context) {
      const own = style.dimensions[model];
      const dimensions = rest.dimensions ?? own ?? 0;
      const asked = dimensions === own ? undefined : dimensions;
      return createServiceEmbedder(
        {
          adapter: name,
          url: new URL(`${baseUrl.replace(/\/+$/, "")}${path}`),
          apiKey,
          model,
          dimensions,
          fingerprint: `${name}/${model}/${dimensions}`,
          maxBatch,
          alpha,
          price,
          priceList: { providerId },
          metered: price?.inputPerMillion !== 0,
          toBody: (texts, role) => style.toBody(model, texts, role, asked),
          Reply: style.Reply,
        },
        context,
      );
    },
  });
}
