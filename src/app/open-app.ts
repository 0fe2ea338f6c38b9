/** @module The use cases over a data directory of this machine. */
import type { Answer, AnswerEvent } from "../domain/answer.ts";
import type { AnswerRecord } from "../domain/answer-record.ts";
import type { KeyRecord } from "../domain/api-key.ts";
import type { DocumentRecord, VersionRecord } from "../domain/document.ts";
import type { Filter } from "../domain/metadata.ts";
import type { GoldenSet } from "../domain/golden-set.ts";
import type { Access } from "../domain/access.ts";
import type { Clock, Entropy, Faults } from "../foundation/effects.ts";
import { stoppable } from "../foundation/stoppable.ts";
import { rankDocuments, type RankedDocument } from "../retrieve/index.ts";
import type { CollectionRecord, Store } from "../ports/store.ts";
import { openSqliteStore } from "../adapters/index.ts";
import type { LoadedConfig } from "../config/index.ts";
import { maintenanceAccess, toAccess } from "./access.ts";
import type { CitationContext, LocalApp, SearchInput, SearchOutput } from "./app.ts";
import { ask, streamAnswer, type AskInput } from "./ask.ts";
import { assemble, type Assembly } from "./assembly.ts";
import { doctor, type DoctorReport } from "./doctor.ts";
import { systemClock, systemEntropy, systemSleep } from "./effects.ts";
import { notFound, unknownCollection } from "./errors.ts";
import { createDecisionsApp, type DecisionsApp } from "./decide/decisions-app.ts";
import { createEvaluationsApp } from "./evaluate/evaluations-app.ts";
import type { EvaluationsApp } from "./evaluate/evaluate-input.ts";
import { createFailuresApp } from "./failures/failures-app.ts";
import type { FailuresApp } from "./failures/failures-input.ts";
import {
  measureAnswers,
  measureRanking,
  type AnswerMeasures,
  type RankingMeasures,
} from "./golden/measure.ts";
import { createGoldenUseCases, type GoldenUseCases } from "./golden/golden.ts";
import { readGoldenSet } from "./golden/set-folder.ts";
import type { IngestEvent, IngestInput } from "./ingest.ts";
import {
  checkSecret,
  makeKey,
  toCaller,
  toHour,
  toSummary,
  type Caller,
  type CreatedKey,
  type CreateKeyInput,
  type KeySummary,
} from "./keys/keys.ts";
import { createLazyStore, type LazyStore } from "./lazy-store.ts";
import { compareHere, compareInThread } from "./monitor/assess-thread.ts";
import { createMonitorApp, type LocalMonitorApp } from "./monitor/monitor-app.ts";
import type { PutDocumentInput, PutDocumentOutput } from "./put-document.ts";
import { readQueries, type BatchQuery } from "./queries.ts";
import { readAnswer, readCitation } from "./read-answer.ts";
import { search } from "./search.ts";
import { createRecordsApp, type RecordsApp } from "./trace/records-app.ts";
import { createTraceQueue, type TraceQueue } from "./trace/trace-queue.ts";
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
  /** For tests. */
  readonly clock?: Clock;
  readonly sleep?: typeof systemSleep;
  readonly entropy?: Entropy;
  readonly faults?: Faults;
  readonly maxPages?: number;
}

export async function openApp(options: AppOptions): Promise<LocalApp> {
  const { loaded, clock = systemClock, entropy = systemEntropy } = options;
  const assembly = await assemble({
    loaded,
    workingDirectory: options.workingDirectory,
    clock,
    entropy,
    logLevel: options.logLevel,
    log: options.log ?? (() => undefined),
    bm25: options.bm25,
  });
  return new OpenApp(assembly, options);
}

class OpenApp implements LocalApp {
  readonly #assembly: Assembly;
  readonly #options: AppOptions;
  readonly #stores: LazyStore;
  readonly #writer: Writer;
  readonly #traces: TraceQueue;
  readonly #records: RecordsApp;
  readonly #evaluations: EvaluationsApp;
  readonly #failures: FailuresApp;
  readonly #decisions: DecisionsApp;
  readonly #monitor: LocalMonitorApp;
  readonly golden: GoldenUseCases;
  /** By key, the hour in which its use was last noted. */
  readonly #noted = new Map<string, string>();

  constructor(assembly: Assembly, options: AppOptions) {
    const { loaded, workingDirectory, logLevel, faults, maxPages, log = () => undefined } = options;
    this.#assembly = assembly;
    this.#options = options;
    this.#stores = createLazyStore((mode) =>
      openSqliteStore({
        directory: loaded.dataDirectory,
        mode,
        clock: assembly.clock,
        ...(faults ? { faults } : {}),
        ...(maxPages === undefined ? {} : { maxPages }),
      }),
    );
    this.#writer =
      options.writer === "thread"
        ? createThreadWriter({ loaded, workingDirectory, logLevel }, log)
        : createStoreWriter(assembly, this.#stores);
    const openStore = (): Promise<Store> => this.#stores.open("read");
    this.#traces = createTraceQueue(openStore, assembly.context.logger);
    const openWhole = async (): Promise<Store> => {
      await this.#traces.flush();
      return openStore();
    };
    this.#records = createRecordsApp({ assembly, openStore: openWhole, writer: this.#writer });
    this.#evaluations = createEvaluationsApp(assembly, openStore);
    this.#failures = createFailuresApp(assembly, openWhole);
    this.#decisions = createDecisionsApp(assembly, openWhole);
    const compare = options.writer === "thread" ? compareInThread : compareHere;
    const sleep = options.sleep ?? systemSleep;
    this.#monitor = createMonitorApp({ assembly, openStore: openWhole, compare, sleep });
    this.golden = createGoldenUseCases({ assembly, openStore });
  }

  get release(): string {
    return this.#assembly.release;
  }

  get dataDirectory(): string {
    return this.#assembly.loaded.dataDirectory;
  }

  ingest(input: IngestInput): AsyncGenerator<IngestEvent> {
    return this.#writer.ingest(input);
  }

  putDocument(as: As, input: PutDocumentInput): Promise<PutDocumentOutput> {
    return this.#writer.putDocument(as, input);
  }

  async search(as: As, input: SearchInput): Promise<SearchOutput> {
    const { access, store } = await this.#reading(as, input.collections);
    return search(this.#assembly, store, access, input, this.#traces);
  }

  async rank(as: As, input: SearchInput): Promise<readonly RankedDocument[]> {
    const { access, store } = await this.#reading(as, input.collections);
    const { embedder, rerankers, retrieveSettings: settings } = this.#assembly;
    const { question, history, collections, filter = [], topK = 100, legs = "both" } = input;
    const { signal } = input;
    return rankDocuments(
      access,
      { question, history, collections, filter, topK, legs },
      { store, embedder, rerankers, settings, signal },
    );
  }

  async ask(as: As, input: AskInput): Promise<Answer> {
    const { access, store } = await this.#reading(as, input.collections);
    return ask(this.#assembly, store, access, input);
  }

  streamAnswer(as: As, input: AskInput): AsyncGenerator<AnswerEvent> {
    return stoppable((signal) => this.#answer(as, { ...input, signal }), input.signal);
  }

  async *#answer(as: As, input: AskInput): AsyncGenerator<AnswerEvent> {
    const { access, store } = await this.#reading(as, input.collections);
    yield* streamAnswer(this.#assembly, store, access, input);
  }

  async getAnswer(as: As, id: string): Promise<AnswerRecord> {
    const { access, store } = await this.#reading(as);
    return readAnswer(store, access, id);
  }

  async getCitation(as: As, id: string, number: number): Promise<CitationContext> {
    const { access, store } = await this.#reading(as);
    return readCitation(store, access, id, number);
  }

  async listCollections(as: As): Promise<readonly (CollectionRecord & { documents: number })[]> {
    const { access, store } = await this.#reading(as);
    return store.listCollections(access);
  }

  async listDocuments(
    as: As,
    input: { collection?: string; filter?: Filter; limit: number; after?: string },
  ): Promise<readonly DocumentRecord[]> {
    const { access, store } = await this.#reading(as);
    return store.listDocuments(access, input);
  }

  async getDocument(
    as: As,
    id: string,
  ): Promise<{ document: DocumentRecord; versions: readonly VersionRecord[]; text: string }> {
    const { access, store } = await this.#reading(as);
    const version = await store.readVersion(access, id);
    if (!version) throw notFound({ what: "document", id });
    const versions = await store.listVersions(access, id);
    return { document: version.document, versions, text: version.text };
  }

  deleteDocument(as: As, id: string): Promise<void> {
    return this.#writer.deleteDocument(as, id);
  }

  async createKey(input: CreateKeyInput): Promise<CreatedKey> {
    const { clock, entropy } = this.#assembly;
    const { key, record } = makeKey(input, entropy, clock.now());
    await this.#writer.putKey(record);
    return { key, ...toSummary(record) };
  }

  async listKeys(): Promise<readonly KeySummary[]> {
    const store = await this.#stores.open("read");
    return (await store.listKeys(maintenanceAccess("keys"))).map(toSummary);
  }

  async revokeKey(id: string): Promise<KeySummary> {
    const revokedAt = this.#assembly.clock.now().toISOString();
    return toSummary(await this.#writer.changeKey(id, { revokedAt }));
  }

  async authenticate(secret: string): Promise<Caller> {
    const store = await this.#stores.open("read");
    const now = this.#assembly.clock.now();
    const record = await checkSecret(secret, (hash) => store.findKey(hash), now);
    this.#noteUse(record, toHour(now));
    return toCaller(record);
  }

  /** Behind the request's back: no answer waits for it, and none fails with it. */
  #noteUse({ id, lastUsedAt }: KeyRecord, hour: string): void {
    if (lastUsedAt === hour || this.#noted.get(id) === hour) return;
    this.#noted.set(id, hour);
    this.#writer.changeKey(id, { lastUsedAt: hour }).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.#assembly.context.logger.warn("the use of a key was not noted", { id, reason });
    });
  }

  becomeWriter(): Promise<void> {
    return this.#writer.open();
  }

  async measureRanking(folder: string, collections?: readonly string[]): Promise<RankingMeasures> {
    const golden = readGoldenSet(this.#options.workingDirectory, folder);
    return measureRanking(this.#assembly, await this.#stores.open("read"), golden, collections);
  }

  async measureAnswers(folder: string, difficulty?: string): Promise<AnswerMeasures> {
    const golden = readGoldenSet(this.#options.workingDirectory, folder);
    const cases = golden.cases.filter(
      (query) => difficulty === undefined || query.difficulty === difficulty,
    );
    return measureAnswers({ ...golden, cases }, (as, question) =>
      this.ask(as, { question, source: "evaluation" }),
    );
  }

  readQueries(path: string): readonly BatchQuery[] {
    return readQueries(this.#options.workingDirectory, path);
  }

  readGoldenSet(folder: string): GoldenSet {
    return readGoldenSet(this.#options.workingDirectory, folder);
  }

  evaluate: EvaluationsApp["evaluate"] = (input) => this.#evaluations.evaluate(input);
  listEvaluations: EvaluationsApp["listEvaluations"] = (input) =>
    this.#evaluations.listEvaluations(input);
  getEvaluation: EvaluationsApp["getEvaluation"] = (id) => this.#evaluations.getEvaluation(id);
  failures: FailuresApp["failures"] = (...input) => this.#failures.failures(...input);
  decide: DecisionsApp["decide"] = (...input) => this.#decisions.decide(...input);
  listDecisions: DecisionsApp["listDecisions"] = (limit) => this.#decisions.listDecisions(limit);
  getDecision: DecisionsApp["getDecision"] = (id) => this.#decisions.getDecision(id);
  replayDecision: DecisionsApp["replayDecision"] = (id) => this.#decisions.replayDecision(id);
  diffDecisions: DecisionsApp["diffDecisions"] = (...ids) => this.#decisions.diffDecisions(...ids);
  monitor: LocalMonitorApp["monitor"] = (...input) => this.#monitor.monitor(...input);
  getMonitorReport: LocalMonitorApp["getMonitorReport"] = (as) =>
    this.#monitor.getMonitorReport(as);
  keepMonitoring: LocalMonitorApp["keepMonitoring"] = (...input) =>
    this.#monitor.keepMonitoring(...input);
  listTraces: RecordsApp["listTraces"] = (...input) => this.#records.listTraces(...input);
  getTrace: RecordsApp["getTrace"] = (...input) => this.#records.getTrace(...input);
  replayTrace: RecordsApp["replayTrace"] = (...input) => this.#records.replayTrace(...input);
  computeCosts: RecordsApp["computeCosts"] = (...input) => this.#records.computeCosts(...input);
  addFeedback: RecordsApp["addFeedback"] = (...input) => this.#records.addFeedback(...input);
  listFeedback: RecordsApp["listFeedback"] = (...input) => this.#records.listFeedback(...input);
  listHolds: RecordsApp["listHolds"] = () => this.#records.listHolds();
  placeHold: RecordsApp["placeHold"] = (...input) => this.#records.placeHold(...input);
  releaseHold: RecordsApp["releaseHold"] = (...input) => this.#records.releaseHold(...input);
  runRetention: RecordsApp["runRetention"] = (...input) => this.#records.runRetention(...input);

  async doctor(options: { deep: boolean }): Promise<DoctorReport> {
    return doctor(this.#assembly, await this.#stores.open("read"), options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#traces[Symbol.asyncDispose]();
    await this.#assembly.exporter[Symbol.asyncDispose]();
    await this.#writer[Symbol.asyncDispose]();
    await this.#stores[Symbol.asyncDispose]();
    await this.#assembly.outbound[Symbol.asyncDispose]();
  }

  /** @throws app.unknown-collection to the owner; a caller cannot tell it from an empty one. */
  async #reading(
    as: As,
    collections?: readonly string[],
  ): Promise<{ access: Access; store: Store }> {
    const access = toAccess(as);
    const store = await this.#stores.open("read");
    if (access.kind === "operator" && collections) {
      const known = (await store.listCollections(access)).map(({ name }) => name);
      const unknown = collections.find((name) => !known.includes(name));
      if (unknown !== undefined) throw unknownCollection({ name: unknown, known });
    }
    return { access, store };
  }
}
