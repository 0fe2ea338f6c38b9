/** @module Names of persons in a text, as far as a list of given names, a title or a phrase tells. */
import NAMES from "./given-names.json" with { type: "json" };
import type { PersonalSpan } from "./find-numbers.ts";

/** Languages whose given names are listed; elsewhere titles, phrases and own names alone tell. */
export const LANGUAGES_WITH_NAMES: ReadonlySet<string> = new Set(Object.keys(NAMES.byLanguage));

/** Of every language: people move. */
const GIVEN: ReadonlySet<string> = new Set(Object.values(NAMES.byLanguage).flat());
/** Words, places and brands as well: alone they name nobody. */
const ALSO_WORDS: ReadonlySet<string> = new Set(NAMES.alsoWords);

const CAPITALIZED = "\\p{Lu}[\\p{L}\\p{M}'’-]+";
const INITIAL = "\\p{Lu}\\.";
const PARTICLE =
  "(?:van|von|der|den|de|del|della|di|da|dos|das|do|du|la|le|el|al|bin|ten|ter|zu|y|e|’t|'t)";
/** What follows a given name: initials and further names, with the small words between them. */
const FOLLOWING = `(?:[ \\u00a0](?:${PARTICLE}[ \\u00a0]){0,2}(?:${CAPITALIZED}|${INITIAL})){0,3}`;

const WHOLE = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(${CAPITALIZED})(${FOLLOWING})`, "gu");
const TITLED = new RegExp(
  `(?<=(?<![\\p{L}])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Herrn?|Frau|M|Mme|Mlle|Monsieur|Madame|Sr|Sra|Srta|Señora?|Sig|Sig\\.ra|Signora?|Dhr|Mevr|Meneer|Mevrouw|Senhora?|Dott|Dott\\.ssa)\\.?[ \\u00a0])(?:(?:Dr|Prof|med)\\.[ \\u00a0])*(?:${INITIAL}[ \\u00a0]?)*${CAPITALIZED}${FOLLOWING}`,
  "gu",
);
const INTRODUCED = new RegExp(
  `(?<=(?<![\\p{L}])(?:[Mm]y name is|[Ii] am called|[Mm]ein Name ist|[Ii]ch heiße|[Jj]e m[’']appelle|[Mm]e llamo|[Mm]i chiamo|[Ii]k heet|[Mm]ijn naam is|[Mm]eu nome é|[Cc]hamo-me|[Mm]e chamo)[ \\u00a0])${CAPITALIZED}${FOLLOWING}`,
  "gu",
);
/** In front of the name of a place. */
const OF_PLACE =
  /(?<!\p{L})(?:San|Santa|Santo|São|Saint|Sainte|St\.?|Sankt|Monte|Mount|Fort|Port|Lake|New)[ \u00a0]$/u;
/** A given name at the head of a sentence may be any word there; what follows has to tell. */
const HEAD_OF_SENTENCE = /(?:^|[.!?:\n"“„«(]\s*)$/u;

/**
 * In the order of the text; none overlaps another. Not found are surnames alone, given names that are
 * not listed, names in small letters, and names in languages that have no capitals.
 *
 * @param own names of the people whose text it is, letters alone, found wherever they stand.
 */
export function findNames(text: string, own: readonly string[] = []): readonly PersonalSpan[] {
  const found: PersonalSpan[] = [];
  const take = (start: number, end: number): void => {
    if (!found.some((span) => span.start < end && start < span.end))
      found.push({ kind: "PERSON", start, end });
  };
  for (const pattern of [TITLED, INTRODUCED])
    for (const { 0: said, index } of text.matchAll(pattern)) take(index, index + said.length);
  for (const match of text.matchAll(WHOLE)) {
    const span = toNamed(text, match);
    if (span) take(span.start, span.end);
  }
  for (const name of own)
    for (const { 0: said, index } of text.matchAll(toOwnPattern(name)))
      take(index, index + said.length);
  return found.toSorted((a, b) => a.start - b.start);
}

/** From the first listed given name on: `Head Office Anna Berg` is somebody from `Anna` on. */
function toNamed(
  text: string,
  { 0: said, index }: RegExpExecArray,
): { readonly start: number; readonly end: number } | undefined {
  const words = [...said.matchAll(/[^ \u00a0]+/gu)];
  for (const [at, { 0: word, index: offset }] of words.entries()) {
    const given = word.replace(/['’]s$/u, "");
    const isGiven = GIVEN.has(given) || given.split("-").every((part) => GIVEN.has(part));
    if (!isGiven) continue;
    const before = text.slice(Math.max(0, index + offset - 8), index + offset);
    if (OF_PLACE.test(before)) continue;
    const isAlone = at === words.length - 1;
    const isHead = HEAD_OF_SENTENCE.test(before.slice(-3));
    if (isAlone && (ALSO_WORDS.has(given) || (isHead && at === 0 && given.length < 4))) continue;
    const end = isAlone ? offset + given.length : said.replace(/['’]s$/u, "").length;
    return { start: index + offset, end: index + end };
  }
  return undefined;
}

const toOwnPattern = (name: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${name}(?![\\p{L}\\p{N}])`, "giu");

/** `user:maria.lopez` names Maria and Lopez. */
export const listOwnNames = (principals: readonly string[]): readonly string[] =>
  principals
    .filter((principal) => principal.startsWith("user:"))
    .flatMap((principal) => principal.slice("user:".length).split(/[^\p{L}]+/u))
    .filter((part) => part.length >= 3);
