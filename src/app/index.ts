/** @module The composition root and its use cases: the one door for what stands above. */
import type { Answer, AnswerEvent, Citation } from "../domain/answer.ts";
import type { AnswerRecord } from "../domain/answer-record.ts";
import type { DocumentRecord, VersionRecord } from "../domain/document.ts";
import type { Filter } from "../domain/metadata.ts";
import type { GoldenSet } from "../domain/retrieval-judgments.ts";
import type { Access } from "../domain/access.ts";
import type { Clock, Entropy, Faults } from "../foundation/effects.ts";
import { emptyQuestion, rankDocuments, retrieve, type RankedDocument } from "../retrieve/index.ts";
import type { CollectionRecord, SearchResult, Store } from "../ports/store.ts";
import type { Passage } from "../domain/passage.ts";
import { openSqliteStore } from "../adapters/index.ts";
import type { Parsers } from "../adapters/parsing.ts";
import type { LoadedConfig } from "../config/index.ts";
import { maintenanceAccess, toAccess } from "./access.ts";
import { ask, type AskInput } from "./ask.ts";
import { assemble, type Assembly } from "./assembly.ts";
import { doctor, type DoctorReport } from "./doctor.ts";
import { systemClock, systemEntropy } from "./effects.ts";
import { notFound, unknownCollection } from "./errors.ts";
import {
  measureAnswers,
  measureRanking,
  readGoldenSet,
  type AnswerMeasures,
  type RankingMeasures,
} from "./golden.ts";
import type { IngestEvent, IngestInput } from "./ingest.ts";
import type { ConfigProposal } from "./propose-config.ts";
import { readQueries, type BatchQuery } from "./queries.ts";
import { parseFilter } from "./parse-filter.ts";

export type {
  AnswerMeasures,
  AskInput,
  BatchQuery,
  DoctorReport,
  IngestEvent,
  IngestInput,
  RankingMeasures,
};
export { loadConfig, CONFIG_FILE, ConfigSchema, redact } from "../config/index.ts";
export type { LoadedConfig } from "../config/index.ts";
export { configExists } from "../config/index.ts";
export { parseFilter };
export type { ConfigProposal } from "./propose-config.ts";

/** What a plumbline.yaml for this folder could be; see `ConfigProposal`. */
export async function proposeConfig(directory: string): Promise<ConfigProposal> {
  const use = await import("./propose-config.ts");
  return use.proposeConfig(directory);
}

export interface AppOptions {
  readonly loaded: LoadedConfig;
  readonly workingDirectory: string;
  /** One line a diagnostic; stderr for a command. */
  readonly log?: (line: string) => void;
  readonly logLevel?: string | undefined;
  readonly bm25?: { readonly k1: number; readonly b: number } | undefined;
  /** For tests. */
  readonly clock?: Clock;
  readonly entropy?: Entropy;
  readonly faults?: Faults;
  readonly maxPages?: number;
}

/** Who asks: principals, or `undefined` for the owner of the data directory. */
export type As = readonly string[] | undefined;

export interface SearchInput {
  readonly question: string;
  readonly collections?: readonly string[] | undefined;
  readonly filter?: Filter | undefined;
  readonly topK?: number | undefined;
  readonly legs?: "lexical" | "dense" | "both" | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface SearchOutput {
  readonly passages: readonly Passage[];
  readonly statistics: SearchResult["statistics"];
  readonly alpha: number;
}

/** A citation of a recorded answer, in the text around it. */
export interface CitationContext {
  readonly citation: Citation;
  readonly before: string;
  readonly after: string;
  /** False when a newer version has replaced the cited one. */
  readonly current: boolean;
}

export interface App extends AsyncDisposable {
  readonly release: string;
  readonly dataDirectory: string;
  /** Everything that happens, as it happens; see `IngestEvent`. */
  ingest(input: IngestInput): AsyncGenerator<IngestEvent>;
  search(as: As, input: SearchInput): Promise<SearchOutput>;
  /** Whole documents for a run: best chunk of each, nothing merged. */
  rank(as: As, input: SearchInput): Promise<readonly RankedDocument[]>;
  ask(as: As, input: AskInput): Promise<Answer>;
  /** The same, told as it happens. Ending the iteration early stops the work. */
  streamAnswer(as: As, input: AskInput): AsyncGenerator<AnswerEvent>;
  /** @throws app.not-found, also for what `as` may not read. */
  getAnswer(as: As, id: string): Promise<AnswerRecord>;
  getCitation(as: As, id: string, number: number): Promise<CitationContext>;
  listCollections(as: As): Promise<readonly (CollectionRecord & { documents: number })[]>;
  listDocuments(
    as: As,
    input: { collection?: string; filter?: Filter; limit: number; after?: string },
  ): Promise<readonly DocumentRecord[]>;
  getDocument(
    as: As,
    id: string,
  ): Promise<{ document: DocumentRecord; versions: readonly VersionRecord[]; text: string }>;
  /** Owner only: gone from every leg and read when this returns. */
  deleteDocument(id: string): Promise<void>;
  measureRanking(folder: string, collections?: readonly string[]): Promise<RankingMeasures>;
  /** Asks every question of a golden set, or those of one difficulty, each as whom it names. */
  measureAnswers(folder: string, difficulty?: string): Promise<AnswerMeasures>;
  readQueries(path: string): readonly BatchQuery[];
  /** @throws evaluate.golden-not-found, evaluate.golden-invalid. */
  readGoldenSet(folder: string): GoldenSet;
  doctor(options: { deep: boolean }): Promise<DoctorReport>;
}

/** Characters shown on each side of a quote. */
const CONTEXT_LENGTH = 400;

export async function openApp(options: AppOptions): Promise<App> {
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

/** Opens the store when a use case first needs it, for writing only when it writes. */
class OpenApp implements App {
  readonly #assembly: Assembly;
  readonly #options: AppOptions;
  #store: Store | undefined;
  #parsers: Parsers | undefined;

  constructor(assembly: Assembly, options: AppOptions) {
    this.#assembly = assembly;
    this.#options = options;
  }

  get release(): string {
    return this.#assembly.release;
  }

  get dataDirectory(): string {
    return this.#assembly.loaded.dataDirectory;
  }

  async *ingest(input: IngestInput): AsyncGenerator<IngestEvent> {
    const store = await this.#open("write");
    // Parsers and their libraries would double the start of every command that only reads.
    const { createParsers, ingest } = await import("./ingest.ts");
    const { parsers, parseTimeoutSeconds } = this.#assembly.loaded.config.ingest;
    this.#parsers ??= createParsers({
      poolSize: parsers,
      limits: { maxWallMs: parseTimeoutSeconds * 1000 },
    });
    yield* ingest(this.#assembly, store, this.#parsers, input);
  }

  async search(as: As, input: SearchInput): Promise<SearchOutput> {
    const question = input.question.trim();
    if (question === "") throw emptyQuestion({});
    const { access, store } = await this.#reading(as, input.collections);
    const { embedder, retrieveSettings: settings, loaded } = this.#assembly;
    const request = {
      question,
      collections: input.collections,
      filter: input.filter ?? [],
      topK: input.topK ?? loaded.config.retrieve.topK,
      legs: input.legs ?? "both",
      identify: false,
    } as const;
    const dependencies = { store, embedder, settings, signal: input.signal };
    const { passages, result, alpha } = await retrieve(access, request, dependencies);
    return { passages, statistics: result.statistics, alpha };
  }

  async rank(as: As, input: SearchInput): Promise<readonly RankedDocument[]> {
    const { access, store } = await this.#reading(as, input.collections);
    const { embedder, retrieveSettings: settings } = this.#assembly;
    const { question, collections, filter = [], topK = 100, legs = "both", signal } = input;
    return rankDocuments(
      access,
      { question, collections, filter, topK, legs },
      { store, embedder, settings, signal },
    );
  }

  async ask(as: As, input: AskInput): Promise<Answer> {
    const { access, store } = await this.#reading(as, input.collections);
    return ask(this.#assembly, store, access, input);
  }

  async *streamAnswer(as: As, input: AskInput): AsyncGenerator<AnswerEvent> {
    const answer = await this.ask(as, input);
    yield { type: "answer-started", id: answer.id };
    if (answer.text !== "")
      yield { type: "sentence-checked", text: answer.text, citations: answer.citations };
    if (answer.incomplete) yield { type: "answer-incomplete", answer, reason: "cut" };
    else yield { type: "answer-completed", answer };
  }

  async getAnswer(as: As, id: string): Promise<AnswerRecord> {
    const { access, store } = await this.#reading(as);
    const record = await store.findAnswer(access, id);
    if (!record) throw notFound({ what: "answer", id });
    return record;
  }

  async getCitation(as: As, id: string, number: number): Promise<CitationContext> {
    const { access, store } = await this.#reading(as);
    const { answer } = await this.getAnswer(as, id);
    const citation = answer.citations.find((candidate) => candidate.number === number);
    if (!citation) throw notFound({ what: `citation ${number} of answer`, id });
    const { documentId, versionHash, start, end } = citation;
    const version = await store.readVersion(access, documentId, versionHash);
    if (!version) throw notFound({ what: "document", id: documentId });
    return {
      citation,
      before: version.text.slice(Math.max(0, start - CONTEXT_LENGTH), start),
      after: version.text.slice(end, end + CONTEXT_LENGTH),
      current: version.document.version.hash === versionHash,
    };
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

  async deleteDocument(id: string): Promise<void> {
    const store = await this.#open("write");
    const document = await store.findDocument(maintenanceAccess("delete"), id);
    if (!document) throw notFound({ what: "document", id });
    const { collection } = document;
    await store.commit({ collection, puts: [], deletes: [id], accessChanges: [] });
  }

  async measureRanking(folder: string, collections?: readonly string[]): Promise<RankingMeasures> {
    const golden = readGoldenSet(this.#options.workingDirectory, folder);
    return measureRanking(this.#assembly, await this.#open("read"), golden, collections);
  }

  async measureAnswers(folder: string, difficulty?: string): Promise<AnswerMeasures> {
    const golden = readGoldenSet(this.#options.workingDirectory, folder);
    const queries = golden.queries.filter(
      (query) => difficulty === undefined || query.difficulty === difficulty,
    );
    return measureAnswers({ ...golden, queries }, (as, question) => this.ask(as, { question }));
  }

  readQueries(path: string): readonly BatchQuery[] {
    return readQueries(this.#options.workingDirectory, path);
  }

  readGoldenSet(folder: string): GoldenSet {
    return readGoldenSet(this.#options.workingDirectory, folder);
  }

  async doctor(options: { deep: boolean }): Promise<DoctorReport> {
    return doctor(this.#assembly, await this.#open("read"), options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parsers?.[Symbol.asyncDispose]();
    await this.#store?.[Symbol.asyncDispose]();
  }

  /** @throws app.unknown-collection to the owner; a caller cannot tell it from an empty one. */
  async #reading(
    as: As,
    collections?: readonly string[],
  ): Promise<{ access: Access; store: Store }> {
    const access = toAccess(as);
    const store = await this.#open("read");
    if (access.kind === "operator" && collections) {
      const known = (await store.listCollections(access)).map(({ name }) => name);
      const unknown = collections.find((name) => !known.includes(name));
      if (unknown !== undefined) throw unknownCollection({ name: unknown, known });
    }
    return { access, store };
  }

  async #open(mode: "read" | "write"): Promise<Store> {
    if (this.#store && (this.#store.mode === "write" || mode === "read")) return this.#store;
    await this.#store?.[Symbol.asyncDispose]();
    const { clock, loaded } = this.#assembly;
    const { faults, maxPages } = this.#options;
    this.#store = openSqliteStore({
      directory: loaded.dataDirectory,
      mode,
      clock,
      ...(faults ? { faults } : {}),
      ...(maxPages === undefined ? {} : { maxPages }),
    });
    return this.#store;
  }
}
