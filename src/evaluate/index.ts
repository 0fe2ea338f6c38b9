/** @module Measures over golden sets, for any system that ranks. */
export {
  computePairedInterval,
  type BootstrapOptions,
  type PairedInterval,
} from "./compare/paired-bootstrap.ts";
export { goldenNotFound } from "./errors.ts";
export { parseGoldenSet, type GoldenFiles } from "./golden-sets/parse-golden-set.ts";
export { nDCG } from "./measures/ndcg.ts";
export { recall } from "./measures/recall.ts";
export { containsAnswer } from "./measures/contains-answer.ts";
