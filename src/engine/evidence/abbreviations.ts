/** @module Full stops that end no sentence. */
/**
 * Words that end in a full stop without ending a sentence. From Unicode CLDR's sentence-break
 * suppressions (en, de, es, fr, it), reduced to those met in business text.
 */
const ALWAYS: ReadonlySet<string> = new Set(
  (
    "mr mrs ms dr prof st sr jr vs fig figs eq ch cf ca pp approx dept est e.g i.e gen col lt sgt " +
    "capt rev hon gov sen rep hr fr nr z.b d.h bzw usw vgl sra dra dott sig mme mlle art abs"
  ).split(" "),
);
/** Abbreviations only before a number: "No. 5", "vol. 2", "Jan. 3". */
const BEFORE_NUMBER: ReadonlySet<string> = new Set(
  "no nos sec vol p jan feb mar apr jun jul aug sep sept oct nov dec par ext".split(" "),
);
const INITIAL = /^(?:\p{Lu}|(?:\p{L}\.)+\p{L})$/u;

/** Whether the full stop after `before` belongs to an abbreviation or initial, given what follows. */
export function endsWithAbbreviation(before: string, next: string, language: string): boolean {
  const word = /[^\s("'“‘«[]*$/u.exec(before)?.[0] ?? "";
  const lower = word.toLowerCase();
  if (ALWAYS.has(lower)) return true;
  const number = /^\p{N}/u.test(next);
  if (number && BEFORE_NUMBER.has(lower)) return true;
  if (language.startsWith("de") && /^\d{1,2}$/.test(word)) return true; // ordinal: "am 3. Mai"
  return INITIAL.test(word) && !(word.length === 1 && number);
}
