/** @module What is asked of training sets, and what comes back. */
import type { ArtifactRecord } from "../../domain/artifact.ts";
import type { ErrorParts } from "../../foundation/errors.ts";
import type { DatasetFacts, TrainsetLane, Need, SlicedRow } from "../../tune/index.ts";
import type { As } from "../writer/writer.ts";

export interface TrainsetInput {
  readonly lane: TrainsetLane;
  /** Default: all. */
  readonly collections?: readonly string[] | undefined;
  /** Golden sets whose train cases become rows; `folder@hash` pins a version. */
  readonly golden?: readonly string[] | undefined;
  /** Folders of golden sets that nothing may repeat, besides those that are found. */
  readonly against?: readonly string[] | undefined;
  /** A file of labelled texts. */
  readonly labels?: string | undefined;
  /** Principals, each of whom may read everything of every row. Default: everybody. */
  readonly audience?: readonly string[] | undefined;
  /** Where it may be learned from: on machines of one's own, or by services of others, too. */
  readonly rights?: "internal" | "external" | undefined;
  /** BCP 47; default: any. */
  readonly languages?: readonly string[] | undefined;
  /** Of traffic: the first moment, and the moment behind the last. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly seed?: string | undefined;
  /** The set whose sides are kept; default: the newest of the same lane, collections and audience. */
  readonly from?: string | undefined;
  /** Draw all sides anew. */
  readonly fresh?: boolean | undefined;
  readonly maxTokens?: number | undefined;
  /** Newest days of traffic that are not trained on; 0: none. */
  readonly recentDays?: number | undefined;
  readonly dropLeaks?: boolean | undefined;
  readonly unseenDocuments?: boolean | undefined;
  readonly keepNoise?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the builder may know, and the set must not say: how much its audience may not read. */
export interface Hidden {
  readonly documents: number;
  readonly answers: number;
}

interface Gathered {
  readonly facts: DatasetFacts;
  readonly needs: readonly Need[];
  readonly hidden: Hidden;
  /** Readable by a person: what was not looked at, and why. */
  readonly notes: readonly string[];
}

export interface TrainsetBuilt extends Gathered {
  readonly artifact: string;
  /** False when this very set was there already. */
  readonly isNew: boolean;
  /** The set whose sides it keeps. */
  readonly continues?: string | undefined;
}

export interface TrainsetCheck extends Gathered {
  /** `open`: enough; `closed`: something must be mended first; `inconclusive`: too little yet. */
  readonly verdict: "open" | "closed" | "inconclusive";
  /** What must be mended. */
  readonly blocks: readonly ErrorParts[];
}

export interface TrainsetShown {
  readonly record: ArtifactRecord;
  readonly facts: DatasetFacts;
  readonly needs: readonly Need[];
  /** Rows of which the reader may read everything. */
  readonly samples: readonly SlicedRow[];
  /** How many rows may be read. */
  readonly readable: number;
}

export interface ShowTrainsetInput {
  readonly id: string;
  readonly samples: number;
  readonly slice?: SlicedRow["slice"] | undefined;
}

export interface TrainsetUseCases {
  /**
   * @throws tune.dataset-leak, tune.secret-in-rows, tune.noisy-labels, tune.disagreed-labels,
   *   tune.masking-too-weak, app.nothing-to-learn: nothing is written then.
   */
  build(input: TrainsetInput): Promise<TrainsetBuilt>;
  /** The same without writing anything. */
  check(input: TrainsetInput): Promise<TrainsetCheck>;
  /** @throws registry.artifact-not-found, tune.dataset-invalid, app.not-found where `as` may read no row. */
  show(as: As, input: ShowTrainsetInput): Promise<TrainsetShown>;
  /** Newest first. */
  list(): Promise<readonly ArtifactRecord[]>;
}
