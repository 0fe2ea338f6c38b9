/** @module The record tables as Kysely sees them; the schema itself is in `migrations.ts`. */
import type { Generated } from "kysely";
import type { SpendEntry } from "../../../domain/spend.ts";

interface AccessListTable {
  id: Generated<number>;
  hash: number;
  data: string;
}
interface CollectionTable {
  id: Generated<number>;
  name: string;
  settings: string;
}
interface SourceTable {
  id: Generated<number>;
  collection: number;
  name: string;
}
interface DocumentTable {
  id: Generated<number>;
  collection: number;
  source: number;
  hash: number;
  public_id: string;
  key: string;
  title: string;
  metadata: string;
  access: number;
  fingerprint: string;
  /** Row of the current version; null only inside the transaction that makes it. */
  version: number | null;
}
interface VersionTable {
  id: Generated<number>;
  document: number;
  hash: string;
  language: string;
  analyzer: string;
  modified_at: string;
  ingested_at: string;
  superseded_at: string | null;
  length: number;
  warnings: string;
  blocks: string;
  pages: string;
  text: Uint8Array;
}
interface ChunkTable {
  id: Generated<number>;
  shard: number;
  ordinal: number;
  document: number;
  version: number;
  sequence: number;
  start: number;
  end: number;
  byte_start: number;
  byte_length: number;
  page: number | null;
  headings: string;
  kinds: string;
  embedded: number;
  /** See `term-keys.ts`; null for chunks of before they were kept. */
  terms: Uint8Array | null;
}
interface FieldTable {
  id: Generated<number>;
  name: string;
}
interface MetadataTable {
  id: Generated<number>;
  document: number;
  field: number;
  /** One of string, number, boolean; empty for a list without members. */
  type: string;
  number: number | null;
  instant: number | null;
  hash: number;
  value: string;
}
interface EmbedderTable {
  id: Generated<number>;
  fingerprint: string;
  dimensions: number;
}
interface EmbeddingTable {
  id: Generated<number>;
  embedder: number;
  hash: number;
  digest: Uint8Array;
  vector: Uint8Array;
}
interface ShardTable {
  id: Generated<number>;
  collection: number;
  analyzer: string;
  next_ordinal: number;
  /** Row of variant; 0 is the one without a name. */
  variant: number;
}
interface VariantTable {
  id: Generated<number>;
  fingerprint: string;
}
interface PlanTable {
  id: Generated<number>;
  /** Name; null for all collections. */
  collection: string | null;
  variant: number;
  embedder: string;
  /** 1 where no document lacks it. */
  whole: number;
  data: string;
}
interface IndexedTable {
  variant: number;
  /** Row of embedder; 0 says that the variant holds the document's chunks. */
  embedder: number;
  document: number;
}
interface SegmentTable {
  id: Generated<number>;
  shard: number;
  first: number;
  count: number;
}
interface BlockTable {
  id: Generated<number>;
  segment: number;
  kind: number;
  sequence: number;
  embedder: number;
  generation: number;
  crc: number;
  data: Uint8Array;
}
interface StateTable {
  id: number;
  generation: number;
  /** Asked where a request names none. */
  variant: number;
}
interface AnswerTable {
  id: Generated<number>;
  hash: number;
  public_id: string;
  /** JSON of a record of schema 1 or 2; empty where there is a body. */
  data: string;
  /** Null in rows of schema 1 and 2, as the body is. */
  asked_ms: number | null;
  body: Uint8Array | null;
}
interface RecordedVersionTable {
  id: Generated<number>;
  hash: number;
  document: string;
  version: string;
}
interface TraceTable {
  id: Generated<number>;
  hash: number;
  /** Hash of the answer's id; 0 for a search. */
  answer: number;
  started_ms: number;
  public_id: string;
  body: Uint8Array;
}
interface FeedbackTable {
  id: Generated<number>;
  hash: number;
  /** Hash of the answer's id. */
  answer: number;
  given_ms: number;
  public_id: string;
  data: string;
}
interface EvaluationTable {
  id: Generated<number>;
  hash: number;
  ended_ms: number;
  public_id: string;
  golden: string;
  body: Uint8Array;
}
interface DecisionTable {
  id: Generated<number>;
  hash: number;
  public_id: string;
  body: Uint8Array;
}
interface ReplyTable {
  id: Generated<number>;
  hash: number;
  put_ms: number;
  key: string;
  body: Uint8Array;
}
interface HoldTable {
  id: Generated<number>;
  public_id: string;
  data: string;
}
interface SpendTable {
  id: Generated<number>;
  /** 20261121 for 2026-11-21. */
  day: number;
  subject: string;
  kind: SpendEntry["kind"];
  calls: number;
  input_tokens: number;
  output_tokens: number;
  usd: number;
  unknown: number;
}
interface ReleaseTable {
  id: Generated<number>;
  hash: number;
  public_id: string;
  retired_at: string | null;
  data: string;
}
interface AliasMoveTable {
  id: Generated<number>;
  /** 1 champion, 2 challenger. */
  alias: number;
  number: number;
  data: string;
}
interface LineageTable {
  id: Generated<number>;
  child_hash: number;
  /** Of the parent's id without its version. */
  parent_hash: number;
  child: string;
  role: string;
  parent: string;
}
interface JobTable {
  id: Generated<number>;
  hash: number;
  public_id: string;
  data: string;
}
interface KeyTable {
  id: Generated<number>;
  hash: number;
  public_id: string;
  data: string;
}
interface SettingTable {
  id: Generated<number>;
  name: string;
  value: string;
}

export interface Tables {
  access_list: AccessListTable;
  collection: CollectionTable;
  source: SourceTable;
  document: DocumentTable;
  version: VersionTable;
  chunk: ChunkTable;
  field: FieldTable;
  metadata: MetadataTable;
  embedder: EmbedderTable;
  embedding: EmbeddingTable;
  shard: ShardTable;
  variant: VariantTable;
  plan: PlanTable;
  indexed: IndexedTable;
  segment: SegmentTable;
  block: BlockTable;
  state: StateTable;
  answer: AnswerTable;
  recorded_version: RecordedVersionTable;
  trace: TraceTable;
  feedback: FeedbackTable;
  evaluation: EvaluationTable;
  decision: DecisionTable;
  reply: ReplyTable;
  hold: HoldTable;
  spend: SpendTable;
  release: ReleaseTable;
  alias_move: AliasMoveTable;
  lineage: LineageTable;
  job: JobTable;
  setting: SettingTable;
  api_key: KeyTable;
}

/** What a block of a segment holds. Numbers are stored: never renumber. */
export const BLOCK = {
  directory: 1,
  dictionary: 2,
  lengths: 3,
  /** Uint32 access-list row an ordinal; 0 marks a chunk that is gone. */
  access: 4,
  /** Uint32 document row an ordinal. */
  documents: 5,
  /** int8 rows with scales, 4,096 a block. */
  dense: 6,
  /** Uint32 embedding row an ordinal; 0 where there is none. */
  embeddings: 7,
} as const;
