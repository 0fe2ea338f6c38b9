/** @module The part of a store's port that keeps several indexes of the same documents. */
import type { Access } from "../domain/access.ts";
import type { ChosenAdapter } from "../domain/release.ts";
import type { ChunkPut, CommitReceipt } from "./store.ts";

/** What a collection is searched by: documents cut in one way, with one embedder's vectors. */
export interface PlanKey {
  /** Absent: every collection keeps it. */
  readonly collection?: string | undefined;
  /** Fingerprint of how documents are cut. */
  readonly variant: string;
  /** Fingerprint of the embedder. */
  readonly embedder: string;
}

/** A plan that every put of a document must hold, from when it is registered until it is dropped. */
export interface PlanRecord extends PlanKey {
  /** `configured`: what plumbline.yaml says; `built`: made for a release. */
  readonly origin: "configured" | "built";
  /** Makes the embedder again; absent where only the configuration can. */
  readonly choice?: ChosenAdapter;
  /** No document lacks it, and none will: it may be asked. */
  readonly whole: boolean;
}

/** A document whose current version is not in a plan, or not with its vectors. */
export interface LackingDocument {
  readonly id: string;
  readonly collection: string;
  readonly analyzer: string;
}

/** What documents lack of a plan, made from the versions named. */
export interface IndexBatch extends Pick<PlanKey, "variant" | "embedder"> {
  readonly documents: readonly {
    readonly id: string;
    readonly versionHash: string;
    /** All chunks of the version, each with the embedder's vector. */
    readonly chunks: readonly ChunkPut[];
  }[];
}

/** What a collection holds of one variant. */
export interface IndexSummary {
  readonly collection: string;
  /** Empty for what was stored before variants had names. */
  readonly variant: string;
  /** Asked where a search names no other, or names one that is not whole. */
  readonly isDefault: boolean;
  readonly documents: number;
  readonly chunks: number;
  /** Documents that have vectors, by fingerprint of the embedder. */
  readonly embedders: Readonly<Record<string, number>>;
}

/** Operators only: others see nothing. */
export interface IndexReader {
  /** In the order they were registered. */
  listPlans(access: Access): Promise<readonly PlanRecord[]>;
  /** By collection, then by variant. */
  listIndexes(access: Access): Promise<readonly IndexSummary[]>;
  /** In the order of ingestion, those behind the document `after`. */
  listLacking(
    access: Access,
    plan: PlanKey,
    page: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<readonly LackingDocument[]>;
  countLacking(access: Access, plan: PlanKey): Promise<number>;
}

/**
 * Contract, held by `describeStore`:
 * - a search reads one index of each collection: the one it asks for where a plan of it is whole,
 *   else the default one; what other indexes hold or lack changes nothing in it;
 * - a commit whose documents do not hold every registered plan is refused, so that a plan that is
 *   whole stays so; `commitIndex` adds to documents and changes none, but for chunks that were cut
 *   by other rules under the same name: they are replaced, and other plans of that name lack them;
 * - dropping a plan takes with it what no other plan needs, in steps: one that was interrupted is
 *   finished by the next drop.
 */
export interface IndexWriter {
  /** Names what was stored without a name; nothing where everything has one. */
  adoptVariant(variant: string): Promise<void>;
  /**
   * Registers a plan, or replaces what is known of how it is made.
   *
   * @returns it, whole when no document lacks it.
   */
  putPlan(plan: Omit<PlanRecord, "whole">): Promise<PlanRecord>;
  /** Documents of another version by now, and those that lack nothing, are left alone. */
  commitIndex(batch: IndexBatch): Promise<CommitReceipt>;
  /** From here on the variant is asked where a search names none; a plan of it is whole. */
  setDefaultVariant(variant: string): Promise<void>;
  /** Documents need not hold it any more; what they hold of it stays until it is dropped. */
  forgetPlan(plan: PlanKey): Promise<void>;
  /** A plan that nobody registered may be dropped, too: what is left of one. */
  dropPlan(plan: PlanKey): Promise<void>;
}
