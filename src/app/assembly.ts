/** @module What every use case works with: settings, adapters, the release they make up. */
import type { Clock, Entropy } from "../foundation/effects.ts";
import { toReleaseId } from "../foundation/ids.ts";
import type { AdapterContext } from "../ports/adapter.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { Generator } from "../ports/generator.ts";
import type { Verifier } from "../ports/verifier.ts";
import type { AnswerSettings } from "../answer/index.ts";
import type { RetrieveSettings } from "../retrieve/index.ts";
import { EMBEDDERS, GENERATORS, VERIFIERS } from "../adapters/index.ts";
import type { LoadedConfig } from "../config/index.ts";
import { createAdapter } from "./assemble.ts";
import { createLogger } from "./effects.ts";
import { createOutbound, listOrigins } from "./outbound.ts";
import { makeResilient } from "./resilient-embedder.ts";

export interface Assembly {
  readonly loaded: LoadedConfig;
  /** Relative paths of commands start here. */
  readonly workingDirectory: string;
  readonly embedder: Embedder;
  readonly generator: Generator;
  readonly verifier: Verifier;
  readonly retrieveSettings: RetrieveSettings;
  readonly answerSettings: AnswerSettings;
  /** Content-addressed: equal settings are the same release. */
  readonly release: string;
  readonly context: AdapterContext;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

export interface AssembleOptions {
  readonly loaded: LoadedConfig;
  readonly workingDirectory: string;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly logLevel?: string | undefined;
  readonly log: (line: string) => void;
  /** Overrides of the configuration, from the command line. */
  readonly bm25?: { readonly k1: number; readonly b: number } | undefined;
}

/** Characters of an average token; settings are in tokens, texts are measured in characters. */
const CHARACTERS_PER_TOKEN = 4.4;

export async function assemble(options: AssembleOptions): Promise<Assembly> {
  const { loaded, workingDirectory, clock, entropy } = options;
  const { config } = loaded;
  const context: AdapterContext = {
    fetch: createOutbound(listOrigins(config)),
    fetchPublic: createOutbound(new Set()),
    clock,
    logger: createLogger(options.logLevel, options.log),
    baseDirectory: loaded.baseDirectory,
  };
  const embedder = makeResilient(
    await createAdapter(EMBEDDERS, "embedder", config.embedder, context),
  );
  const generator = await createAdapter(GENERATORS, "generator", config.generator, context);
  const verifier = await createAdapter(VERIFIERS, "verifier", config.verifier, context);
  const { retrieve, answer } = config;
  const retrieveSettings: RetrieveSettings = {
    bm25: options.bm25 ?? { k1: retrieve.k1, b: retrieve.b },
    depth: retrieve.depth,
    alpha: retrieve.alpha ?? embedder.defaultAlpha,
    maxPassageLength: Math.round(retrieve.maxPassageTokens * CHARACTERS_PER_TOKEN),
  };
  const answerSettings: AnswerSettings = {
    threshold: answer.threshold,
    maxSentences: answer.maxSentences,
    maxContextLength: Math.round(answer.maxContextTokens * CHARACTERS_PER_TOKEN),
  };
  const release = toReleaseId({
    chunking: config.chunking,
    embedder: embedder.fingerprint,
    retrieve: { ...retrieveSettings, topK: retrieve.topK },
    generator: generator.id,
    verifier: verifier.id,
    answer: answerSettings,
  });
  return {
    loaded,
    workingDirectory,
    embedder,
    generator,
    verifier,
    retrieveSettings,
    answerSettings,
    release,
    context,
    clock,
    entropy,
  };
}
