/** @module Opens the use cases of models without a release: what is configured may still be missing. */
import type { Clock, Entropy } from "../../foundation/effects.ts";
import { join } from "node:path";
import { createFileArtifactStore } from "../../adapters/index.ts";
import type { LoadedConfig } from "../../config/index.ts";
import { createLending } from "../assembly.ts";
import { systemClock, systemEntropy } from "../effects.ts";
import { openOutbound } from "../outbound.ts";
import { createMemoryLedger } from "../spend/memory-ledger.ts";
import { OPERATOR } from "../spend/lend-retrieval.ts";
import { createSpendMeter } from "../spend/spend-meter.ts";
import { createModelUseCases } from "./models-app.ts";
import type { ModelUseCases } from "./models-input.ts";

export interface ModelsOptions {
  readonly loaded: LoadedConfig;
  readonly workingDirectory: string;
  readonly log: (line: string) => void;
  readonly logLevel?: string | undefined;
  /** For tests. */
  readonly clock?: Clock;
  readonly entropy?: Entropy;
}

export function openModels(options: ModelsOptions): ModelUseCases {
  const { loaded, workingDirectory, clock = systemClock, entropy = systemEntropy } = options;
  const outbound = openOutbound(loaded.config.outbound);
  const directory = join(loaded.dataDirectory, "artifacts");
  const artifacts = createFileArtifactStore({ directory, entropy });
  const { context, guard } = createLending({ ...options, clock, entropy }, outbound, artifacts);
  const meter = createSpendMeter(loaded.config.costs.caps, clock);
  const purse = meter.purseOf(createMemoryLedger(), OPERATOR);
  return {
    ...createModelUseCases({ loaded, workingDirectory, context, guard, entropy, purse }),
    [Symbol.asyncDispose]: () => outbound[Symbol.asyncDispose](),
  };
}
