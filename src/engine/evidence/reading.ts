/** @module Where the question's terms stand in a passage. */
import { getAnalyzer } from "../analysis/index.ts";
import type { QuestionProfile } from "./profile.ts";
import { splitSentences, type SentenceSpan } from "./sentences.ts";

/** A retrieved passage as the weighing needs it. */
export interface EvidencePassage {
  readonly text: string;
  /** Document title and headings above the passage. */
  readonly breadcrumb: string;
  /** The ranker's score; only ratios to the best passage's score are used. */
  readonly score: number;
  readonly language: string;
  readonly analyzerId: string;
  /** Rows of a table alone: every line is a unit. */
  readonly rows?: boolean;
}

export interface ReadSentence {
  readonly span: SentenceSpan;
  /** The question's terms in the sentence. */
  readonly covered: ReadonlySet<string>;
}

/** A passage read once: where the question's terms stand in it. */
export interface PassageReading {
  readonly sentences: readonly ReadSentence[];
  readonly breadcrumb: ReadonlySet<string>;
  readonly positions: ReadonlyMap<string, readonly number[]>;
  /** Analysed terms of text and breadcrumb. */
  readonly length: number;
}

/** Analyses a passage once and files the question's terms by sentence and by position. */
export function readPassage(passage: EvidencePassage, profile: QuestionProfile): PassageReading {
  const analyzer = getAnalyzer(passage.analyzerId);
  const heading = analyzer.analyze(passage.breadcrumb);
  const tokens = analyzer.analyze(passage.text);
  const spans = splitSentences(
    passage.text,
    passage.language,
    passage.rows === true ? "lines" : "prose",
  );
  const covered = spans.map(() => new Set<string>());
  const positions = new Map<string, number[]>();
  const breadcrumb = new Set<string>();
  for (const { term } of heading) {
    const own = profile.weights.has(term) ? term : profile.related(term);
    if (own !== undefined) breadcrumb.add(own);
  }
  let at = 0;
  for (const token of tokens) {
    const term = profile.weights.has(token.term) ? token.term : profile.related(token.term);
    if (term === undefined) continue;
    const list = positions.get(term);
    if (list === undefined) positions.set(term, [token.position]);
    else list.push(token.position);
    while (at < spans.length && (spans[at]?.end ?? 0) <= token.start) at += 1;
    const span = spans[at];
    if (span !== undefined && span.start <= token.start) covered[at]?.add(term);
  }
  return {
    sentences: spans.map((span, index) => ({ span, covered: covered[index] ?? new Set() })),
    breadcrumb,
    positions,
    length: tokens.length + heading.length,
  };
}
