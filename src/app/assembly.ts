/** @module What every use case works with: settings, adapters, the release they make up. */
import { join } from "node:path";
import type { Release } from "../domain/release.ts";
import type { Clock, Entropy, Faults } from "../foundation/effects.ts";
import type { ArtifactStore } from "../ports/artifact-store.ts";
import { createFileArtifactStore, EXPORTERS } from "../adapters/index.ts";
import type { Config, LoadedConfig } from "../config/index.ts";
import { createAdapter, type Lender } from "./assemble.ts";
import { createJitter, createLogger, systemSleep } from "./effects.ts";
import { openOutbound, type Outbound } from "./outbound.ts";
import { makeConfiguredRelease, overrideBm25, type Bm25 } from "./registry/configured-release.ts";
import {
  createReleaseOpener,
  type OpenedRelease,
  type ReleaseParts,
} from "./registry/open-release.ts";
import { createServing, type Serving } from "./registry/serving.ts";
import { createGuard, type Guard, type GuardEffects } from "./resilience/guard.ts";
import { readVersion } from "./remote/protocol.ts";
import { makeFetchResilient } from "./resilience/resilient-fetch.ts";
import { createSpendMeter, type SpendMeter } from "./spend/spend-meter.ts";
import { createTraceExporter, NO_EXPORT, type TraceExporter } from "./trace/export-traces.ts";

/** Its parts are those of the configured release, or of the one that was chosen for a question. */
export interface Assembly extends ReleaseParts {
  readonly loaded: LoadedConfig;
  /** Relative paths of commands start here. */
  readonly workingDirectory: string;
  /** What the same release retrieves with in a collection that has a plan of its own. */
  readonly findOwn: OpenedRelease["findOwn"];
  /** What plumbline.yaml says, as a release. */
  readonly configured: Release;
  readonly artifacts: ArtifactStore;
  /** Opened once and kept; see `createReleaseOpener` for what it throws. */
  openRelease(release: Release): Promise<OpenedRelease>;
  /** Chooses what answers a question. */
  readonly serving: Serving;
  readonly context: Lender;
  /** Around every call to a service that others run. */
  readonly guard: Guard;
  /** Closed with the app. */
  readonly outbound: Outbound;
  /** Makes the purses that calls are paid from. */
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
  readonly bm25?: Bm25 | undefined;
  /** For tests. */
  readonly faults?: Faults | undefined;
}

/** What all adapters are lent, and what stands around them. */
export function createLending(
  {
    loaded,
    clock,
    entropy,
    logLevel,
    log,
  }: Pick<AssembleOptions, "loaded" | "clock" | "entropy" | "logLevel" | "log">,
  { fetchFor, agentFor, fetchPublic }: Outbound,
  artifacts: ArtifactStore,
): { context: Lender; guarding: GuardEffects; guard: Guard } {
  const logger = createLogger(logLevel, log);
  const guarding = { clock, sleep: systemSleep, random: createJitter(entropy), logger };
  const guard = createGuard(guarding);
  const context: Lender = {
    fetchFor,
    agentFor,
    fetchPublic: makeFetchResilient(fetchPublic, guard, clock),
    clock,
    logger,
    baseDirectory: loaded.baseDirectory,
    modelsDirectory: join(loaded.dataDirectory, "models"),
    artifacts,
  };
  return { context, guarding, guard };
}

export async function assemble(options: AssembleOptions): Promise<Assembly> {
  const { loaded, workingDirectory, clock, entropy, bm25, faults } = options;
  const { config } = loaded;
  // What could not be assembled leaves the process as it was, its network too.
  await using opened = new AsyncDisposableStack();
  const outbound = opened.use(openOutbound(config.outbound));
  const artifacts = createFileArtifactStore({
    directory: join(loaded.dataDirectory, "artifacts"),
    entropy,
    ...(faults ? { faults } : {}),
  });
  const { context, guarding, guard } = createLending(options, outbound, artifacts);
  const configured = makeConfiguredRelease(loaded, clock.now());
  const environment = toEnvironment(loaded);
  const openRelease = createReleaseOpener({ context, guard, guarding, artifacts, environment });
  const { parts, findOwn } = await openRelease(overrideBm25(configured, bm25));
  const exporter = opened.use(await openExporter(config, context));
  opened.move();
  const assembly: Omit<Assembly, "serving"> = {
    ...parts,
    findOwn,
    loaded,
    workingDirectory,
    configured,
    artifacts,
    openRelease,
    context,
    guard,
    outbound,
    spend: createSpendMeter(config.costs.caps, clock),
    exporter,
    clock,
    entropy,
  };
  return { ...assembly, serving: createServing({ assembly, bm25 }) };
}

/** Releases of before may name secrets that the configuration names no more. */
export const toEnvironment = ({
  secrets,
}: LoadedConfig): Readonly<Record<string, string | undefined>> => ({
  ...process.env,
  ...Object.fromEntries([...secrets].map(([value, name]) => [name, value])),
});

/** @throws app.bad-adapter-options, exporters.packages-missing */
async function openExporter({ traces }: Config, context: Lender): Promise<TraceExporter> {
  if (!traces.export) return NO_EXPORT;
  const { adapter, url, headers, serviceName } = traces.export;
  const options = { url, headers, serviceName, serviceVersion: readVersion() };
  const exporter = await createAdapter(EXPORTERS, "exporter", { adapter, options }, context);
  return createTraceExporter(traces.export, { exporter, logger: context.logger });
}
