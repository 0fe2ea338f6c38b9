/** @module Embeddings from any server that speaks OpenAI's protocol. */
import { z } from "zod";
import { hashJson } from "../../foundation/hash.ts";
import { toUnitVector } from "../../foundation/vectors.ts";
import { type AdapterContext, defineAdapter } from "../../ports/adapter.ts";
import type { EmbedRequest, Embedder } from "../../ports/embedder.ts";
import type { DraftUsage } from "../../ports/generator.ts";
import { upstreamChanged, upstreamGarbled } from "../errors.ts";
import { postJson } from "../post-json.ts";
import { findListPrice } from "../prices.ts";

const adapter = "openai-compatible";

const Options = z.strictObject({
  /** With or without the final `/v1`. */
  baseUrl: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1),
  dimensions: z.int().min(1).max(16_384),
  apiKey: z.string().min(1).optional(),
  maxBatch: z.int().min(1).max(2048).default(64),
  /** Weight of the dense leg until one is fitted; .7 suits sentence encoders. */
  alpha: z.number().min(0).max(1).default(0.7),
  /** Dollars for a million tokens. Without it the published list is asked. */
  price: z.strictObject({ inputPerMillion: z.number().min(0) }).optional(),
  /** What the model wants in front of a question or a passage, such as `query: `. */
  queryPrefix: z.string().default(""),
  documentPrefix: z.string().default(""),
  /** Off for servers that refuse the parameter because their model has one size only. */
  sendDimensions: z.boolean().default(true),
});

type OpenAiOptions = z.output<typeof Options>;

/** Only the fields we read: servers add their own, and rename the rest between releases. */
const Reply = z.object({
  model: z.string().optional(),
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()) })),
  usage: z.object({ prompt_tokens: z.int().positive() }).optional().catch(undefined),
});

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

/** The protocol allows any order and the port promises ours, so each text finds its index. */
function toVectors(
  data: z.output<typeof Reply>["data"],
  count: number,
  dimensions: number,
): Float32Array[] {
  if (data.length !== count)
    throw upstreamGarbled({ adapter, reason: `${data.length} vectors for ${count} texts` });
  const byIndex = new Map(data.map((item) => [item.index, item.embedding]));
  return Array.from({ length: count }, (_, index) => {
    const values = byIndex.get(index);
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
  { baseUrl, model, price }: Pick<OpenAiOptions, "baseUrl" | "model" | "price">,
  { model: served = model, usage }: Pick<z.output<typeof Reply>, "model" | "usage">,
  now: Date,
): Promise<DraftUsage> {
  const inputTokens = usage?.prompt_tokens;
  if (inputTokens === undefined) return { model: served };
  const list = { providerApiUrl: baseUrl };
  const costUsd = price
    ? (inputTokens * price.inputPerMillion) / 1e6
    : await findListPrice(list, [served, model], { input: inputTokens }, now);
  return { model: served, inputTokens, ...(costUsd === undefined ? {} : { costUsd }) };
}

function createEmbedder(options: OpenAiOptions, context: AdapterContext): Embedder {
  const { model, dimensions, apiKey, sendDimensions, price } = options;
  const url = toEndpoint(options.baseUrl);
  let served: string | undefined;

  async function request(
    input: readonly string[],
    { signal, onUsage }: Pick<EmbedRequest, "signal" | "onUsage">,
  ): Promise<Float32Array[]> {
    const body = { model, input, ...(sendDimensions ? { dimensions } : {}) };
    const json = await postJson(context, { adapter, url, body, apiKey, signal });
    const reply = Reply.safeParse(json);
    if (!reply.success) throw upstreamGarbled({ adapter, reason: "it holds no embeddings" });
    onUsage?.(await toUsage(options, reply.data, context.clock.now()));
    const now = reply.data.model ?? served;
    if (served !== undefined && now !== undefined && now !== served)
      throw upstreamChanged({ adapter, before: served, now });
    const vectors = toVectors(reply.data.data, input.length, dimensions);
    served = now;
    return vectors;
  }

  return {
    fingerprint: toFingerprint(options),
    metered: price ? price.inputPerMillion > 0 : url.protocol === "https:",
    dimensions,
    maxBatch: options.maxBatch,
    defaultAlpha: options.alpha,
    async embed({ texts, role, ...rest }) {
      const prefix = role === "query" ? options.queryPrefix : options.documentPrefix;
      // Servers refuse a whole batch for one blank text, which has no meaning to embed anyway.
      const asked = texts.filter((text) => text.trim() !== "");
      if (asked.length === 0) return texts.map(() => new Float32Array(dimensions));
      const vectors = await request(
        asked.map((text) => prefix + text),
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

export const openaiCompatibleEmbedder = defineAdapter({
  port: "embedder",
  name: adapter,
  options: Options,
  create: async (options, context) => createEmbedder(options, context),
});
