/** @module What every use case works with: settings, adapters, the release they make up. */
import type { Clock, Entropy } from "../foundation/effects.ts";
import { toReleaseId } from "../foundation/ids.ts";
import type { Embedder } from "../ports/embedder.ts";
import type { Generator } from "../ports/generator.ts";
import type { Rewriter } from "../ports/rewriter.ts";
import type { Verifier } from "../ports/verifier.ts";
import type { AnswerSettings } from "../answer/index.ts";
import type { RerankStage, RetrieveSettings } from "../retrieve/index.ts";
import { EMBEDDERS, GENERATORS, REWRITERS, VERIFIERS } from "../adapters/index.ts";
import type { Config, LoadedConfig } from "../config/index.ts";
import { createAdapter, type Lender } from "./assemble.ts";
import { createJitter, createLogger, systemSleep } from "./effects.ts";
import { openOutbound, type Outbound } from "./outbound.ts";
import { createGuard, type Guard, type GuardEffects } from "./resilience/guard.ts";
import { readVersion } from "./remote/protocol.ts";
import { createRerankStages } from "./rerank-stages.ts";
import { makeResilient } from "./resilience/resilient-embedder.ts";
import { makeFetchResilient } from "./resilience/resilient-fetch.ts";
import { makeResilientGenerator } from "./resilience/resilient-generator.ts";
import { createTraceExporter, NO_EXPORT, type TraceExporter } from "./trace/export-traces.ts";
import { createSpendMeter, type SpendMeter } from "./trace/spend.ts";

export interface Assembly {
  readonly loaded: LoadedConfig;
  /** Relative paths of commands start here. */
  readonly workingDirectory: string;
  readonly embedder: Embedder;
  readonly generator: Generator;
  /** Absent unless configured. */
  readonly rewriter: Rewriter | undefined;
  readonly verifier: Verifier;
  /** In turn; none where fusion has the last word. */
  readonly rerankers: readonly RerankStage[];
  readonly retrieveSettings: RetrieveSettings;
  readonly answerSettings: AnswerSettings;
  /** Content-addressed: equal settings are the same release. */
  readonly release: string;
  readonly context: Lender;
  /** Around every call to a service that others run. */
  readonly guard: Guard;
  /** Closed with the app. */
  readonly outbound: Outbound;
  /** Asked before every call that costs money. */
  readonly spend: SpendMeter;
  /** Where copies of traces go; nowhere unless configured. */
  readonly exporter: TraceExporter;
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

/** What all adapters are lent, and what stands around them. */
function createLending(
  { loaded, clock, entropy, logLevel, log }: AssembleOptions,
  { fetchFor, fetchPublic }: Outbound,
): { context: Lender; guarding: GuardEffects; guard: Guard } {
  const logger = createLogger(logLevel, log);
  const guarding = { clock, sleep: systemSleep, random: createJitter(entropy), logger };
  const guard = createGuard(guarding);
  const context: Lender = {
    fetchFor,
    fetchPublic: makeFetchResilient(fetchPublic, guard, clock),
    clock,
    logger,
    baseDirectory: loaded.baseDirectory,
  };
  return { context, guarding, guard };
}

export async function assemble(options: AssembleOptions): Promise<Assembly> {
  const { loaded, workingDirectory, clock, entropy } = options;
  const { config } = loaded;
  // What could not be assembled leaves the process as it was, its network too.
  await using opened = new AsyncDisposableStack();
  const outbound = opened.use(openOutbound(config.outbound));
  const { context, guarding, guard } = createLending(options, outbound);
  const embedder = makeResilient(
    await createAdapter(EMBEDDERS, "embedder", config.embedder, context),
    guard,
  );
  const generator = makeResilientGenerator(
    await createAdapter(GENERATORS, "generator", config.generator, context),
    guard,
  );
  const rewriter =
    config.rewrite && (await createAdapter(REWRITERS, "rewriter", config.rewrite, context));
  const verifier = await createAdapter(VERIFIERS, "verifier", config.verifier, context);
  const rerankers = await createRerankStages(config, context, guarding);
  const { retrieve } = config;
  const retrieveSettings: RetrieveSettings = {
    bm25: options.bm25 ?? { k1: retrieve.k1, b: retrieve.b },
    depth: retrieve.depth,
    alpha: retrieve.alpha ?? embedder.defaultAlpha,
    maxPassageLength: Math.round(retrieve.maxPassageTokens * CHARACTERS_PER_TOKEN),
  };
  const answerSettings = toAnswerSettings(config, generator);
  const release = toReleaseId({
    chunking: config.chunking,
    embedder: embedder.fingerprint,
    retrieve: { ...retrieveSettings, topK: retrieve.topK },
    rerankers: rerankers.map(({ reranker, depth }) => ({ id: reranker.id, depth })),
    generator: generator.id,
    rewriter: rewriter?.id,
    verifier: verifier.id,
    answer: answerSettings,
  });
  const exporter = opened.use(openExporter(config, context));
  opened.move();
  return {
    loaded,
    workingDirectory,
    embedder,
    generator,
    rewriter,
    verifier,
    rerankers,
    retrieveSettings,
    answerSettings,
    release,
    context,
    guard,
    outbound,
    spend: createSpendMeter(config.costs.caps, clock),
    exporter,
    clock,
    entropy,
  };
}

const toAnswerSettings = (
  { answer: { threshold, maxSentences, maxContextTokens } }: Config,
  { defaultMaxSentences }: Generator,
): AnswerSettings => ({
  threshold,
  maxSentences: maxSentences ?? defaultMaxSentences,
  maxContextLength: Math.round(maxContextTokens * CHARACTERS_PER_TOKEN),
});

function openExporter({ traces }: Config, { fetchFor, logger }: Lender): TraceExporter {
  if (!traces.export) return NO_EXPORT;
  const fetch = fetchFor({ url: traces.export.url });
  return createTraceExporter(traces.export, { fetch, logger, version: readVersion() });
}
