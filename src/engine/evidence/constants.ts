/** @module The constants of the extractive answerer. */
/**
 * Every constant that moves the quality of an extractive answer, in one place.
 *
 * "dev" means: measured on the half of the questions (by hash of the id) that was open while the
 * formula was built: squad2 (A), handbook-hr (H), and squad2's questions asked of handbook-hr (F).
 * The weights are round; in a coarse grid (243 settings) the best ones differ by about a point.
 */
export interface EvidenceOptions {
  /** Passages read. dev: the first five hold 94 % of squad2's answers, ten 96 %. */
  readonly depth: number;
  /** Share of its idf that a question word ("who", "how many", "can I") keeps. dev: 0, 1 lose. */
  readonly structuralWeight: number;
  /** The BM25 defaults of the project (retrieval guide, 3.1), for the saturated coverage. */
  readonly k1: number;
  readonly b: number;
  /** Analysed terms of an average passage: squad2 87, handbook-hr 74. */
  readonly referenceLength: number;
  /** Question neighbours count as together when fewer positions apart (retrieval guide, 7). */
  readonly pairWindow: number;
  /**
   * Weights of the signals of the confidence. dev, H answered at F .04, one signal alone: sentence
   * coverage .79, with breadcrumb .88, saturation .94, pairs .83; all four .94. Saturation alone has
   * that H, but the four have A .91 where it has .87. Measured in a prototype, before sizeWeight.
   */
  readonly coverageWeight: number;
  readonly saturationWeight: number;
  readonly pairWeight: number;
  readonly massWeight: number;
  /**
   * What earlier questions named need not be said again, so its absence must not count as in a
   * question alone. At .8 as many answerable questions of mtrag-un's first half are answered as
   * without history (.84), and fewer unanswerable ones (.50 for .63; the other half .47 for .53).
   */
  readonly leaningWeight: number;
  /**
   * The confidence is one half where the sum of signals is midpoint + sizeWeight · ln N, N held in
   * sizeRange (42 to 9,337 are measured). Chance matches grow with N: one midpoint of 1.3 answers
   * .004, .011, .025 and .052 of squad2's questions in 42, 125, 303 and 855 passages of handbook-hr.
   * sizeWeight .08 answers more (A .95, small collections +2 points) but also more foreign questions
   * of squad2's collection; 0 leaves 28 % of a 42-passage collection's own questions unanswered.
   */
  readonly midpoint: number;
  readonly sizeWeight: number;
  readonly sizeRange: readonly [number, number];
  /**
   * Chinese, Japanese and Korean are read as overlapping pairs of characters: this many for what
   * English has one term for (XQuAD's passages have 180 terms to 85, its questions 15 to 7.4).
   */
  readonly pairsPerWord: number;
  /** Of its idf, what a pair keeps that is nowhere while both its neighbors are: no word of its own. */
  readonly straddleWeight: number;
  /**
   * Taken off the midpoint where pairs are read, for fewer of them are found than of words. XQuAD
   * zh, a quarter of the questions: with .25 .86 are answered and .78 refused once the gold passage
   * is gone, with 0 .71 and .91; English has .93 and .78.
   */
  readonly pairRelief: number;
  /** How steeply the confidence rises at one half. It orders; it is no calibrated probability. */
  readonly slope: number;
  /** Highest confidence where a year or an identifier of the question is in no passage. */
  readonly strangerCap: number;
  /** Weight, in a sentence's score, of its passage's share of the best passage's score. */
  readonly rankWeight: number;
  /** Of the coverage of the sentence before: "This is called …" answers what that one asks. */
  readonly followWeight: number;
  /** Of holding a value of the kind asked for (who: a name; when: a date). dev: + .6 points. */
  readonly typeWeight: number;
}

export const evidenceDefaults: EvidenceOptions = {
  depth: 5,
  structuralWeight: 0.3,
  k1: 0.9,
  b: 0.75,
  referenceLength: 100,
  pairWindow: 8,
  coverageWeight: 1,
  saturationWeight: 2,
  pairWeight: 0.5,
  massWeight: 0.5,
  leaningWeight: 0.8,
  midpoint: 1.22,
  sizeWeight: 0.06,
  sizeRange: [30, 30_000],
  pairsPerWord: 2.1,
  straddleWeight: 0.1,
  pairRelief: 0.25,
  slope: 4,
  strangerCap: 0.4,
  rankWeight: 0.7,
  followWeight: 0.3,
  typeWeight: 0.2,
};

/** Answer from this confidence on: one threshold for every collection; `midpoint` is set for it. */
export const answerThreshold = 0.5;
