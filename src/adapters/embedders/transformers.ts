/** @module Sentence encoders that run in this process, from a folder of files. */
import { isAbsolute, join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { z } from "zod";
import { hashJson } from "../../foundation/hash.ts";
import { toUnitVector } from "../../foundation/vectors.ts";
import { defineAdapter, type AdapterContext } from "../../ports/adapter.ts";
import type { Embedder } from "../../ports/embedder.ts";
import { createEncode, type EncodeSettings } from "../models/encode.ts";
import { modelDimensions, modelNotFound, modelUnsupported } from "../models/errors.ts";
import { chooseWeights, hashModel, readModel, type EncoderModel } from "../models/read-model.ts";
import { transformersRuntime, type EncoderRuntime } from "../models/runtime.ts";
import { isScaledByBatch, WEIGHTS } from "../models/weights.ts";

const Options = z.strictObject({
  /** A name that `plumbline models add` was given, or the path of a folder (`./…`, `/…`). */
  model: z
    .string()
    .regex(/^(?:[./\\]|[A-Za-z]:|[\w.-]+(?:\/[\w.-]+)?$)/, "must be a name or a path"),
  /** Precision of the weights; default: the first that is there, whole precision before others. */
  weights: z.enum(WEIGHTS).optional(),
  /** Put in front of questions and passages; default: what the model is known to want. */
  queryPrefix: z.string().optional(),
  documentPrefix: z.string().optional(),
  pooling: z.enum(["mean", "cls"]).optional(),
  /** Of a text, in pieces of words; the rest is not read. */
  maxTokens: z.int().min(8).max(32_768).optional(),
  /** Fewer than the model gives, for those trained to be cut. */
  dimensions: z.int().min(1).max(16_384).optional(),
  maxBatch: z.int().min(1).max(1024).default(64),
  threads: z.int().min(1).max(256).optional(),
  /** Weight of the dense leg until one is fitted: .7 for a sentence encoder (D7). */
  alpha: z.number().min(0).max(1).default(0.7),
});

export type TransformersOptions = z.output<typeof Options>;

const isPath = (model: string): boolean => /^[.\\/]/.test(model) || isAbsolute(model);

/** @throws models.not-found, models.incomplete, models.unreadable */
function findModel(
  model: string,
  { baseDirectory, modelsDirectory }: Pick<AdapterContext, "baseDirectory" | "modelsDirectory">,
): EncoderModel {
  const folder = isPath(model) ? resolve(baseDirectory, model) : join(modelsDirectory, model);
  if (!existsSync(folder)) throw modelNotFound({ model, folder });
  return isPath(model) ? readModel(folder) : readModel(folder, model);
}

/**
 * The weights are loaded with the first text; everything else about the model is known before.
 *
 * @throws models.package-missing, models.not-found, models.incomplete, models.unreadable,
 *   models.weights-missing, models.dimensions, models.unsupported
 */
export async function createTransformersEmbedder(
  options: TransformersOptions,
  context: Pick<AdapterContext, "baseDirectory" | "modelsDirectory">,
  runtime: EncoderRuntime = transformersRuntime,
): Promise<Embedder> {
  runtime.assertInstalled();
  const model = findModel(options.model, context);
  const weights = chooseWeights(model, options.weights);
  const dimensions = options.dimensions ?? model.dimensions;
  if (dimensions > model.dimensions)
    throw modelDimensions({ model: model.name, asked: dimensions, found: model.dimensions });
  const settings: EncodeSettings = {
    maxTokens: Math.min(options.maxTokens ?? model.maxTokens, model.maxTokens),
    pooling: options.pooling ?? model.pooling,
    alone: isScaledByBatch(weights),
  };
  const prefixes = {
    query: options.queryPrefix ?? model.query,
    document: options.documentPrefix ?? model.document,
  };
  const { maxTokens, pooling } = settings;
  const deciding = [await hashModel(model, weights), maxTokens, pooling, prefixes];
  const load = openOnce(runtime, model, { ...options, weights }, settings);
  return {
    fingerprint: `transformers/${model.name}/${hashJson(deciding).slice(0, 12)}/${dimensions}`,
    dimensions,
    maxBatch: options.maxBatch,
    defaultAlpha: options.alpha,
    async embed({ texts, role, signal }) {
      signal?.throwIfAborted();
      const asked = texts.filter((text) => text.trim() !== "");
      if (asked.length === 0) return texts.map(() => new Float32Array(dimensions));
      const encode = await load();
      const vectors = await encode(
        asked.map((text) => prefixes[role] + text),
        signal,
      );
      let next = 0;
      return texts.map((text) => {
        const vector = text.trim() === "" ? undefined : vectors[next++];
        return cutTo(dimensions, vector);
      });
    },
  };
}

type Encode = ReturnType<typeof createEncode>;

/** Once; a load that failed is tried again with the next text. */
function openOnce(
  runtime: EncoderRuntime,
  model: EncoderModel,
  {
    weights,
    threads,
  }: { readonly weights: EncoderModel["weights"][number]; readonly threads?: number | undefined },
  settings: EncodeSettings,
): () => Promise<Encode> {
  let opened: Promise<Encode> | undefined;
  const open = async (): Promise<Encode> => {
    const encoder = await runtime.open(model, { weights, threads });
    const { length, dimensions } = await encoder.run([encoder.tokenize("a")]);
    if (dimensions !== model.dimensions)
      throw modelDimensions({ model: model.name, asked: model.dimensions, found: dimensions });
    if (length !== undefined && model.hasDenseLayers)
      throw modelUnsupported({
        model: model.name,
        reason: "its vectors need layers that this export does not hold",
      });
    return createEncode(encoder, settings);
  };
  return () => {
    opened ??= open();
    opened.catch(() => (opened = undefined));
    return opened;
  };
}

function cutTo(dimensions: number, vector: Float32Array | undefined): Float32Array {
  if (vector?.length === dimensions) return vector;
  const cut = vector && toUnitVector(vector.subarray(0, dimensions));
  return cut ?? new Float32Array(dimensions);
}

export const transformersEmbedder = defineAdapter({
  port: "embedder",
  name: "transformers",
  options: Options,
  create: (options, context) => createTransformersEmbedder(options, context),
});
