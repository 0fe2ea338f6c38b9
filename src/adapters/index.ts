/** @module Every adapter of the package, listed by hand: nothing registers itself. */
import { cohereEmbedder } from "./embedders/cohere.ts";
import { hashedEmbedder } from "./embedders/hashed.ts";
import { openaiEmbedder } from "./embedders/openai.ts";
import { openaiCompatibleEmbedder } from "./embedders/openai-compatible.ts";
import { staticEmbedder } from "./embedders/static.ts";
import { voyageEmbedder } from "./embedders/voyage.ts";
import { transformersEmbedder } from "./embedders/transformers.ts";
import { openTelemetryExporter } from "./exporters/opentelemetry.ts";
import { otlpJsonExporter } from "./exporters/otlp-json.ts";
import { extractiveGenerator } from "./generators/extractive.ts";
import {
  anthropicGenerator,
  openaiCompatibleGenerator,
  openaiGenerator,
} from "./generators/language-model.ts";
import { anthropicJudge, openaiCompatibleJudge, openaiJudge } from "./judges/language-model.ts";
import {
  anthropicRewriter,
  openaiCompatibleRewriter,
  openaiRewriter,
} from "./rewriters/language-model.ts";
import {
  anthropicQuestionMaker,
  openaiCompatibleQuestionMaker,
  openaiQuestionMaker,
} from "./question-makers/language-model.ts";
import {
  anthropicPrompted,
  openaiCompatiblePrompted,
  openaiPrompted,
} from "./prompted-models/language-model.ts";
import { cohereReranker } from "./rerankers/cohere.ts";
import { jinaReranker } from "./rerankers/jina.ts";
import { lightReranker } from "./rerankers/light.ts";
import { noReranker } from "./rerankers/none.ts";
import {
  createTunedReranker,
  MODEL_FILE as RERANKER_FILE,
  tunedReranker,
} from "./rerankers/tuned.ts";
import { teiReranker } from "./rerankers/tei.ts";
import { lexicalVerifier } from "./verifiers/lexical.ts";

export {
  announceAddress,
  findLockHolder,
  openSqliteStore,
  type SqliteStoreOptions,
} from "./stores/sqlite/index.ts";
export { storeNotFound } from "./stores/sqlite/errors.ts";

export {
  isRetryableUpstream,
  upstreamDenied,
  upstreamDrifted,
  upstreamFailed,
  upstreamGarbled,
  upstreamLimited,
} from "./errors.ts";
export { parseRetryAfter } from "./retry-after.ts";
export {
  createOutboundAgents,
  createOutboundClient,
  createSystemNetwork,
  egressNoReply,
  egressStalled,
  egressUnreachable,
  isRetryableEgress,
  OUTBOUND_LIMITS,
  trapEgress,
  type Network,
  type OutboundPolicy,
} from "./outbound/index.ts";

export {
  addModel,
  assertFreeName,
  DEFAULT_HUB,
  describeHubModel,
  hashRecord,
  listLocalModels,
  openFolderFiles,
  openHubFiles,
  RUNTIME_PACKAGE,
  transformersRuntime,
  verifyModel,
  WEIGHTS,
  type HubModel,
  type LocalModel,
  type ModelRecord,
  type Weights,
} from "./models/index.ts";
export { createFileArtifactStore } from "./artifacts/index.ts";
export { findTokenPrices, type TokenPrices } from "./language-models/token-prices.ts";
export { createOpenAiSystem, type OpenAiSystemOptions } from "./systems/openai.ts";

export { createTunedReranker, RERANKER_FILE };

export const EMBEDDERS = [
  hashedEmbedder,
  staticEmbedder,
  transformersEmbedder,
  openaiCompatibleEmbedder,
  openaiEmbedder,
  cohereEmbedder,
  voyageEmbedder,
] as const;
export const GENERATORS = [
  extractiveGenerator,
  openaiGenerator,
  anthropicGenerator,
  openaiCompatibleGenerator,
] as const;
export const REWRITERS = [openaiRewriter, anthropicRewriter, openaiCompatibleRewriter] as const;
export const RERANKERS = [
  lightReranker,
  noReranker,
  cohereReranker,
  jinaReranker,
  teiReranker,
  tunedReranker,
] as const;
export const JUDGES = [openaiJudge, anthropicJudge, openaiCompatibleJudge] as const;
export const QUESTION_MAKERS = [
  openaiQuestionMaker,
  anthropicQuestionMaker,
  openaiCompatibleQuestionMaker,
] as const;
export const PROMPTED_MODELS = [
  openaiPrompted,
  anthropicPrompted,
  openaiCompatiblePrompted,
] as const;
export const EXPORTERS = [otlpJsonExporter, openTelemetryExporter] as const;
export const VERIFIERS = [lexicalVerifier] as const;
