/** @module What is told to and by the comparison of embedders. */
import type { Part } from "../../domain/golden-set.ts";
import type { EmbedderComparison } from "../../evaluate/index.ts";

export interface CompareEmbeddersInput {
  /** `folder@hash` pins a version. */
  readonly golden: string;
  readonly collection: string;
  /**
   * Beside the configured one: an adapter's name, `adapter:MODEL`, or a configuration file whose
   * `embedder` it is.
   */
  readonly with: readonly string[];
  /** Of the golden set; absent: all of it. */
  readonly part?: Part | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type CompareEmbeddersEvent =
  | {
      readonly type: "embedder-started";
      readonly name: string;
      readonly at: number;
      readonly of: number;
    }
  | { readonly type: "texts-embedded"; readonly name: string; readonly done: number }
  | { readonly type: "embedders-compared"; readonly comparison: EmbedderComparison };

export interface EmbedderUseCases {
  /**
   * Ranks the judged questions with each embedder in memory; what is indexed and what serves stay as
   * they are. Chunks that the store has vectors of are not embedded again; others are, and paid for.
   *
   * @throws app.unknown-collection, app.nothing-to-compare, evaluate.golden-not-found and its like,
   *   app.unknown-adapter, app.bad-adapter-options, app.spend-cap-reached, what an embedder throws.
   */
  compare(input: CompareEmbeddersInput): AsyncGenerator<CompareEmbeddersEvent>;
}
