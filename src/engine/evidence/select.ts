/** @module Which sentences to return. */
import type { Evidence, EvidencePassage, EvidenceSentence } from "./evidence.ts";

export interface SelectOptions {
  /** At most this many sentences. */
  readonly maxSentences: number;
}

/** A further sentence needs this share of the best score. dev: .5 to .6 costs no answer, .7 some. */
const KEEP_RATIO = 0.6;

/**
 * The sentences to return: best first until the limit, then in reading order.
 *
 * Sentences equal but for case and punctuation count once. One that introduces a list (it ends in a
 * colon) brings the units that follow it, as far as the limit allows. Every sentence is verbatim.
 */
export function selectSentences(
  evidence: Pick<Evidence, "sentences">,
  passages: readonly Pick<EvidencePassage, "text">[],
  options: SelectOptions = { maxSentences: 3 },
): readonly EvidenceSentence[] {
  const chosen: EvidenceSentence[] = [];
  const seen = new Set<string>();
  const textOf = (sentence: EvidenceSentence): string =>
    passages[sentence.passage]?.text.slice(sentence.start, sentence.end) ?? "";
  const add = (sentence: EvidenceSentence): void => {
    const key = textOf(sentence)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
    if (chosen.length >= options.maxSentences || seen.has(key)) return;
    seen.add(key);
    chosen.push(sentence);
  };
  const floor = (evidence.sentences[0]?.score ?? 0) * KEEP_RATIO;
  for (const sentence of evidence.sentences) {
    if (chosen.length >= options.maxSentences || sentence.score < floor) break;
    add(sentence);
    if (/[:：]["'”’)*_]*$/u.test(textOf(sentence))) {
      for (const next of followers(evidence, sentence)) add(next);
    }
  }
  return chosen.sort((a, b) => a.passage - b.passage || a.start - b.start);
}

/** The units that follow a sentence in its passage, in order. */
function followers(
  evidence: Pick<Evidence, "sentences">,
  lead: EvidenceSentence,
): readonly EvidenceSentence[] {
  return evidence.sentences
    .filter((other) => other.passage === lead.passage && other.start >= lead.end)
    .sort((a, b) => a.start - b.start);
}
