/** @module Rerankers that read question and text together, each behind a service of its own style. */
import { z } from "zod";
import { type AdapterContext, defineAdapter } from "../../ports/adapter.ts";
import type { DraftUsage } from "../../ports/generator.ts";
import type { Reranker } from "../../ports/reranker.ts";
import type { StoredChunk } from "../../ports/store.ts";
import { upstreamGarbled } from "../errors.ts";
import { postJson } from "../post-json.ts";
import { findListPrice } from "../prices.ts";

/** Characters of an average token. Services count on their own and cut what is still too long. */
const CHARACTERS_PER_TOKEN = 4.4;

const Options = z.strictObject({
  /** With or without the version at its end. */
  baseUrl: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1),
  apiKey: z.string().min(1).optional(),
  /** Chunks sent, the best of the light reranker's order. */
  top: z.int().min(1).max(100).default(20),
  /** What is sent of each, headings included. */
  maxTokens: z.int().min(16).max(8192).default(256),
  /** In dollars. Without it the published list is asked. */
  price: z
    .strictObject({
      /** A reply that does not say how many it was counts as one. */
      perThousandSearches: z.number().min(0).optional(),
      inputPerMillion: z.number().min(0).optional(),
    })
    .optional(),
  /** After it the light reranker's order is served. */
  deadlineMs: z.int().min(10).max(60_000).default(300),
});
export type CrossEncoderOptions = z.output<typeof Options>;

/** The score of the text at an index of the request. */
export interface Rank {
  readonly index: number;
  readonly score: number;
}

/** Scores, with what the service says that it will bill. */
export interface CrossEncoderReply {
  readonly ranks: readonly Rank[];
  readonly searches?: number | undefined;
  readonly inputTokens?: number | undefined;
}

/** How one service is asked and how it answers. */
export interface CrossEncoderStyle {
  readonly name: string;
  /** Path of its version, such as `v2`; empty where it has none. */
  readonly version: string;
  toBody(model: string, question: string, texts: readonly string[]): unknown;
  /** In any order; only the fields we read are looked at. */
  readonly Reply: z.ZodType<CrossEncoderReply>;
}

const Count = z.int().positive().optional().catch(undefined);

/** The reply that Cohere and Jina have in common, but for what each says of its price. */
export const RelevanceScores = z
  .object({
    results: z.array(z.object({ index: z.int(), relevance_score: z.number() })),
    meta: z
      .object({ billed_units: z.object({ search_units: Count }) })
      .optional()
      .catch(undefined),
    usage: z.object({ total_tokens: Count }).optional().catch(undefined),
  })
  .transform(({ results, meta, usage }) => ({
    ranks: results.map(({ index, relevance_score: score }) => ({ index, score })),
    searches: meta?.billed_units.search_units,
    inputTokens: usage?.total_tokens,
  }));

/** A style as an adapter. Its scores replace what ranked the chunks before. */
export function defineCrossEncoder(style: CrossEncoderStyle) {
  return defineAdapter({
    port: "reranker",
    name: style.name,
    options: Options,
    create: async (options, context) => createCrossEncoder(style, options, context),
  });
}

function createCrossEncoder(
  style: CrossEncoderStyle,
  options: CrossEncoderOptions,
  context: AdapterContext,
): Reranker {
  const { name: adapter } = style;
  const { baseUrl, model, apiKey, top, maxTokens, deadlineMs, price } = options;
  const url = toEndpoint(baseUrl, style.version);
  const maxLength = Math.round(maxTokens * CHARACTERS_PER_TOKEN);
  return {
    id: `${adapter}/${model}/${maxTokens}`,
    metered: price ? Object.values(price).some((usd) => (usd ?? 0) > 0) : url.protocol === "https:",
    maxChunks: top,
    deadlineMs,
    async rerank({ question, chunks, onUsage, signal }) {
      if (chunks.length === 0) return [];
      const texts = chunks.map((chunk) => toText(chunk, maxLength));
      const body = style.toBody(model, question, texts);
      const json = await postJson(context, { adapter, url, body, apiKey, signal }).catch(
        (error: unknown) => {
          // Whoever stops waiting is billed all the same, and nobody says how much.
          if (signal?.aborted) onUsage?.({ model });
          throw error;
        },
      );
      const reply = style.Reply.safeParse(json);
      if (!reply.success) throw upstreamGarbled({ adapter, reason: "it holds no scores" });
      onUsage?.(await toUsage(options, reply.data, context.clock.now()));
      return toScores(adapter, reply.data.ranks, chunks.length).map((score) => ({
        score,
        shares: { [adapter]: score },
      }));
    },
  };
}

async function toUsage(
  { baseUrl, model, price }: CrossEncoderOptions,
  { searches = 1, inputTokens }: CrossEncoderReply,
  now: Date,
): Promise<DraftUsage> {
  const told = { model, ...(inputTokens === undefined ? {} : { inputTokens }) };
  const costUsd = price
    ? toPrice(price, searches, inputTokens)
    : inputTokens &&
      (await findListPrice({ providerApiUrl: baseUrl }, [model], { input: inputTokens }, now));
  return costUsd === undefined ? told : { ...told, costUsd };
}

/** Unknown where it is by token, and nobody told how many there were. */
function toPrice(
  { perThousandSearches = 0, inputPerMillion = 0 }: NonNullable<CrossEncoderOptions["price"]>,
  searches: number,
  inputTokens: number | undefined,
): number | undefined {
  if (inputPerMillion > 0 && inputTokens === undefined) return undefined;
  return (perThousandSearches * searches) / 1e3 + (inputPerMillion * (inputTokens ?? 0)) / 1e6;
}

function toEndpoint(baseUrl: string, version: string): URL {
  const url = new URL(baseUrl);
  const path = url.pathname.replace(/\/+$/, "");
  const versioned = version === "" || path.endsWith(`/${version}`) ? path : `${path}/${version}`;
  url.pathname = `${versioned}/rerank`;
  return url;
}

/** Headings say what a chunk is about, so they come first and are the last to be cut. */
function toText({ headings, text }: StoredChunk, maxLength: number): string {
  return `${headings.join(" > ")}\n${text}`.trim().slice(0, maxLength).toWellFormed();
}

/** One score for each text: a reply with gaps or doubles cannot be told from a mixed-up one. */
function toScores(adapter: string, ranks: readonly Rank[], count: number): readonly number[] {
  const byIndex = new Map(ranks.map(({ index, score }) => [index, score]));
  if (ranks.length !== count || byIndex.size !== count) {
    const twice = byIndex.size < ranks.length ? ", one of them twice" : "";
    const reason = `${ranks.length} scores for ${count} texts${twice}`;
    throw upstreamGarbled({ adapter, reason });
  }
  return Array.from({ length: count }, (_, index) => {
    const score = byIndex.get(index);
    if (score === undefined)
      throw upstreamGarbled({ adapter, reason: `no score for text ${index}` });
    return score;
  });
}
