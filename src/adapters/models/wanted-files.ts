/** @module Which files of a model are taken: what running it needs, and its licence. */
import { modelIncomplete } from "./errors.ts";
import { toWeightsFile, WEIGHTS, type Weights } from "./weights.ts";

const NEEDED = ["config.json", "tokenizer.json"];

const USEFUL = new Set([
  ...NEEDED,
  "tokenizer_config.json",
  "special_tokens_map.json",
  "modules.json",
  "sentence_bert_config.json",
  "config_sentence_transformers.json",
  "1_Pooling/config.json",
  "README.md",
]);

const LICENCE = /^(?:licen[cs]e|notice)(?:\.(?:md|txt))?$/i;

/**
 * @param names of all files, with `/` between folders.
 * @param asked one precision; default: the first of `WEIGHTS` that is there.
 * @throws models.incomplete naming what is missing.
 */
export function listWantedFiles(
  names: readonly string[],
  asked: Weights | undefined,
  model: string,
): readonly string[] {
  const missing = NEEDED.find((name) => !names.includes(name));
  if (missing !== undefined) throw modelIncomplete({ folder: model, missing });
  const weights = (asked === undefined ? WEIGHTS : [asked])
    .flatMap((kind) => [`onnx/${toWeightsFile(kind)}`, toWeightsFile(kind)])
    .find((name) => names.includes(name));
  if (weights === undefined) {
    const wanted = `onnx/${toWeightsFile(asked ?? "fp32")}`;
    throw modelIncomplete({ folder: model, missing: wanted });
  }
  return names.filter(
    (name) =>
      USEFUL.has(name) || LICENCE.test(name) || name === weights || name === `${weights}_data`,
  );
}
