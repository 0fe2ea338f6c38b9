/** @module Windows of traffic: what is kept of each question so that two windows can be compared. */

/** One question of a user as its trace has it; what is not known is absent, never 0. */
export interface Observation {
  /** Names it where a report lists it. */
  readonly id: string;
  /** Of the question, of unit length. */
  readonly vector?: Float32Array;
  readonly language?: string;
  /** The route or intent it was taken by. */
  readonly route?: string;
  /** Terms of the question. */
  readonly terms?: number;
  /** Share of them that the collection does not hold, in [0, 1]. */
  readonly unknownTerms?: number;
  readonly topScore?: number;
  /** Of the best above the second best. */
  readonly margin?: number;
  readonly support?: number;
  readonly confidence?: number;
  /** Passages that were shown to the writer. */
  readonly passages?: number;
  readonly outcome?: "answered" | "abstained" | "incomplete" | "escalated" | "error";
  readonly failedChecks?: boolean;
  readonly invalidForm?: boolean;
  /** Only where somebody gave any feedback. */
  readonly negativeFeedback?: boolean;
  readonly reasked?: boolean;
  readonly latencyMs?: number;
  readonly costUsd?: number;
  /** Of the versions cited, in days. */
  readonly citedAgesDays?: readonly number[];
}

/** What became of the documents since the reference window. */
export interface CorpusChange {
  /** How often answers of the reference window cite documents, all together. */
  readonly citations: number;
  /** Of these, citations of documents that have changed since, and that are gone. */
  readonly changed: number;
  readonly gone: number;
  /** Documents now, and those of them that were not there. */
  readonly documents: number;
  readonly added: number;
}

/** Places that golden cases rest on, and those that are no longer found in the documents. */
export interface GoldenEvidence {
  readonly places: number;
  readonly stale: number;
}

/** Traffic of users alone, of one release. Windows that follow each other do not overlap. */
export interface TrafficWindow {
  readonly release: string;
  /** Fingerprint of what made the vectors: scores of another one are not comparable. */
  readonly embedder: string;
  readonly since: string;
  readonly until: string;
  readonly observations: readonly Observation[];
}

export interface CurrentWindow extends TrafficWindow {
  readonly corpus?: CorpusChange;
  readonly evidence?: GoldenEvidence;
  /** From a change at the source until it was searchable, one a document. */
  readonly searchableMs?: readonly number[];
  /** From a deletion at the source until it was gone, one a document. */
  readonly goneMs?: readonly number[];
}
