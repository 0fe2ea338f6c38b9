/** @module What one language adds to the common pipeline: data and small word functions. */

/**
 * The hooks run in the order of the fields, on one word at a time. Each gets and gives words in
 * normalization form NFKC; a hook that gives an empty word drops it.
 */
export interface LanguageRules {
  /** Name and version: a changed rule is a new id. */
  readonly id: string;
  /** BCP 47; decides where words end and how they are lower-cased. */
  readonly locale: string;
  /** Whether words that UAX #29 leaves joined, such as `Background:Chronic`, become several. */
  readonly splitsWords: boolean;
  /** Whether part numbers, versions, addresses and the like are terms as a whole, too. */
  readonly keepsIdentifiers: boolean;
  /** Whether `2,5` is a number and `1.234` one with its thousands parted, as in most of Europe. */
  readonly decimalComma?: boolean;
  /** Cuts possessives, elided articles and what capitals lack; sees the original case. */
  readonly trim?: (word: string) => string;
  /** In lower case, not folded, not stemmed. */
  readonly stopWords: ReadonlySet<string>;
  /** Folds letters that writers use for one another. */
  readonly fold?: (word: string) => string;
  /** Never sees a word that holds a digit. */
  readonly stem?: (word: string) => string;
}

/** Words parted by blanks, as a set. */
export function toWordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}
