/** @module What an analyzer gives: the terms a text is indexed and searched by. */

export interface Token {
  /** Never empty. Whole identifiers start with `=`, which no other term does. */
  readonly term: string;
  /**
   * Number of words before this one, stop words counted, so that phrases keep their gaps. A whole
   * identifier has the position of its first part.
   */
  readonly position: number;
  /** Half-open range `[start, end)` in UTF-16 code units of the original text. */
  readonly start: number;
  readonly end: number;
}

export interface TermCounts {
  /** How often each term occurs, in no particular order. */
  readonly counts: ReadonlyMap<string, number>;
  /** Occurrences of all terms but whole identifiers: the `dl` of BM25. */
  readonly length: number;
}

/** Pure: the same text gives the same terms, whatever was analyzed before. */
export interface Analyzer {
  /** Stored with every index. A changed rule is a new id, never a silent change. */
  readonly id: string;
  /** By start; at the same start a whole identifier follows its first part. */
  analyze(text: string): readonly Token[];
  /** The same terms without their places, several times as fast. */
  count(text: string): TermCounts;
}
