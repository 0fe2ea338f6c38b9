/** @module Sentences of a plain text with the sources that stand behind them in brackets. */

export interface CitedSentence {
  readonly text: string;
  readonly factual: boolean;
  readonly citations: readonly string[];
}

/** Numbers in brackets, as most systems cite: `[1]`, `[1, 2]`, `[1][2]`. */
const MARKS = /\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g;
/** A mark behind the full stop belongs to the sentence before it. */
const BEHIND = /([.!?。！？])((?:\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\])+)/g;

/** Nothing tells what claims something: every sentence counts as if it did. */
export function citedSentences(text: string): readonly CitedSentence[] {
  const joined = text.replaceAll(BEHIND, "$2$1");
  const segments = new Intl.Segmenter("en", { granularity: "sentence" }).segment(joined);
  return [...segments].flatMap(({ segment }) => {
    const citations = [...segment.matchAll(MARKS)].flatMap(([, numbers = ""]) =>
      numbers.split(",").map((number) => number.trim()),
    );
    const said = segment
      .replaceAll(MARKS, "")
      .replaceAll(/\s+([.!?。！？])/g, "$1")
      .trim();
    return said === "" ? [] : [{ text: said, factual: true, citations: [...new Set(citations)] }];
  });
}
