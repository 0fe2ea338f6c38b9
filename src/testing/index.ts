/** @module The contract suites and fakes of every port: run them on an adapter of your own. */
export { adapterContext, FIXED_CLOCK } from "./adapter-context.ts";
export { describeArtifactStore, type ArtifactSubject } from "./artifact-store-contract.ts";
export { describeEmbedder } from "./embedder-contract.ts";
export { createFakeArtifactStore, type FakeArtifactStore } from "./fake-artifact-store.ts";
export { createFakeEmbedder } from "./fake-embedder.ts";
export { createFakeGenerator } from "./fake-generator.ts";
export { createFakeJudge } from "./fake-judge.ts";
export { createFakePromptedModel, type FakePromptedModel } from "./fake-prompted-model.ts";
export { createFakeQuestionMaker } from "./fake-question-maker.ts";
export { createFakeReranker } from "./fake-reranker.ts";
export { createFakeRewriter } from "./fake-rewriter.ts";
export { createFakeSource, type FakeItem, type FakeSource } from "./fake-source.ts";
export { createFakeVerifier } from "./fake-verifier.ts";
export {
  FAULT_SERVER_ANSWER,
  listFaults,
  PROVIDER_FAULTS,
  startFaultServer,
  toFaultServerScore,
  toFaultServerVector,
  type Fault,
  type FaultCall,
  type FaultName,
  type FaultServer,
  type Outcome,
  type Wire,
} from "./fault-server.ts";
export { describeGenerator } from "./generator-contract.ts";
export { describeJudge } from "./judge-contract.ts";
export { describeParser, type ParserSample, type ParserSamples } from "./parser-contract.ts";
export { passageOf, sentencesOf } from "./passages.ts";
export { describePromptedModel } from "./prompted-model-contract.ts";
export { describeQuestionMaker } from "./question-maker-contract.ts";
export { describeReranker } from "./reranker-contract.ts";
export { describeRewriter } from "./rewriter-contract.ts";
export { describeSpanExporter } from "./span-exporter-contract.ts";
export { startOtlpReceiver, type OtlpReceiver } from "./otlp-receiver.ts";
export { describeSource, type SourceSubject } from "./source-contract.ts";
export { storedChunkOf } from "./stored-chunks.ts";
export { describeStore } from "./store-contract.ts";
export type { OpenSubject, StoreContractOptions, StoreSubject } from "./store-subject.ts";
export { makeTemporaryDirectory, type TemporaryDirectory } from "./temporary-directory.ts";
export { describeVerifier } from "./verifier-contract.ts";
