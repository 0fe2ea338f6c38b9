/** @module The port of dense vectors. */
import type { DraftUsage } from "./generator.ts";

export interface EmbedRequest {
  /** At most `maxBatch` texts; the caller splits larger requests. */
  readonly texts: readonly string[];
  /** Some models embed queries and documents differently; the rest ignore it. */
  readonly role: "query" | "document";
  /** Told what each call cost, where a service was asked. */
  readonly onUsage?: (usage: DraftUsage) => void;
  readonly signal?: AbortSignal;
}

/**
 * Contract, held by `describeEmbedder`:
 * - one vector for each text, in the order given; no texts give no vectors;
 * - each has `dimensions` finite values, and length 1 (within 1e-5) or, for a text that holds
 *   nothing the embedder knows, all zeros;
 * - a text has one vector, whatever stands beside it in the batch (within 1e-5);
 * - a reply that cannot keep this is an error of kind `upstream`, never a guess.
 */
export interface Embedder {
  /** Model and revision. Part of every release: change it and stored vectors go stale. */
  readonly fingerprint: string;
  /** Calls may cost money; absent: they do not. */
  readonly metered?: boolean;
  readonly dimensions: number;
  readonly maxBatch: number;
  /** Weight of the dense leg where nothing was fitted (design D7). */
  readonly defaultAlpha: number;
  /**
   * Share of the headings' own vector in the vector of a chunk, in [0, 1); absent: none. Whoever
   * embeds chunks mixes them, and the fingerprint names the share.
   */
  readonly titleShare?: number;
  /**
   * How much of a question each passage holds, token by token in the embedder's own vectors of them,
   * in [0, 1] and in order; absent where it has none. It costs nothing but time.
   */
  readonly matchTokens?: (question: string, passages: readonly string[]) => Float64Array;
  embed(request: EmbedRequest): Promise<readonly Float32Array[]>;
}
