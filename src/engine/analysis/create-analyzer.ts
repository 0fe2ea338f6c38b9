/** @module The one pipeline from text to terms that every language is put through. */
import type { Analyzer, TermCounts, Token } from "./analyzer.ts";
import { toBigrams } from "./cjk.ts";
import { AsciiCounter } from "./count-ascii.ts";
import { createIdentifierFinder } from "./identifiers.ts";
import type { LanguageRules } from "./language.ts";
import { cutWord, keepsOffsets, normalizeWord } from "./normalize.ts";
import { segmentText, segmentUnicode, toStretches } from "./segment.ts";
import { type Part, splitWord } from "./split.ts";
import { withWordCache } from "./word-cache.ts";

const CACHED_WORDS = 32_768;

/** An analyzer for the rules of one language; see `Analyzer` for what it promises. */
export function createAnalyzer(rules: LanguageRules): Analyzer {
  const segmenter = new Intl.Segmenter(rules.locale, { granularity: "word" });
  /** Stop words stay, as parts without text: they take up a position. */
  const toParts = withWordCache((word) => partsOf(word, rules), CACHED_WORDS);
  const toIdentifiers = rules.keepsIdentifiers ? createIdentifierFinder() : () => [];
  const ascii = new AsciiCounter((word) =>
    partsOf(word, rules).flatMap(({ text }) => (text === "" ? [] : [text])),
  );

  function analyze(text: string): readonly Token[] {
    const tokens: Token[] = [];
    const identifiers = toIdentifiers(text);
    let next = 0;
    let position = 0;
    const addIdentifiers = (before: number, positionNow: number): void => {
      for (let id = identifiers[next]; id && id.start < before; id = identifiers[++next])
        tokens.push({ term: id.text, position: positionNow, start: id.start, end: id.end });
    };
    for (const { text: word, start: at, cjk } of segmentText(text, segmenter)) {
      for (const part of cjk ? toBigrams(word) : toParts(word)) {
        const start = at + part.start;
        const end = at + part.end;
        addIdentifiers(start, position);
        if (part.text !== "") tokens.push({ term: part.text, position, start, end });
        addIdentifiers(end, position);
        position++;
      }
    }
    addIdentifiers(Infinity, position);
    return tokens;
  }

  function count(text: string): TermCounts {
    const counts = new Map<string, number>();
    let length = 0;
    for (const { start, end, isAscii } of toStretches(text)) {
      const stretch = text.slice(start, end);
      if (isAscii) length += ascii.count(stretch, counts);
      else
        for (const { text: word, cjk } of segmentUnicode(stretch, segmenter))
          length += addTerms(cjk ? toBigrams(word) : toParts(word), counts);
      addTerms(toIdentifiers(stretch), counts);
    }
    return { counts, length };
  }

  return { id: rules.id, analyze, count };
}

/** Returns how many terms there were: parts without text are stop words. */
function addTerms(parts: readonly Part[], counts: Map<string, number>): number {
  let length = 0;
  for (const { text: term } of parts) {
    if (term === "") continue;
    counts.set(term, (counts.get(term) ?? 0) + 1);
    length++;
  }
  return length;
}

/** The parts of one word, in order, their text the term or empty for a stop word. */
function partsOf(raw: string, rules: LanguageRules): readonly Part[] {
  const original = cutWord(raw);
  const word = normalizeWord(original);
  const whole = { text: word, start: 0, end: raw.length };
  const exact = keepsOffsets(original);
  return (rules.splitsWords ? splitWord(word, rules.decimalComma) : [whole])
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
    .map((part) => {
      const text = toTerm(part.text, rules);
      return exact ? { ...part, text } : { ...whole, text };
    });
}

function toTerm(part: string, rules: LanguageRules): string {
  const trimmed = rules.trim?.(part) ?? part;
  const word = trimmed.toLocaleLowerCase(rules.locale);
  if (rules.stopWords.has(word)) return "";
  const folded = rules.fold?.(word) ?? word;
  return rules.stem && !/\p{N}/u.test(folded) ? rules.stem(folded) : folded;
}
