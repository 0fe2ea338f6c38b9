/** @module A sentence encoder's folder: what its files say of it, and the hash of all that decides vectors. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { modelIncomplete, modelUnreadable, weightsMissing } from "./errors.ts";
import { findHabits, type ModelHabits } from "./known-models.ts";
import { toWeightsFile, WEIGHTS, type Weights } from "./weights.ts";

export interface EncoderModel extends ModelHabits {
  readonly folder: string;
  /** The last part of its path. */
  readonly name: string;
  readonly type: string;
  readonly dimensions: number;
  /** Longest text, in pieces, the special ones included. */
  readonly maxTokens: number;
  /** Those whose files are there; never empty. */
  readonly weights: readonly Weights[];
  /** Of the weights' files, below `folder`; empty or `onnx`. */
  readonly subfolder: string;
  /** Behind the mean it has layers that only an export which gives whole vectors holds. */
  readonly hasDenseLayers: boolean;
}

const Config = z.object({
  _name_or_path: z.string().catch("").default(""),
  model_type: z.string(),
  hidden_size: z.int().positive().optional(),
  dim: z.int().positive().optional(),
  n_embd: z.int().positive().optional(),
  max_position_embeddings: z.int().positive().optional().catch(undefined),
});
const TokenizerConfig = z.object({ model_max_length: z.number().optional().catch(undefined) });
const SentenceConfig = z.object({ max_seq_length: z.int().positive().optional().catch(undefined) });
const Prompts = z.object({ prompts: z.record(z.string(), z.string()).optional().catch(undefined) });
const PoolingConfig = z.object({
  pooling_mode_cls_token: z.boolean().default(false),
  pooling_mode_mean_tokens: z.boolean().default(false),
});
const Modules = z.array(z.object({ type: z.string() }));

/** Libraries write 10^30 for a tokenizer without a limit. */
const MOST_TOKENS = 32_768;
const USUAL_TOKENS = 512;

/** Files beside the weights that decide a text's vector. */
const DECIDING = ["config.json", "tokenizer.json", "tokenizer_config.json", "modules.json"];
const POOLING = join("1_Pooling", "config.json");

function readJson<T>(folder: string, file: string, schema: z.ZodType<T>): T | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw modelUnreadable({ file: path, reason: "it is no JSON" }, error);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const reason = `${issue?.path.join(".") ?? ""} ${issue?.message ?? "is not as expected"}`.trim();
  throw modelUnreadable({ file: path, reason });
}

/**
 * @param name what it is called where its folder has another name; tells known models.
 * @throws models.incomplete, models.unreadable
 */
export function readModel(folder: string, name = basename(folder)): EncoderModel {
  const config = readJson(folder, "config.json", Config);
  if (!config) throw modelIncomplete({ folder, missing: "config.json" });
  if (!existsSync(join(folder, "tokenizer.json")))
    throw modelIncomplete({ folder, missing: "tokenizer.json" });
  const { weights, subfolder } = findWeights(folder);
  const dimensions = config.hidden_size ?? config.dim ?? config.n_embd;
  if (dimensions === undefined)
    throw modelUnreadable({ file: join(folder, "config.json"), reason: "no hidden_size" });
  return {
    folder,
    name,
    type: config.model_type,
    dimensions,
    weights,
    subfolder,
    maxTokens: readMaxTokens(folder, config.max_position_embeddings),
    hasDenseLayers: (readJson(folder, "modules.json", Modules) ?? []).some(({ type }) =>
      type.endsWith(".Dense"),
    ),
    ...readHabits(folder, [name, basename(folder), config._name_or_path]),
  };
}

function findWeights(folder: string): { weights: readonly Weights[]; subfolder: string } {
  for (const subfolder of ["onnx", ""]) {
    const weights = WEIGHTS.filter((kind) =>
      existsSync(join(folder, subfolder, toWeightsFile(kind))),
    );
    if (weights.length > 0) return { weights, subfolder };
  }
  throw modelIncomplete({ folder, missing: "onnx/model.onnx" });
}

function readMaxTokens(folder: string, positions = MOST_TOKENS): number {
  const trained = readJson(folder, "sentence_bert_config.json", SentenceConfig)?.max_seq_length;
  const tokenizer = readJson(folder, "tokenizer_config.json", TokenizerConfig)?.model_max_length;
  const usual = tokenizer !== undefined && tokenizer <= MOST_TOKENS ? tokenizer : USUAL_TOKENS;
  return Math.min(trained ?? usual, positions);
}

/** The folder's own word first. */
function readHabits(folder: string, names: readonly string[]): ModelHabits {
  const known = findHabits(names);
  const prompts = readJson(folder, "config_sentence_transformers.json", Prompts)?.prompts ?? {};
  const pooling = readJson(folder, POOLING, PoolingConfig);
  return {
    query: prompts["query"] ?? known.query,
    document: prompts["document"] ?? prompts["passage"] ?? known.document,
    pooling: pooling ? (pooling.pooling_mode_cls_token ? "cls" : "mean") : known.pooling,
  };
}

/** @throws models.weights-missing */
export function chooseWeights(model: EncoderModel, asked: Weights | undefined): Weights {
  const { folder, weights: found } = model;
  const [first = "fp32"] = found;
  if (asked === undefined) return first;
  if (!found.includes(asked)) throw weightsMissing({ folder, weights: asked, found });
  return asked;
}

/** @returns the SHA-256 of every file that decides vectors, in a fixed order. */
export async function hashModel(model: EncoderModel, weights: Weights): Promise<string> {
  const { folder, subfolder } = model;
  const file = join(subfolder, toWeightsFile(weights));
  const hash = createHash("sha256");
  for (const name of [...DECIDING, POOLING, file, `${file}_data`]) {
    const path = join(folder, name);
    if (!existsSync(path)) continue;
    hash.update(`${name.replaceAll("\\", "/")}\n${statSync(path).size}\n`);
    for await (const bytes of createReadStream(path, { highWaterMark: 2 ** 20 }))
      hash.update(bytes as Uint8Array); // a stream without encoding gives bytes
  }
  return hash.digest("hex");
}
