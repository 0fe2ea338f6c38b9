/** @module What of a question a chunk holds, and where: its text, its headings, its rarest term. */
import type { RerankQuestion } from "../question.ts";
import type { TermSequence } from "../term-sequences.ts";

/** Each in [0, 1] but for `length`; shares are of idf. */
export interface ChunkDetails {
  /** Share of the question that the text holds, headings aside. */
  readonly body: number;
  /** Share that the text holds of what the headings do not; 0 where they hold all of it. */
  readonly rest: number;
  /** Σ idf·n/(n + .9) over the text, as a share: `body`, and how often. */
  readonly repeated: number;
  /** 1 where text or headings hold the rarest term of the question. */
  readonly rarest: number;
  /** Share of the question's numbers, identifiers and quoted words; 0 where it has none. */
  readonly exact: number;
  /** Terms of the text. */
  readonly length: number;
}

export const NO_DETAILS: Omit<ChunkDetails, "length"> = {
  body: 0,
  rest: 0,
  repeated: 0,
  rarest: 0,
  exact: 0,
};

/** What a count is weighed against, as a frequency in BM25 with k1 .9. */
const SATURATION = 0.9;

/**
 * @param exact keys of the terms that must be met as they are: see `listExactTerms`.
 * @returns a function from a chunk to its details; all but the length are 0 for a question without
 *   a known term.
 */
export function createDetailReader(
  question: RerankQuestion,
  exact: readonly number[],
): (chunk: TermSequence) => ChunkDetails {
  const { idf, total, find } = question;
  const inHeadings = new Int32Array(idf.length);
  const inText = new Int32Array(idf.length);
  const rarest = idf.indexOf(Math.max(...idf));
  const wanted = [...new Set(exact.map(find))].filter((term) => term >= 0);
  const wantedIdf = wanted.reduce((sum, term) => sum + (idf[term] ?? 0), 0);
  return ({ keys, body }) => {
    const length = keys.length - body;
    if (total === 0) return { ...NO_DETAILS, length };
    count(keys, 0, body, find, inHeadings);
    count(keys, body, keys.length, find, inText);
    let [held, missing, found, repeated, met] = [0, 0, 0, 0, 0];
    for (let term = 0; term < idf.length; term++) {
      const weight = idf[term] ?? 0;
      const times = inText[term] ?? 0;
      if (times > 0) held += weight;
      if (times > 0) repeated += (weight * times) / (times + SATURATION);
      if (inHeadings[term] === 0) missing += weight;
      if (inHeadings[term] === 0 && times > 0) found += weight;
    }
    const isMet = (term: number): boolean => (inText[term] ?? 0) + (inHeadings[term] ?? 0) > 0;
    for (const term of wanted) if (isMet(term)) met += idf[term] ?? 0;
    return {
      body: held / total,
      rest: missing > 0 ? found / missing : 0,
      repeated: repeated / total,
      rarest: isMet(rarest) ? 1 : 0,
      exact: wantedIdf > 0 ? met / wantedIdf : 0,
      length,
    };
  };
}

function count(
  keys: Int32Array,
  from: number,
  to: number,
  find: RerankQuestion["find"],
  counts: Int32Array,
): void {
  counts.fill(0);
  for (let i = from; i < to; i++) {
    const term = find((keys[i] ?? 0) & ~1);
    if (term >= 0) counts[term] = (counts[term] ?? 0) + 1;
  }
}
