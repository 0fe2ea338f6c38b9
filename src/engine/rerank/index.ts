/** @module What a light reranker looks at, over the terms of chunks in order. No input or output. */
export { createFeatureReader, type RerankFeatures } from "./features.ts";
export { type AskedTerm, prepareQuestion, type RerankQuestion } from "./question.ts";
export { readTermSequence, type TermSequence } from "./term-sequences.ts";
