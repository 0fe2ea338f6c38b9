/** @module One training row: structured, so that it outlives the prompt it is rendered with. */
import type { Turn } from "../../domain/conversation.ts";
import type { TrainingPolicy } from "../../domain/training.ts";
import { hashJson } from "../../foundation/hash.ts";

export const TRAINSET_LANES = [
  "reranker",
  "embedder",
  "adapter",
  "classifier",
  "router",
  "abstention",
  "generator",
] as const;
export type TrainsetLane = (typeof TRAINSET_LANES)[number];

/** Lanes that learn which passage belongs to a question. */
export const RETRIEVAL_LANES: ReadonlySet<TrainsetLane> = new Set([
  "reranker",
  "embedder",
  "adapter",
]);
/** Lanes whose rows bear a label out of few. */
export const LABEL_LANES: ReadonlySet<TrainsetLane> = new Set([
  "classifier",
  "router",
  "abstention",
]);

/** What a row teaches. */
export type Task = "rank" | "label" | "grade" | "answer" | "prefer" | "thumb";

/** The best label first: of rows that say the same, the first are kept. */
export const ORIGINS = [
  "edit",
  "demonstration",
  "golden-train",
  "accepted",
  "labelled",
  "thumb",
  "synthetic",
] as const;
export type Origin = (typeof ORIGINS)[number];

export interface RowPassage {
  /** Of the index that served; absent where the passage was cut from the text for this row. */
  readonly chunkId?: string;
  /** `doc_…@` and the hash of the version. */
  readonly document: string;
  readonly text: string;
  /** Above 0 it belongs to the question, at 0 it does not; absent: nobody said. */
  readonly grade?: number;
}

export interface TrainingRow {
  /** `row_` and 16 hex digits of where it comes from: another wording of the text is the same row. */
  readonly id: string;
  /** Rows of one group are on one side. */
  readonly groupId: string;
  readonly lane: TrainsetLane;
  readonly task: Task;
  readonly input: {
    /** What was asked last, after what was said before. */
    readonly messages: readonly Turn[];
    readonly retrieved: readonly RowPassage[];
  };
  readonly target?: string;
  readonly chosen?: string;
  readonly rejected?: string;
  readonly label?: string;
  /** In [0, 5]; of the class for labels, 1 otherwise. */
  readonly weight: number;
  readonly origin: Origin;
  readonly traceIds: readonly string[];
  readonly feedbackIds: readonly string[];
  /** `doc_…@` and the hash of the version; every one that any part of the row was read from. */
  readonly documentVersions: readonly string[];
  /** `gld_…` and the case. */
  readonly golden?: { readonly set: string; readonly case: string };
  /** The narrowest right of all that it was made from. */
  readonly rights: Exclude<TrainingPolicy, "forbidden">;
  /** BCP 47. */
  readonly language: string;
  readonly tokens: number;
  /** How many of each kind were masked; what stood there is kept nowhere. */
  readonly masked: Readonly<Record<string, number>>;
  readonly createdAt: string;
}

/** A row before it is filtered, masked and put on a side. */
export interface RowDraft extends Omit<
  TrainingRow,
  "id" | "groupId" | "weight" | "tokens" | "masked"
> {
  /** What it was made of, in words that stay the same when texts are mended. */
  readonly key: string;
  /** Names of what holds rows together: a conversation, a group of a golden set, a document. */
  readonly ties: readonly string[];
  /** Whose words it holds: no name of theirs stays in it, and none of them fills the set. */
  readonly people: readonly string[];
  /** Keys of the documents that belong to it, as golden sets name them. */
  readonly gold: readonly string[];
}

export const toRowId = ({ key, lane, task }: Pick<RowDraft, "key" | "lane" | "task">): string =>
  `row_${hashJson([lane, task, key]).slice(0, 16)}`;

type Texts = Pick<RowDraft, "input" | "target" | "chosen" | "rejected">;

/** What it asks, the conversation before it included. */
export const toAsked = ({ input }: Pick<Texts, "input">): string =>
  input.messages.map(({ text }) => text).join("\n");

/** What is to be said, as far as it is known. */
export const listTargets = ({ target, chosen }: Texts): readonly string[] =>
  [target, chosen].filter((text) => text !== undefined);

/** Every text of it, in one order. */
export const listTexts = (row: Texts): readonly string[] => [
  ...row.input.messages.map(({ text }) => text),
  ...row.input.retrieved.map(({ text }) => text),
  ...[row.target, row.chosen, row.rejected].filter((text) => text !== undefined),
];

/** The same row with each text replaced by what `change` makes of it. */
export function mapTexts<T extends Texts>(row: T, change: (text: string) => string): T {
  const { messages, retrieved } = row.input;
  return {
    ...row,
    input: {
      messages: messages.map((turn) => ({ ...turn, text: change(turn.text) })),
      retrieved: retrieved.map((passage) => ({ ...passage, text: change(passage.text) })),
    },
    ...(row.target === undefined ? {} : { target: change(row.target) }),
    ...(row.chosen === undefined ? {} : { chosen: change(row.chosen) }),
    ...(row.rejected === undefined ? {} : { rejected: change(row.rejected) }),
  };
}
