/** @module What can be done: the use cases, as everything above this floor sees them. */
import type { Answer, AnswerEvent, Citation } from "../domain/answer.ts";
import type { AnswerRecord } from "../domain/answer-record.ts";
import type { Turn } from "../domain/conversation.ts";
import type { DocumentRecord, VersionRecord } from "../domain/document.ts";
import type { Filter } from "../domain/metadata.ts";
import type { Passage, Reranking } from "../domain/passage.ts";
import type { GoldenSet } from "../domain/golden-set.ts";
import type { CollectionRecord, SearchResult } from "../ports/store.ts";
import type { RankedDocument } from "../retrieve/index.ts";
import type { AskInput } from "./ask.ts";
import type { DoctorReport } from "./doctor.ts";
import type { EmbedderUseCases } from "./embedders/embedders-input.ts";
import type { DecisionsApp } from "./decide/decisions-app.ts";
import type { EvaluationsApp } from "./evaluate/evaluate-input.ts";
import type { FailuresApp } from "./failures/failures-input.ts";
import type { GoldenUseCases } from "./golden/golden.ts";
import type { AnswerMeasures, RankingMeasures } from "./golden/measure.ts";
import type { IngestEvent, IngestInput } from "./ingest.ts";
import type { Caller, CreatedKey, CreateKeyInput, KeySummary } from "./keys/keys.ts";
import type { PutDocumentInput, PutDocumentOutput } from "./put-document.ts";
import type { BatchQuery } from "./queries.ts";
import type { LocalMonitorApp, MonitorApp } from "./monitor/monitor-app.ts";
import type { TraceInput } from "./trace/begin-trace.ts";
import type { TuneUseCases } from "./tune/tune-input.ts";
import type { TrainsetUseCases } from "./trainset/trainset-input.ts";
import type { RecordsApp } from "./trace/records-app.ts";
import type { RegistryApp } from "./registry/registry-input.ts";
import type { As } from "./writer/writer.ts";

export interface SearchInput extends TraceInput {
  readonly question: string;
  /** `rel_…`, instead of the one that serves. */
  readonly release?: string | undefined;
  /** What was said before in this conversation, oldest first. */
  readonly history?: readonly Turn[] | undefined;
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
  readonly reranking: Reranking;
}

/** A citation of a recorded answer, in the text around it. */
export interface CitationContext {
  readonly citation: Citation;
  readonly before: string;
  readonly after: string;
  /** False when a newer version has replaced the cited one. */
  readonly current: boolean;
}

export interface App
  extends
    RecordsApp,
    EvaluationsApp,
    FailuresApp,
    DecisionsApp,
    MonitorApp,
    RegistryApp,
    AsyncDisposable {
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
  /** Gone from every leg and read when this returns. @throws app.not-found */
  deleteDocument(as: As, id: string): Promise<void>;
  /** Owner only, as are the next two. @throws app.bad-key-name, app.bad-principal, app.bad-expiry */
  createKey(input: CreateKeyInput): Promise<CreatedKey>;
  listKeys(): Promise<readonly KeySummary[]>;
  /** Refused from the next request on. @throws app.not-found */
  revokeKey(id: string): Promise<KeySummary>;
  measureRanking(folder: string, collections?: readonly string[]): Promise<RankingMeasures>;
  /** Asks every question of a golden set, or those of one difficulty, each as whom it names. */
  measureAnswers(folder: string, difficulty?: string): Promise<AnswerMeasures>;
  readQueries(path: string): Promise<readonly BatchQuery[]>;
  /**
   * @param folder `folder@hash` pins a version.
   * @throws evaluate.golden-not-found, evaluate.golden-invalid, evaluate.golden-changed.
   */
  readGoldenSet(folder: string): Promise<GoldenSet>;
  doctor(options: { deep: boolean }): Promise<DoctorReport>;
}

/** What a process that opens the data directory itself can do besides. */
export interface LocalApp extends App, LocalMonitorApp {
  /** Golden sets are files: nothing of them is in the data directory. */
  readonly golden: GoldenUseCases;
  /** Made of what the data directory holds, and kept in it. */
  readonly trainset: TrainsetUseCases;
  /** Fits what serves to a golden set. */
  readonly tune: TuneUseCases;
  /** Compares what could be configured; changes nothing. */
  readonly embedders: EmbedderUseCases;
  /** One document, added or replaced: durable and found by every query when this returns. */
  putDocument(as: As, input: PutDocumentInput): Promise<PutDocumentOutput>;
  /** Who holds a key. @throws app.key-unknown, app.key-revoked, app.key-expired */
  authenticate(secret: string): Promise<Caller>;
  /** Resolves when what a challenger was given of the questions so far is answered and judged. */
  settleLive(): Promise<void>;
  /** Takes the writer's place now, so that a held lock or an upgrade is told at the start. */
  becomeWriter(): Promise<void>;
}
