/** @module Embeddings as OpenAI's servers and Cohere's give them, and their faults. */
import { z } from "zod";
import { createRandom } from "../../foundation/random.ts";
import type { FaultName } from "./faults.ts";
import { JSON_TYPE, toJsonReply, type Reply } from "./reply.ts";

const Texts = z.union([z.string(), z.array(z.string())]);
const Request = z.object({
  model: z.string().default("fault-model"),
  input: Texts.optional(),
  texts: Texts.optional(),
  dimensions: z.int().optional(),
  output_dimension: z.int().optional(),
});

/** `openai` answers `/v1/embeddings`, which Voyage speaks as well; `cohere` answers `/v2/embed`. */
export type EmbeddingStyle = "openai" | "cohere";

const DIMENSIONS = 8;

/** A direction of its own for each text, of any length; the same whenever it is asked. */
export function toFaultServerVector(text: string, dimensions: number): readonly number[] {
  const random = createRandom(`fault-server/${text}`);
  return Array.from({ length: dimensions }, () => random.uniform() - 0.5);
}

interface Embedding {
  readonly object: "embedding";
  readonly index: number;
  readonly embedding: readonly unknown[];
  readonly text: string;
}

interface Asked {
  readonly model: string;
  readonly dimensions: number;
  readonly data: readonly Embedding[];
}

function toAsked(body: unknown): Asked {
  const { model, input, texts: named, dimensions: plain, output_dimension } = Request.parse(body);
  const dimensions = plain ?? output_dimension ?? DIMENSIONS;
  const texts = [input ?? named ?? []].flat();
  const data = texts.map((text, index) => ({
    object: "embedding" as const,
    index,
    embedding: toFaultServerVector(text, dimensions),
    text,
  }));
  return { model, dimensions, data };
}

function toValue(style: EmbeddingStyle, model: string, data: readonly Embedding[]): unknown {
  if (style === "openai")
    return {
      object: "list",
      model,
      data: data.map(({ object, index, embedding }) => ({ object, index, embedding })),
      usage: { prompt_tokens: 9, total_tokens: 9 },
    };
  return {
    id: "emb-1",
    embeddings: { float: data.map(({ embedding }) => embedding) },
    texts: data.map(({ text }) => text),
    meta: { billed_units: { input_tokens: 9 } },
  };
}

export function toEmbeddingsReply(body: unknown, style: EmbeddingStyle): Reply {
  const { model, data } = toAsked(body);
  return toJsonReply(toValue(style, model, data));
}

/**
 * @param call how many embeddings were asked for before, for faults that show at the second call.
 * @returns nothing for a fault that embeddings do not have.
 */
export function toFaultyEmbeddings(
  fault: FaultName,
  body: unknown,
  call: number,
  style: EmbeddingStyle,
): Reply | undefined {
  const { model, dimensions, data } = toAsked(body);
  const [first, ...others] = data;
  if (!first) return undefined;
  const toReply = (served: string, items: readonly Embedding[]): Reply =>
    toJsonReply(toValue(style, served, items));
  const withFirst = (change: Partial<Embedding>): Reply =>
    toReply(model, [{ ...first, ...change }, ...others]);
  const text = JSON.stringify(toValue(style, model, data));
  const asText = (piece: string): Reply => ({ headers: JSON_TYPE, pieces: [piece] });
  const firstValueAs = (literal: string): Reply =>
    asText(text.replace(/("embedding":\[|"float":\[\[)[^,\]]*/, `$1${literal}`));
  switch (fault) {
    case "malformed-json":
    case "cut-mid-event":
    case "cut-mid-character":
      return asText(text.slice(0, Math.ceil(text.length / 2)));
    case "wrong-schema":
      return toJsonReply({ vectors: data.map(({ embedding }) => embedding) });
    case "vectors-fewer":
      return toReply(model, data.slice(1));
    case "vectors-more":
      return toReply(model, [...data, { ...first, index: data.length }]);
    case "vectors-reordered":
      return toReply(model, data.toReversed());
    case "vector-index-repeated":
      return toReply(
        model,
        data.map((item) => ({ ...item, index: 0 })),
      );
    case "vector-index-out-of-range":
      return withFirst({ index: data.length });
    case "vector-dimensions-wrong":
      return withFirst({ embedding: [...first.embedding, 0.5] });
    case "vector-nan":
      return firstValueAs("NaN");
    case "vector-null":
      return firstValueAs("null");
    case "vector-infinite":
      return firstValueAs("1e999");
    case "vector-zero":
      return withFirst({ embedding: Array.from({ length: dimensions }, () => 0) });
    case "vector-drift":
      return call === 0 ? toReply(model, data) : withFirst({ embedding: driftOf(first) });
    case "model-changed":
      return toReply(call === 0 ? model : `${model}-next`, data);
    default:
      return undefined;
  }
}

const driftOf = ({ embedding }: Embedding): readonly unknown[] =>
  embedding.map((value, at) => (at === 0 ? Number(value) + 0.05 : value));
