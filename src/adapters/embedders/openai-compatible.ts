/** @module Embeddings from any server that speaks OpenAI's protocol. */
import { z } from "zod";
import { hashJson } from "../../foundation/hash.ts";
import { defineAdapter } from "../../ports/adapter.ts";
import {
  createServiceEmbedder,
  Dimensions,
  IndexedReply,
  SharedEmbedderOptions,
  type EmbeddingService,
} from "./embedding-service.ts";

const adapter = "openai-compatible";

const Options = z.strictObject({
  ...SharedEmbedderOptions,
  /** With or without the final `/v1`. */
  baseUrl: z.url({ protocol: /^https?$/ }),
  dimensions: Dimensions,
  apiKey: z.string().min(1).optional(),
  maxBatch: z.int().min(1).max(2048).default(64),
  /** What the model wants in front of a question or a passage, such as `query: `. */
  queryPrefix: z.string().default(""),
  documentPrefix: z.string().default(""),
  /** Off for servers that refuse the parameter because their model has one size only. */
  sendDimensions: z.boolean().default(true),
});

type OpenAiOptions = z.output<typeof Options>;

function toEndpoint(baseUrl: string): URL {
  const url = new URL(baseUrl);
  const path = url.pathname.replace(/\/+$/, "");
  url.pathname = `${path}${path.endsWith("/v1") ? "" : "/v1"}/embeddings`;
  return url;
}

function toFingerprint({ model, dimensions, queryPrefix, documentPrefix }: OpenAiOptions): string {
  const plain = `${model}/${dimensions}`;
  if (queryPrefix === "" && documentPrefix === "") return plain;
  return `${plain}/${hashJson({ queryPrefix, documentPrefix }).slice(0, 8)}`;
}

function toService(options: OpenAiOptions): EmbeddingService {
  const { model, dimensions, apiKey, maxBatch, alpha, price, sendDimensions } = options;
  const url = toEndpoint(options.baseUrl);
  return {
    adapter,
    url,
    apiKey,
    model,
    dimensions,
    fingerprint: toFingerprint(options),
    maxBatch,
    alpha,
    price,
    priceList: { providerApiUrl: options.baseUrl },
    metered: price ? price.inputPerMillion > 0 : url.protocol === "https:",
    prefixes: { query: options.queryPrefix, document: options.documentPrefix },
    toBody: (input) => ({ model, input, ...(sendDimensions ? { dimensions } : {}) }),
    Reply: IndexedReply,
  };
}

export const openaiCompatibleEmbedder = defineAdapter({
  port: "embedder",
  name: adapter,
  options: Options,
  create: async (options, context) => createServiceEmbedder(toService(options), context),
});
