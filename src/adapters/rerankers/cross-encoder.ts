/** @module Rerankers that read question and text together, each behind a service of its own style. */
import { z } from "zod";
import { type AdapterContext, defineAdapter } from "../../ports/adapter.ts";
import type { Reranker } from "../../ports/reranker.ts";
import type { StoredChunk } from "../../ports/store.ts";
import { upstreamGarbled } from "../errors.ts";
import { postJson } from "../post-json.ts";

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
  /** After it the light reranker's order is served. */
  deadlineMs: z.int().min(10).max(60_000).default(300),
});
export type CrossEncoderOptions = z.output<typeof Options>;

/** The score of the text at an index of the request. */
export interface Rank {
  readonly index: number;
  readonly score: number;
}

/** How one service is asked and how it answers. */
export interface CrossEncoderStyle {
  readonly name: string;
  /** Path of its version, such as `v2`; empty where it has none. */
  readonly version: string;
  toBody(model: string, question: string, texts: readonly string[]): unknown;
  /** In any order; only the fields we read are looked at. */
  readonly Reply: z.ZodType<readonly Rank[]>;
}

/** The reply that Cohere and Jina have in common. */
export const RelevanceScores = z
  .object({ results: z.array(z.object({ index: z.int(), relevance_score: z.number() })) })
  .transform(({ results }) =>
    results.map(({ index, relevance_score: score }) => ({ index, score })),
  );

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
  { baseUrl, model, apiKey, top, maxTokens, deadlineMs }: CrossEncoderOptions,
  context: AdapterContext,
): Reranker {
  const { name: adapter } = style;
  const url = toEndpoint(baseUrl, style.version);
  const maxLength = Math.round(maxTokens * CHARACTERS_PER_TOKEN);
  return {
    id: `${adapter}/${model}/${maxTokens}`,
    maxChunks: top,
    deadlineMs,
    async rerank({ question, chunks, signal }) {
      if (chunks.length === 0) return [];
      const texts = chunks.map((chunk) => toText(chunk, maxLength));
      const body = style.toBody(model, question, texts);
      const json = await postJson(context, { adapter, url, body, apiKey, signal });
      const reply = style.Reply.safeParse(json);
      if (!reply.success) throw upstreamGarbled({ adapter, reason: "it holds no scores" });
      return toScores(adapter, reply.data, chunks.length).map((score) => ({
        score,
        shares: { [adapter]: score },
      }));
    },
  };
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
