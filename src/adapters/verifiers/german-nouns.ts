/** @module Which capitalised German words are common nouns, and so no names. */
import NOUNS from "./german-nouns.json" with { type: "json" };

const words = (list: string): string => list.trim().split(/\s+/).join("|");

const HEADS = NOUNS.heads.split(" ");
/** A short part ends many a name by chance ("Walter"), so it wants more in front. */
const SHORT = 5;
const SUFFIXES = words(`
  ung heit keit igkeit schaft tion sion tät ismus nis nisse tum ment ling erei barkeit losigkeit
`);
const INFLECTED = "(?:e|en|er|ern|em|n|s|es|in|innen|ns)?";
const COMMON = new RegExp(
  `^(?:(?:\\p{L}{4,})?(?:${HEADS.filter((head) => head.length <= SHORT).join("|")})|` +
    `(?:\\p{L}{2,})?(?:${HEADS.filter((head) => head.length > SHORT).join("|")})|` +
    `\\p{L}{2,}(?:${SUFFIXES}))${INFLECTED}$`,
  "u",
);

/** Places and times that are capitalised as nouns are and still must be in the source. */
const ALWAYS_NAMES: ReadonlySet<string> = new Set(
  words(`
    januar februar märz april mai juni juli august september oktober november dezember
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
    schweiz türkei ukraine slowakei mongolei niederlande niederlanden usa irak iran jemen libanon
    kongo sudan vatikan elfenbeinküste bundesrepublik
  `).split("|"),
);

/** Polite forms, which letters capitalise. */
const PRONOUN =
  /^(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?|Du|Dich|Dir|Dein(?:e[mnrs]?)?|Euch|Eu(?:er|re[mnrs]?))$/u;

const DETERMINER = words(`
  der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines
  dieser diese dieses diesen diesem jeder jede jedes jeden jedem alle allen aller alles beide beiden
  mein meine dein deine sein seine seinen seinem seiner seines ihr ihre ihren ihrem ihrer ihres
  unser unsere unseren unserem unserer euer eure welche welcher welches welchen mehrere mehreren
  einige einigen viele vielen wenige wenigen manche solche solchen im am zum zur beim vom ins ans
  fürs ums pro je zwei drei vier fünf sechs sieben acht neun zehn elf zwölf
`);
/** An article or a number, and up to two words between it and its noun. */
const BEFORE_NOUN = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${DETERMINER}|\\d[\\d.,]*(?:\\s?%)?)\\s+(?:\\p{Ll}+(?:e|en|er|es|em|te|ten)\\s+){0,2}$`,
  "iu",
);

/** @param language a BCP 47 tag. */
export const capitalizesNouns = (language: string): boolean => /^(?:de|lb)\b/i.test(language);

/** Shortest part that two compounds may share and be forms of one word … */
const SHARED = 5;
/** … and the least share of the longer one that a common beginning must have. */
const SHARED_SHARE = 0.7;

/**
 * Whether a capitalised word inside a German sentence is a common noun, as far as its ending, the
 * words before it and the words of its sources tell. A name with an article ("der Rhein") is taken
 * for a noun; two names in a row are not.
 *
 * @param before the sentence up to the word.
 * @param source the lower-cased words of the sources.
 */
export function isCommonNoun(word: string, before: string, source: ReadonlySet<string>): boolean {
  const [last = ""] = word.split("-").filter(Boolean).slice(-1);
  const lower = last.toLowerCase();
  if (ALWAYS_NAMES.has(lower)) return false;
  if (PRONOUN.test(word)) return true;
  if (/^\p{Lu}+$/u.test(word)) return false;
  if (COMMON.test(lower) || BEFORE_NOUN.test(before)) return true;
  return [...source].some((other) => isRelated(lower, other));
}

/** One of them is part of the other, or both begin alike: "Elternurlaub" and "Urlaubs". */
function isRelated(word: string, other: string): boolean {
  const [short, long] = word.length <= other.length ? [word, other] : [other, word];
  if (short.length < SHARED) return false;
  if (long.startsWith(short) || long.endsWith(short)) return true;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same++;
  return same >= SHARED && same >= SHARED_SHARE * long.length;
}
