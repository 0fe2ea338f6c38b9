/** @module Counts of the texts just seen: each chunk is counted for the lexical and the dense leg. */
import type { Analyzer, TermCounts } from "./analyzer.ts";

/** More than the largest batch that is prepared before it is embedded. */
const KEPT = 2048;

/** The same analyzer; a text counted again shortly after is not analyzed again. */
export function rememberCounts(analyzer: Analyzer): Analyzer {
  const recent = new Map<string, TermCounts>();
  return {
    id: analyzer.id,
    analyze: (text) => analyzer.analyze(text),
    count(text) {
      const known = recent.get(text);
      if (known) return known;
      const counted = analyzer.count(text);
      if (recent.size >= KEPT) recent.clear();
      recent.set(text, counted);
      return counted;
    },
  };
}
