/** @module Brings in the stemmer of one language when its first word comes. */
import { createRequire } from "node:module";

type Stem = (word: string) => string;

const load = createRequire(import.meta.url);

/**
 * Most processes meet one or two languages, and loading the stemmers of all takes longer than
 * answering a question.
 *
 * @param name a language of `@orama/stemmers`, whose stemmers are Snowball's.
 * @returns a pure function of a word in lower case.
 */
export function loadStemmer(name: string): Stem {
  let stem: Stem | undefined;
  return (word) => {
    // The package's own declaration of each of its modules.
    stem ??= (load(`@orama/stemmers/${name}`) as { readonly stemmer: Stem }).stemmer;
    return stem(word);
  };
}
