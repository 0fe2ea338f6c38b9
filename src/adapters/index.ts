/** @module Every adapter of the package, listed by hand: nothing registers itself. */
import { hashedEmbedder } from "./embedders/hashed.ts";
import { openaiCompatibleEmbedder } from "./embedders/openai-compatible.ts";
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
import { cohereReranker } from "./rerankers/cohere.ts";
import { jinaReranker } from "./rerankers/jina.ts";
import { lightReranker } from "./rerankers/light.ts";
import { noReranker } from "./rerankers/none.ts";
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

export { createOpenAiSystem, type OpenAiSystemOptions } from "./systems/openai.ts";

export const EMBEDDERS = [hashedEmbedder, openaiCompatibleEmbedder] as const;
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
] as const;
export const JUDGES = [openaiJudge, anthropicJudge, openaiCompatibleJudge] as const;
export const QUESTION_MAKERS = [
  openaiQuestionMaker,
  anthropicQuestionMaker,
  openaiCompatibleQuestionMaker,
] as const;
export const VERIFIERS = [lexicalVerifier] as const;
