/** @module The use cases that a question does not need, each group loaded when first asked for. */
import type { Store } from "../ports/store.ts";
import type { LocalApp } from "./app.ts";
import type { Assembly } from "./assembly.ts";
import { defer } from "./defer.ts";
import type { DecisionsApp } from "./decide/decisions-app.ts";
import type { systemSleep } from "./effects.ts";
import type { EmbedderUseCases } from "./embedders/embedders-input.ts";
import type { EvaluationsApp } from "./evaluate/evaluate-input.ts";
import type { FailuresApp } from "./failures/failures-input.ts";
import type { GoldenUseCases } from "./golden/golden.ts";
import type { MeasuresApp } from "./golden/measures-app.ts";
import type { ReleaseIndexes } from "./indexes/release-indexes.ts";
import type { LocalMonitorApp } from "./monitor/monitor-app.ts";
import type { RegistryApp } from "./registry/registry-input.ts";
import type { RecordsApp } from "./trace/records-app.ts";
import type { TrainsetUseCases } from "./trainset/trainset-input.ts";
import type { TuneUseCases } from "./tune/tune-input.ts";
import type { Writer } from "./writer/writer.ts";

export interface DeferredContext {
  readonly assembly: Assembly;
  readonly openStore: () => Promise<Store>;
  /** With what was asked a moment ago. */
  readonly openWhole: () => Promise<Store>;
  readonly writer: Writer;
  readonly builder: ReleaseIndexes;
  readonly ask: LocalApp["ask"];
  readonly sleep: typeof systemSleep;
  /** Compare in a thread, because this process answers others meanwhile. */
  readonly threads: boolean;
}

export type DeferredApps = EvaluationsApp &
  FailuresApp &
  DecisionsApp &
  LocalMonitorApp &
  RegistryApp &
  MeasuresApp &
  RecordsApp &
  Pick<LocalApp, "embedders" | "golden" | "trainset" | "tune">;

export function createDeferredApps(context: DeferredContext): DeferredApps {
  return {
    ...deferRecords(context),
    ...deferRegistry(context),
    ...deferEvaluations(context),
    ...deferDecisions(context),
    ...deferMonitor(context),
    embedders: deferEmbedders(context),
    golden: deferGolden(context),
    trainset: deferTrainset(context),
    tune: deferTune(context),
  };
}

const deferRecords = ({ assembly, openWhole, writer }: DeferredContext): RecordsApp =>
  defer<RecordsApp>(
    {
      listTraces: "call",
      getTrace: "call",
      replayTrace: "call",
      computeCosts: "call",
      addFeedback: "call",
      listFeedback: "call",
      listHolds: "call",
      placeHold: "call",
      releaseHold: "call",
      runRetention: "call",
    },
    async () => {
      const use = await import("./trace/records-app.ts");
      return use.createRecordsApp({ assembly, openStore: openWhole, writer });
    },
  );

const deferRegistry = ({ assembly, openWhole, builder }: DeferredContext): RegistryApp =>
  defer<RegistryApp>(
    {
      listRegistry: "call",
      showRegistered: "call",
      promoteRelease: "stream",
      rollBackRelease: "call",
      challengeRelease: "stream",
      diffReleases: "stream",
      collectGarbage: "call",
      verifyRegistry: "call",
      retireRegistered: "call",
      buildRelease: "stream",
    },
    async () => {
      const use = await import("./registry/registry-app.ts");
      return use.createRegistryApp({ assembly, openStore: openWhole, builder });
    },
  );

function deferEvaluations(context: DeferredContext): EvaluationsApp & FailuresApp & MeasuresApp {
  const { assembly, openStore, openWhole, ask } = context;
  return {
    ...defer<EvaluationsApp>(
      { evaluate: "stream", listEvaluations: "call", getEvaluation: "call" },
      async () => {
        const use = await import("./evaluate/evaluations-app.ts");
        return use.createEvaluationsApp(assembly, openStore);
      },
    ),
    ...defer<FailuresApp>({ failures: "call" }, async () => {
      const use = await import("./failures/failures-app.ts");
      return use.createFailuresApp(assembly, openWhole);
    }),
    ...defer<MeasuresApp>(
      {
        measureRanking: "call",
        measureAnswers: "call",
        readQueries: "call",
        readGoldenSet: "call",
      },
      async () => {
        const use = await import("./golden/measures-app.ts");
        return use.createMeasuresApp({ assembly, openStore, ask });
      },
    ),
  };
}

const deferDecisions = ({ assembly, openWhole }: DeferredContext): DecisionsApp =>
  defer<DecisionsApp>(
    {
      decide: "call",
      measureArms: "stream",
      checkEntryGate: "call",
      listDecisions: "call",
      getDecision: "call",
      replayDecision: "call",
      diffDecisions: "call",
    },
    async () => {
      const use = await import("./decide/decisions-app.ts");
      return use.createDecisionsApp(assembly, openWhole);
    },
  );

const deferMonitor = ({ assembly, openWhole, sleep, threads }: DeferredContext): LocalMonitorApp =>
  defer<LocalMonitorApp>(
    { monitor: "call", getMonitorReport: "call", keepMonitoring: "call" },
    async () => {
      const [use, thread] = await Promise.all([
        import("./monitor/monitor-app.ts"),
        import("./monitor/assess-thread.ts"),
      ]);
      const compare = threads ? thread.compareInThread : thread.compareHere;
      return use.createMonitorApp({ assembly, openStore: openWhole, compare, sleep });
    },
  );

const deferGolden = ({ assembly, openStore }: DeferredContext): GoldenUseCases =>
  defer<GoldenUseCases>(
    {
      check: "call",
      add: "call",
      import: "call",
      split: "call",
      make: "call",
      makeWithModel: "call",
      perturb: "call",
      listCandidates: "call",
    },
    async () => {
      const use = await import("./golden/golden.ts");
      return use.createGoldenUseCases({ assembly, openStore });
    },
  );

const deferTrainset = ({ assembly, openWhole }: DeferredContext): TrainsetUseCases =>
  defer<TrainsetUseCases>(
    { build: "call", check: "call", show: "call", list: "call" },
    async () => {
      const use = await import("./trainset/trainset.ts");
      return use.createTrainsetUseCases({ assembly, openStore: openWhole });
    },
  );

const deferTune = ({ assembly, openWhole }: DeferredContext): TuneUseCases =>
  defer<TuneUseCases>({ check: "call", run: "stream" }, async () => {
    const use = await import("./tune/tune-app.ts");
    return use.createTuneUseCases({ assembly, openStore: openWhole });
  });

const deferEmbedders = ({ assembly, openStore }: DeferredContext): EmbedderUseCases =>
  defer<EmbedderUseCases>({ compare: "stream" }, async () => {
    const use = await import("./embedders/embedders-app.ts");
    return use.createEmbedderUseCases({ assembly, openStore });
  });
