/** @module A release: the settings and artifacts that serve together, and the pointers to them. */

export interface ChosenAdapter {
  readonly adapter: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the index of a collection must hold before a plan can serve. */
export interface IndexPlan {
  readonly chunking: {
    readonly maxTokens: number;
    readonly minTokens: number;
    /** Times the headings count in the lexical leg. */
    readonly titleWeight: number;
  };
  readonly embedder: ChosenAdapter;
}

/** From a question to passages, for one collection or for all. */
export interface RetrievalPlan extends IndexPlan {
  readonly reranker: ChosenAdapter;
  readonly retrieve: {
    readonly topK: number;
    readonly depth: number;
    readonly k1: number;
    readonly b: number;
    /** Absent: what the embedder is worth unfitted. */
    readonly alpha?: number;
    /** `art_…`, which moves question vectors; absent: they are asked with as they are. */
    readonly queryAdapter?: string;
    readonly rerankDepth: number;
    readonly maxPassageTokens: number;
  };
}

/** From passages to an answer. */
export interface AnswerPlan {
  readonly generator: ChosenAdapter;
  readonly verifier: ChosenAdapter;
  readonly rewrite?: ChosenAdapter & { readonly deadlineMs: number };
  readonly answer: {
    readonly threshold: number;
    readonly maxSentences?: number;
    readonly maxContextTokens: number;
  };
}

/** What the id is the hash of. Options name artifacts as `art_…`, and secrets by reference. */
export interface ReleaseContent {
  readonly format: "plumbline.release/1";
  readonly base: RetrievalPlan & AnswerPlan;
  /**
   * Where one collection is asked alone and has a plan of its own, that plan retrieves; every other
   * question is retrieved by the base plan, whose index every collection keeps as well.
   */
  readonly collections: Readonly<Record<string, RetrievalPlan>>;
  /** Ids of all artifacts named above, ascending. */
  readonly artifacts: readonly string[];
}

export interface Release {
  /** `rel_` and 16 hex digits over the content. */
  readonly id: string;
  readonly content: ReleaseContent;
  readonly createdAt: string;
  /** Why it is there: `configured`, or the lane and collection that made it. */
  readonly origin: string;
  /** The release it was made from. */
  readonly parent?: string;
}

/** A release as the store lists it. */
export interface KeptRelease extends Release {
  /** Since when it may not serve and nothing is kept for it; absent while it may. */
  readonly retiredAt?: string;
}

export const ALIASES = ["champion", "challenger"] as const;
export type Alias = (typeof ALIASES)[number];

/** How a challenger meets traffic. */
export type ChallengerMode =
  | { readonly kind: "shadow"; /** Of questions, in [0, 1]. */ readonly share: number }
  | { readonly kind: "canary"; readonly share: number; readonly salt: string };

/** One move of a pointer; the last one of an alias is where it stands. */
export interface AliasMove {
  /** Counts up from 1. */
  readonly number: number;
  readonly alias: Alias;
  /** Absent: the alias points nowhere, and the configuration serves. */
  readonly release?: string;
  readonly mode?: ChallengerMode;
  readonly movedAt: string;
  /** A principal; `owner` is the local owner, `plumbline` a rollback by itself. */
  readonly by: string;
  readonly decision: string;
  readonly reason: string;
}
