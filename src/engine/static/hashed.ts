/** @module Vectors from hashed words and word parts: no training, no model, no download. */
import { toUnitVector } from "../../foundation/vectors.ts";
import { getAnalyzer } from "../analysis/index.ts";
import { createTermVectors, HASHED_DIMENSIONS } from "./term-vectors.ts";

/**
 * @returns a function from a text to a vector of 256 values and length 1, or of zeros for a text
 *   without a term. Equal texts give equal vectors, on every machine and for every collection.
 *
 * Each stem of the text (analyzer `en-1`) adds a fixed direction made of its own hash and of the
 * hashes of its parts of 3 to 5 characters, times 1 + ln(count) and its rarity in a background
 * text. So texts are near when they share words, or words that are spelled alike: inflections,
 * typing errors, parts of compounds. It knows no meaning: synonyms are as far apart as any two
 * words, and 256 dimensions blur long texts. It is a floor that needs nothing, not a substitute
 * for a trained embedder.
 */
export function createHashedEmbedding(): (text: string) => Float32Array {
  const analyzer = getAnalyzer("en-1");
  const vectors = createTermVectors();
  const sum = new Float64Array(HASHED_DIMENSIONS);
  return (text) => {
    sum.fill(0);
    for (const [term, count] of analyzer.count(text).counts)
      vectors.addTo(sum, term, count === 1 ? 1 : 1 + Math.log(count));
    return toUnitVector(sum) ?? new Float32Array(HASHED_DIMENSIONS);
  };
}
