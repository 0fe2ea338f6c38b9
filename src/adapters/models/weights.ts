/** @module In which precisions a model's weights may lie, and in which file of its folder. */

/** The names are those of the library that runs them. */
const FILES = {
  fp32: "model.onnx",
  fp16: "model_fp16.onnx",
  q8: "model_quantized.onnx",
  int8: "model_int8.onnx",
  uint8: "model_uint8.onnx",
  q4: "model_q4.onnx",
  q4f16: "model_q4f16.onnx",
  bnb4: "model_bnb4.onnx",
} as const;

export type Weights = keyof typeof FILES;

/** Whole precision first. */
export const WEIGHTS: readonly Weights[] = [
  "fp32",
  "fp16",
  "q8",
  "int8",
  "uint8",
  "q4",
  "q4f16",
  "bnb4",
];

export const toWeightsFile = (weights: Weights): string => FILES[weights];

/**
 * These scale the states of a whole batch by its largest value, so that a text's vector would
 * depend on its neighbors: each text is read alone.
 */
const SCALED_BY_BATCH: ReadonlySet<Weights> = new Set(["q8", "int8", "uint8"]);

export const isScaledByBatch = (weights: Weights): boolean => SCALED_BY_BATCH.has(weights);
