/** @module The port of the system of record: whole document versions in, permitted reads out. */
import type { Access } from "../domain/access.ts";
import type { AccessList } from "../domain/principal.ts";
import type { Filter, Metadata } from "../domain/metadata.ts";
import type {
  Block,
  Chunk,
  DocumentRecord,
  PageSpan,
  Span,
  VersionRecord,
} from "../domain/document.ts";
import type { AnswerRecord } from "../domain/answer-record.ts";
import type { KeyRecord } from "../domain/api-key.ts";
import type { DecisionKind, DecisionRecord } from "../domain/decision-record.ts";
import type { Evaluation, SystemReply } from "../domain/evaluation.ts";
import type { Feedback } from "../domain/feedback.ts";
import type { JobRecord } from "../domain/job.ts";
import type { Lineage } from "../domain/lineage.ts";
import type { Alias, AliasMove, KeptRelease, Release } from "../domain/release.ts";
import type { Hold, PurgeReceipt, RetentionClass } from "../domain/retention.ts";
import type { SpendEntry } from "../domain/spend.ts";
import type { Trace, TraceQuery } from "../domain/trace.ts";
import type { IndexReader, IndexWriter } from "./index-store.ts";

export interface CollectionRecord {
  readonly name: string;
  /** BCP 47: what all documents are in, whatever they say; absent: each what it says or reads as. */
  readonly language?: string;
  /** Who may read documents for which nobody else says it. */
  readonly defaultAccess: AccessList;
  /** `parity`: whole documents under Lucene's plain English analysis, to compare with print. */
  readonly indexing: "standard" | "parity";
}

/** The terms of a chunk in order, as the engine's keys; those before `body` are of the headings. */
export interface TermKeys {
  readonly keys: Int32Array;
  readonly body: number;
}

/** A chunk with everything both legs need, computed before the transaction begins. */
export interface ChunkPut extends Chunk {
  /** Fingerprint of how its document was cut, whose chunks it is of; absent: the default index. */
  readonly variant?: string;
  /** Terms of headings and text with their counts. */
  readonly terms: ReadonlyMap<string, number>;
  /** Length in terms, as BM25 counts it. */
  readonly termCount: number;
  /** Spares rerankers the analysis of its text; absent: they analyze it. */
  readonly termKeys?: TermKeys;
  /** SHA-256 of what was embedded, headings apart from the text: the key of the embedding cache. */
  readonly embeddedHash: string;
  /** By fingerprint of the embedder. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

export interface DocumentPut {
  readonly id: string;
  readonly source: string;
  readonly key: string;
  readonly title: string;
  readonly metadata: Metadata;
  readonly access: AccessList;
  /** Equal fingerprints mean that nothing need be done: content, settings, configured access. */
  readonly fingerprint: string;
  readonly analyzer: string;
  readonly version: Omit<VersionRecord, "supersededAt" | "length"> & {
    readonly text: string;
    readonly blocks: readonly Block[];
    readonly pages: readonly PageSpan[];
  };
  readonly chunks: readonly ChunkPut[];
}

/** Takes effect as one transaction, or not at all. */
export interface WriteBatch {
  readonly collection: string;
  readonly puts: readonly DocumentPut[];
  /** Ids; those that are not there are ignored. */
  readonly deletes: readonly string[];
  readonly accessChanges: readonly {
    readonly id: string;
    readonly access: AccessList;
    readonly fingerprint: string;
  }[];
}

export interface CommitReceipt {
  readonly generation: number;
  readonly documents: number;
  readonly chunks: number;
}

export interface WeightedTerm {
  readonly term: string;
  /** Times the question holds it. */
  readonly weight: number;
}

export interface ScoredChunk {
  /**
   * Index into the result's `candidates`, which come in the order of ingestion: where scores
   * are equal, the smaller index goes first.
   */
  readonly candidate: number;
  readonly score: number;
}

/** What ranks: scores alone, before any text is read. */
export interface Candidate {
  /** Equal for chunks of one document; means nothing outside this result. */
  readonly group: number;
  /** BM25 under the caller's statistics; 0 when no term occurs or the leg was not asked. */
  readonly lexical: number;
  /** Cosine; 0 when the chunk has no vector or the leg was not asked. */
  readonly dense: number;
  /** Present where the request says `identify`, as are the next. */
  readonly chunkId?: string;
  /** Of its document. */
  readonly key?: string;
  readonly place?: Span & { readonly documentId: string; readonly versionHash: string };
}

export interface LegResults {
  /** Best first; ties by the order of ingestion. */
  readonly lexical: readonly ScoredChunk[];
  readonly dense: readonly ScoredChunk[];
  /** The union of both legs; each candidate has both scores when both legs were asked. */
  readonly candidates: readonly Candidate[];
}

export interface SearchRequest {
  /** Names; `undefined` is every collection. Unknown names match nothing. */
  readonly collections?: readonly string[] | undefined;
  /** Fingerprint of the variant to search; the default index where it is absent or not whole. */
  readonly variant?: string | undefined;
  /** The question under one analyzer; called once for each analyzer in use. */
  readonly terms: (analyzerId: string) => readonly WeightedTerm[];
  readonly vector?: { readonly fingerprint: string; readonly values: Float32Array } | undefined;
  readonly legs: { readonly lexical: boolean; readonly dense: boolean };
  /** Hits of each leg. */
  readonly depth: number;
  readonly bm25: { readonly k1: number; readonly b: number };
  /** Narrows results, never statistics. */
  readonly filter: Filter;
  /** Documents that are no results either, by id; those that are not there are ignored. */
  readonly without?: readonly string[] | undefined;
  /** Name the chunk of every candidate, or of these: known before `select` is asked. */
  readonly identify?: boolean | ((legs: LegResults) => readonly number[]);
  /** Chooses which candidates are read, in the order wanted; runs inside the snapshot. */
  readonly select: (legs: LegResults) => readonly number[];
}

/** A chunk as it is read: the current version's, and only what the caller may read. */
export interface StoredChunk extends Chunk {
  readonly candidate: number;
  readonly id: string;
  readonly documentId: string;
  readonly key: string;
  readonly collection: string;
  readonly title: string;
  readonly versionHash: string;
  readonly language: string;
  readonly analyzer: string;
  readonly modifiedAt: string;
  readonly metadata: Metadata;
  readonly text: string;
  /** As they were put; absent where they were not, or were read by other rules than today's. */
  readonly termKeys?: TermKeys;
  /** The question's terms that the chunk holds, in the order of the question. */
  readonly matched: readonly string[];
}

export interface SearchResult extends LegResults {
  readonly generation: number;
  /** Of an index that holds only what the caller may read. */
  readonly statistics: {
    readonly chunks: number;
    /** In the order the question holds them; a term of several analyzers is listed once. */
    readonly terms: readonly { readonly term: string; readonly documents: number }[];
  };
  /** The selected candidates, in the order of `select`. */
  readonly chunks: readonly StoredChunk[];
}

export interface ReadVersion {
  readonly document: DocumentRecord;
  readonly version: VersionRecord;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly pages: readonly PageSpan[];
}

export interface ListRequest {
  readonly collection?: string | undefined;
  readonly filter?: Filter | undefined;
  /** Continue behind this document id. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** What a source left behind at its last sync, by key. */
export interface SourceEntry {
  readonly key: string;
  readonly documentId: string;
  readonly fingerprint: string;
  readonly access: AccessList;
}

export interface FeedbackQuery {
  readonly answerId?: string | undefined;
  /** First moment. */
  readonly since?: string | undefined;
  readonly limit: number;
  /** Continue behind this entry. */
  readonly after?: string | undefined;
}

export interface EvaluationQuery {
  /** Name of the golden set. */
  readonly golden?: string | undefined;
  readonly limit: number;
}

export interface PurgeRequest {
  readonly class: RetentionClass;
  /** Records from before this moment go; those that a hold touches stay. */
  readonly before: string;
  /** Counts, and deletes nothing. */
  readonly dryRun: boolean;
}

export interface IntegrityReport {
  readonly sound: boolean;
  readonly problems: readonly string[];
  readonly documents: number;
  readonly chunks: number;
  readonly segments: number;
  readonly embedders: readonly string[];
  readonly generation: number;
  readonly bytes: number;
}

export interface LineageQuery {
  /** All that this was made from. */
  readonly child?: string | undefined;
  /** All that was made from this; an id without `@` is every version of it. */
  readonly parent?: string | undefined;
}

/**
 * Contract, held by `describeStore`:
 * - a batch is wholly there or not at all, to every reader, and `commit` returns after it is
 *   durable and was read back;
 * - a new version replaces the old one in one step; exactly one version is current; a deleted
 *   document is gone from every read when `commit` returns;
 * - every read returns a function of what its `Access` may read: texts, ids, counts, scores,
 *   ranks and statistics; what may not be read looks like what is not there;
 * - an unknown collection, and a filter that nothing satisfies, give nothing;
 * - one `search` sees one snapshot in both legs, access and text.
 */
export interface StoreReader extends IndexReader {
  /** Chunks are those of the default index. */
  listCollections(
    access: Access,
  ): Promise<readonly (CollectionRecord & { documents: number; chunks: number })[]>;
  search(access: Access, request: SearchRequest): Promise<SearchResult>;
  findDocument(access: Access, documentId: string): Promise<DocumentRecord | undefined>;
  listDocuments(access: Access, request: ListRequest): Promise<readonly DocumentRecord[]>;
  /** Newest first. Empty when the document may not be read. */
  listVersions(access: Access, documentId: string): Promise<readonly VersionRecord[]>;
  /** The current version, or the one of this hash. */
  readVersion(access: Access, documentId: string, hash?: string): Promise<ReadVersion | undefined>;
  /** Slices of versions, in the order asked; `undefined` where nothing may be read. */
  readSpans(
    access: Access,
    spans: readonly (Span & { readonly documentId: string; readonly versionHash: string })[],
  ): Promise<readonly (string | undefined)[]>;
  /** For those who asked it, as long as they may read everything it rests on. */
  findAnswer(access: Access, answerId: string): Promise<AnswerRecord | undefined>;
  /** What a source holds, all of it or one key; operators only, others see nothing. */
  readSource(
    access: Access,
    collection: string,
    source: string,
    key?: string,
  ): Promise<readonly SourceEntry[]>;
  /** Cached vectors by hash of the embedded text; operators only. */
  readEmbeddings(
    access: Access,
    fingerprint: string,
    hashes: readonly string[],
  ): Promise<ReadonlyMap<string, Float32Array>>;
  /** By its own id or its answer's; for those who asked, as `findAnswer`. */
  findTrace(access: Access, id: string): Promise<Trace | undefined>;
  /** Newest first, of those that `findTrace` would give. */
  listTraces(access: Access, query: TraceQuery): Promise<readonly Trace[]>;
  /** In the order it was given; of answers that `findAnswer` would give. */
  listFeedback(access: Access, query: FeedbackQuery): Promise<readonly Feedback[]>;
  /** Operators only, as are the next six: others see nothing. */
  findEvaluation(access: Access, id: string): Promise<Evaluation | undefined>;
  /** Newest first. */
  listEvaluations(access: Access, query: EvaluationQuery): Promise<readonly Evaluation[]>;
  /** Those of the keys that are there. */
  findReplies(access: Access, keys: readonly string[]): Promise<ReadonlyMap<string, SystemReply>>;
  findDecision(access: Access, id: string): Promise<DecisionRecord | undefined>;
  /** Newest first; of every kind, or of one. */
  listDecisions(
    access: Access,
    limit: number,
    kind?: DecisionKind,
  ): Promise<readonly DecisionRecord[]>;
  /** In the order they were placed, released ones too. */
  listHolds(access: Access): Promise<readonly Hold[]>;
  /** Of the days from `since` (`2026-11-21`) on, by day, then by subject and kind. */
  listSpend(access: Access, since: string): Promise<readonly SpendEntry[]>;
  findJob(access: Access, jobId: string): Promise<JobRecord | undefined>;
  /** Newest first; operators only, others see nothing. */
  listJobs(access: Access, limit: number): Promise<readonly JobRecord[]>;
  /**
   * The key whose secret has this SHA-256, in hex; revoked and expired ones too. It asks for no
   * `Access`, because it is what a caller's rights are made from.
   */
  findKey(secretHash: string): Promise<KeyRecord | undefined>;
  /** In the order they were made; operators only, others see nothing. */
  listKeys(access: Access): Promise<readonly KeyRecord[]>;
  /** A release says nothing of any document, so whoever asks may find it. */
  findRelease(id: string): Promise<KeptRelease | undefined>;
  /** Where an alias stands; asked for each question. Absent: it was never moved. */
  findAlias(alias: Alias): Promise<AliasMove | undefined>;
  /** In the order they were made; operators only, as are the next two. */
  listReleases(access: Access): Promise<readonly KeptRelease[]>;
  /** Of both aliases, in the order they were made. */
  listAliasMoves(access: Access): Promise<readonly AliasMove[]>;
  /** In the order they were recorded; everything absent is everything. */
  listLineage(access: Access, query: LineageQuery): Promise<readonly Lineage[]>;
  checkIntegrity(access: Access, options: { readonly deep: boolean }): Promise<IntegrityReport>;
}

export interface StoreWriter extends IndexWriter {
  putCollection(record: CollectionRecord): Promise<void>;
  commit(batch: WriteBatch): Promise<CommitReceipt>;
  /** Adds a key, or replaces the record of its id. */
  putKey(record: KeyRecord): Promise<void>;
  /** Adds a hold, or replaces the one of its id. */
  putHold(hold: Hold): Promise<void>;
  /** Deletes what is old enough and not held; feedback goes with its answer. */
  purge(request: PurgeRequest): Promise<PurgeReceipt>;
  /** Brings the index into its best shape for reading; changes no result. */
  optimize(): Promise<void>;
}

/** Records of asking and judging, which `read` stores write as well. */
export interface RecordWriter {
  /** With its trace, in one transaction. */
  putAnswer(record: AnswerRecord, trace?: Trace): Promise<void>;
  /** In one transaction. */
  putTraces(traces: readonly Trace[]): Promise<void>;
  putFeedback(feedback: Feedback): Promise<void>;
  /** Adds a job, or replaces the record of its id: evaluations read, and are jobs. */
  putJob(job: JobRecord): Promise<void>;
  /** Adds an evaluation, or replaces the one of its id. */
  putEvaluation(evaluation: Evaluation): Promise<void>;
  /** Adds a decision; one of the same id is the same. */
  putDecision(record: DecisionRecord): Promise<void>;
  /** Adds a release; one of the same id is the same. */
  putRelease(release: Release): Promise<void>;
  /** Retires a release, or takes that back. One that is not there is ignored. */
  retireRelease(id: string, retiredAt: string | undefined): Promise<void>;
  /**
   * Moves a pointer and puts the decision on record, in one transaction.
   *
   * @param expect number of the move that the decision was made upon; 0: it was never moved.
   * @throws store.alias-moved where somebody else was first; store.unknown-release. Nothing changed
   *   then, and the decision is not on record.
   */
  moveAlias(
    move: Omit<AliasMove, "number">,
    options: { readonly expect: number; readonly decision: DecisionRecord },
  ): Promise<AliasMove>;
  /** Adds edges, each once, in one transaction. */
  putLineage(edges: readonly Lineage[]): Promise<void>;
  /** By a key that stands for system, case and repeat (64 hex digits); the last reply counts. */
  putReplies(replies: ReadonlyMap<string, SystemReply>): Promise<void>;
  /** Adds to what a subject spent on a kind of call on a day. */
  addSpend(entry: SpendEntry): Promise<void>;
  /** State of the installation itself, by name, as JSON; the last value counts. */
  putSetting(name: string, value: unknown): Promise<void>;
}

export interface Store extends StoreReader, StoreWriter, RecordWriter, AsyncDisposable {
  /** `read` stores refuse every write but those of `RecordWriter`. */
  readonly mode: "read" | "write";
  /** What `doctor` prints: engine version, file system, directory. */
  readonly description: Readonly<Record<string, string>>;
  getSetting(name: string): Promise<unknown>;
}
