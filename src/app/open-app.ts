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
import { createDeferredApps } from "./deferred-apps.ts";
import { createDocumentsApp } from "./documents-app.ts";
import { systemClock, systemEntropy, systemSleep } from "./effects.ts";
import { unknownCollection } from "./errors.ts";
import { createKeysApp } from "./keys/keys-app.ts";
import { createLazyStore, type LazyStore } from "./lazy-store.ts";
import { createEmbedderMaker } from "./indexes/make-embedder.ts";
import { createReleaseIndexes, type ReleaseIndexes } from "./indexes/release-indexes.ts";
import type { LiveTraffic } from "./registry/live/live-traffic.ts";
import { createServing } from "./registry/serving.ts";
import { createTraceQueue } from "./trace/trace-queue.ts";
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
  const live = options.live ? await import("./registry/live/live-traffic.ts") : undefined;
  return createApp(assembled, options, live);
}

function createApp(
  assembled: Assembly,
  options: AppOptions,
  trying: { readonly LiveTraffic: typeof LiveTraffic } | undefined,
): LocalApp {
  const stores = openStores(assembled, options);
  const openStore = (): Promise<Store> => stores.open("read");
  const { logger } = assembled.context;
  const live =
    trying && new trying.LiveTraffic({ assembly: () => assembly, logger, openStore, ask });
  const exporter = live?.watchWith(assembled.exporter) ?? assembled.exporter;
  const builder = createBuilder(assembled, openStore, () => writer);
  const whole = { ...assembled, exporter };
  const serving = createServing({ assembly: whole, builder, bm25: options.bm25 });
  const assembly: Assembly = { ...whole, serving };
  const writer = openWriter(assembly, stores, options);
  const traces = createTraceQueue(openStore, logger);
  const openWhole = async (): Promise<Store> => {
    await traces.flush();
    return openStore();
  };
  const read = createReader(openStore);
  const asking = createAskingApp({ assembly, read, traces, live });
  const deferred = createDeferredApps({
    assembly,
    openStore,
    openWhole,
    writer,
    builder,
    ask: asking.ask,
    sleep: options.sleep ?? systemSleep,
    threads: options.writer === "thread",
  });
  return {
    release: assembly.release,
    dataDirectory: options.loaded.dataDirectory,
    ...asking,
    ...createDocumentsApp({ read, writer }),
    ...createKeysApp({ assembly, openStore, writer }),
    ...deferred,
    async addFeedback(...input) {
      const given = await deferred.addFeedback(...input);
      const { answerId, feedback } = given;
      if (feedback.kind === "thumb") live?.seeThumb(answerId, feedback.value);
      return given;
    },
    becomeWriter: () => writer.open(),
    async doctor(depth) {
      const use = await import("./doctor.ts");
      return use.doctor(assembly, await openStore(), depth);
    },
    settleLive: async () => live?.settled(),
    async [Symbol.asyncDispose]() {
      const { exporter: told, outbound } = assembly;
      for (const part of [live, traces, told, writer, stores, outbound])
        await part?.[Symbol.asyncDispose]();
    },
  };
}

const createBuilder = (
  assembled: Assembly,
  openStore: () => Promise<Store>,
  writer: () => Writer,
): ReleaseIndexes =>
  createReleaseIndexes({
    openStore,
    makeEmbedder: createEmbedderMaker(assembled),
    writer: {
      buildIndexes: (request) => writer().buildIndexes(request),
      dropPlans: (plans) => writer().dropPlans(plans),
    },
  });

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
