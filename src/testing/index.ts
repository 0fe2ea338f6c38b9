/** @module The contract suites and fakes of every port: run them on an adapter of your own. */
export { adapterContext, FIXED_CLOCK } from "./adapter-context.ts";
export { describeEmbedder } from "./embedder-contract.ts";
export { createFakeEmbedder } from "./fake-embedder.ts";
export { createFakeGenerator } from "./fake-generator.ts";
export { createFakeSource, type FakeItem, type FakeSource } from "./fake-source.ts";
export { createFakeVerifier } from "./fake-verifier.ts";
export { describeGenerator } from "./generator-contract.ts";
export { describeParser, type ParserSample, type ParserSamples } from "./parser-contract.ts";
export { passageOf, sentencesOf } from "./passages.ts";
export { describeSource, type SourceSubject } from "./source-contract.ts";
export { describeStore } from "./store-contract.ts";
export type { OpenSubject, StoreContractOptions, StoreSubject } from "./store-subject.ts";
export { makeTemporaryDirectory, type TemporaryDirectory } from "./temporary-directory.ts";
export { describeVerifier } from "./verifier-contract.ts";
