/** @module The use cases over a data directory of this machine. */
import type { Access } from "../domain/access.ts";
import type { Clock, Entropy, Faults } from "../foundation/effects.ts";
import type { Store } from "../ports/store.ts";
import { openSqliteStore } from "../adapters/index.ts";
import type { LoadedConfig } from "../config/index.ts";
import { toAccess } from "./access.ts";
import type { LocalApp } from "./app.ts";
import { ask } from "./ask.ts";
import { createAskingApp } from "./asking-app.ts";
import { assemble, type Assembly } from "./assembly.ts";
import { createDecisionsApp } from "./decide/decisions-app.ts";
import { doctor } from "./doctor.ts";
import { createDocumentsApp } from "./documents-app.ts";
import { systemClock, systemEntropy, systemSleep } from "./effects.ts";
import { unknownCollection } from "./errors.ts";
import { createEvaluationsApp } from "./evaluate/evaluations-app.ts";
import { createFailuresApp } from "./failures/failures-app.ts";
import { createGoldenUseCases } from "./golden/golden.ts";
import { createMeasuresApp } from "./golden/measures-app.ts";
import { createKeysApp } from "./keys/keys-app.ts";
import { createLazyStore, type LazyStore } from "./lazy-store.ts";
import { compareHere, compareInThread } from "./monitor/assess-thread.ts";
import { createMonitorApp } from "./monitor/monitor-app.ts";
import { createEmbedderMaker } from "./indexes/make-embedder.ts";
import { createReleaseIndexes } from "./indexes/release-indexes.ts";
import { LiveTraffic } from "./registry/live/live-traffic.ts";
import { createRegistryApp } from "./registry/registry-app.ts";
import { createServing } from "./registry/serving.ts";
import { createRecordsApp } from "./trace/records-app.ts";
import { createTraceQueue } from "./trace/trace-queue.ts";
import { createTrainsetUseCases } from "./trainset/trainset.ts";
import { createTuneUseCases } from "./tune/tune-app.ts";
import { createStoreWriter } from "./writer/store-writer.ts";
import { createThreadWriter } from "./writer/thread-writer.ts";
import type { As, Writer } from "./writer/writer.ts";

export interface AppOptions {
  readonly loaded: LoadedConfig;
  readonly workingDirectory: string;
  /** One line a diagnostic; stderr for a command. */
  readonly log?: (line: string) => void;
  readonly logLevel?: string | undefined;
  readonly bm25?: { readonly k1: number; readonly b: number } | undefined;
  /** Where writing happens; in a `thread` of its own it does not stop reading. Default: `here`. */
  readonly writer?: "here" | "thread" | undefined;
  /** Tries a challenger on what is asked here; only where the process stays. Default: false. */
  readonly live?: boolean | undefined;
  /** For tests. */
  readonly clock?: Clock;
  readonly sleep?: typeof systemSleep;
  readonly entropy?: Entropy;
  readonly faults?: Faults;
  readonly maxPages?: number;
}

export async function openApp(options: AppOptions): Promise<LocalApp> {
  const { loaded, clock = systemClock, entropy = systemEntropy } = options;
  const assembled = await assemble({
    loaded,
    workingDirectory: options.workingDirectory,
    clock,
    entropy,
    logLevel: options.logLevel,
    log: options.log ?? (() => undefined),
    bm25: options.bm25,
    faults: options.faults,
  });
  return createApp(assembled, options);
}

function createApp(assembled: Assembly, options: AppOptions): LocalApp {
  const stores = openStores(assembled, options);
  const openStore = (): Promise<Store> => stores.open("read");
  const { logger } = assembled.context;
  const live = options.live
    ? new LiveTraffic({ assembly: () => assembly, logger, openStore, ask })
    : undefined;
  const exporter = live?.watchWith(assembled.exporter) ?? assembled.exporter;
  const builder = createReleaseIndexes({
    openStore,
    makeEmbedder: createEmbedderMaker(assembled),
    writer: {
      buildIndexes: (request) => writer.buildIndexes(request),
      dropPlans: (plans) => writer.dropPlans(plans),
    },
  });
  const { bm25 } = options;
  const whole = { ...assembled, exporter };
  const assembly: Assembly = {
    ...whole,
    serving: createServing({ assembly: whole, builder, bm25 }),
  };
  const writer = openWriter(assembly, stores, options);
  const traces = createTraceQueue(openStore, logger);
  const openWhole = async (): Promise<Store> => {
    await traces.flush();
    return openStore();
  };
  const read = createReader(openStore);
  const asking = createAskingApp({ assembly, read, traces, live });
  const records = createRecordsApp({ assembly, openStore: openWhole, writer });
  const compare = options.writer === "thread" ? compareInThread : compareHere;
  const sleep = options.sleep ?? systemSleep;
  return {
    release: assembly.release,
    dataDirectory: options.loaded.dataDirectory,
    ...asking,
    ...createDocumentsApp({ read, writer }),
    ...createKeysApp({ assembly, openStore, writer }),
    ...createMeasuresApp({ assembly, openStore, ask: asking.ask }),
    ...createRegistryApp({ assembly, openStore: openWhole, builder }),
    ...createEvaluationsApp(assembly, openStore),
    ...createFailuresApp(assembly, openWhole),
    ...createDecisionsApp(assembly, openWhole),
    ...createMonitorApp({ assembly, openStore: openWhole, compare, sleep }),
    ...records,
    golden: createGoldenUseCases({ assembly, openStore }),
    trainset: createTrainsetUseCases({ assembly, openStore: openWhole }),
    tune: createTuneUseCases({ assembly, openStore: openWhole }),
    async addFeedback(...input) {
      const given = await records.addFeedback(...input);
      const { answerId, feedback } = given;
      if (feedback.kind === "thumb") live?.seeThumb(answerId, feedback.value);
      return given;
    },
    becomeWriter: () => writer.open(),
    doctor: async (depth) => doctor(assembly, await openStore(), depth),
    settleLive: async () => live?.settled(),
    async [Symbol.asyncDispose]() {
      await live?.[Symbol.asyncDispose]();
      await traces[Symbol.asyncDispose]();
      await assembly.exporter[Symbol.asyncDispose]();
      await writer[Symbol.asyncDispose]();
      await stores[Symbol.asyncDispose]();
      await assembly.outbound[Symbol.asyncDispose]();
    },
  };
}

const openStores = ({ clock }: Assembly, { loaded, faults, maxPages }: AppOptions): LazyStore =>
  createLazyStore((mode) =>
    openSqliteStore({
      directory: loaded.dataDirectory,
      mode,
      clock,
      ...(faults ? { faults } : {}),
      ...(maxPages === undefined ? {} : { maxPages }),
    }),
  );

const openWriter = (
  assembly: Assembly,
  stores: LazyStore,
  { loaded, workingDirectory, logLevel, writer, log = () => undefined }: AppOptions,
): Writer =>
  writer === "thread"
    ? createThreadWriter({ loaded, workingDirectory, logLevel }, log)
    : createStoreWriter(assembly, stores);

type Read = (
  as: As,
  collections?: readonly string[],
) => Promise<{ readonly access: Access; readonly store: Store }>;

/** @throws app.unknown-collection to the owner; a caller cannot tell it from an empty one. */
function createReader(openStore: () => Promise<Store>): Read {
  return async (as, collections) => {
    const access = toAccess(as);
    const store = await openStore();
    if (access.kind === "operator" && collections) {
      const known = (await store.listCollections(access)).map(({ name }) => name);
      const unknown = collections.find((name) => !known.includes(name));
      if (unknown !== undefined) throw unknownCollection({ name: unknown, known });
    }
    return { access, store };
  };
}
