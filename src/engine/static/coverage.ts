/** @module Whether a vocabulary of English word pieces says anything about a text. */
import { detectLanguage } from "../analysis/index.ts";

/** Of the vocabularies that rows are trained for. */
const LANGUAGE = "en";

/**
 * Shares of words that the vocabulary has whole. Of documents and questions of six English sets and
 * XQuAD's seven languages: above the first are 9 of 10 English texts, and 1 to 5 % of the others';
 * below it the language that the text reads as decides. Where it reads as none, the second does:
 * .38 and less are the medians of German and Turkish, .45 is what 95 % of English questions exceed.
 */
const SURE = 0.7;
const LIKELY = 0.35;
/** Fewer words say nothing about a language. */
const FEW_WORDS = 4;

const OTHER = 1;
const BEGINS = 2;
const LETTER = 3;
const CONTINUES = 4;

function classify(piece: string): number {
  if (piece.startsWith("##")) return CONTINUES;
  if (!/\p{L}/u.test(piece)) return OTHER;
  return piece.length > 1 ? BEGINS : LETTER;
}

/** @returns a function from a text and the numbers of its pieces to whether it can be embedded. */
export function createCoverage(
  vocabulary: readonly string[],
): (text: string, numbers: Uint16Array, count: number) => boolean {
  /** 0 until a piece is first met. */
  const kinds = new Uint8Array(vocabulary.length);
  const kindOf = (piece: number): number => (kinds[piece] ||= classify(vocabulary[piece] ?? ""));
  return (text, numbers, count) => {
    let words = 0;
    let whole = 0;
    for (let at = 0; at < count; at++) {
      const kind = kindOf(numbers[at] ?? 0);
      if (kind !== BEGINS && kind !== LETTER) continue;
      words++;
      const isCut = at + 1 < count && kindOf(numbers[at + 1] ?? 0) === CONTINUES;
      if (kind === BEGINS && !isCut) whole++;
    }
    if (words < FEW_WORDS || whole >= SURE * words) return true;
    const language = detectLanguage(text);
    return language === undefined ? whole >= LIKELY * words : language === LANGUAGE;
  };
}
