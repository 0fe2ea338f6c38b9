/** @module Names, mails and numbers of persons, replaced before a question becomes a case. */

/** What stands in their place; words, so that the sentence still reads. */
const NAME_MASK = "[name]";
const MAIL_MASK = "[mail]";
const NUMBER_MASK = "[number]";

const MAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** Telephones, accounts and ids of persons; years, amounts and dates are shorter or look otherwise. */
const LONG_NUMBER =
  /(?<![\p{L}\p{N}.,])(?!(?:19|20)\d{2}-\d{2}-\d{2}(?!\p{N}))(?:\+|00)?(?:\p{N}[ ()/.-]{0,2}){6,}\p{N}(?!\p{N})/gu;
const ACCOUNT =
  /(?<![\p{L}\p{N}])\p{Lu}{2}\d{2}(?: ?[\p{Lu}\d]{4}){2,7}(?: ?[\p{Lu}\d]{1,4})?(?![\p{L}\p{N}])/gu;
const CAPITALIZED = "\\p{Lu}[\\p{L}\\p{M}'’-]+(?:\\s\\p{Lu}[\\p{L}\\p{M}'’-]+){0,2}";
/** In front of a name, in a few languages. */
const TITLED = new RegExp(
  `(?<=(?<![\\p{L}])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Herrn?|Frau|M|Mme|Mlle|Sr|Sra|Srta|Sig|Sig\\.ra|Dhr|Mevr)\\.?\\s)${CAPITALIZED}`,
  "gu",
);
const INTRODUCED = new RegExp(
  `(?<=(?<![\\p{L}])(?:[Mm]y name is|[Ii] am called|[Mm]ein Name ist|[Ii]ch heiße|[Jj]e m[’']appelle|[Mm]e llamo|[Mm]i chiamo|[Ii]k heet)\\s)${CAPITALIZED}`,
  "gu",
);
/** A capital inside a sentence. */
const INNER = /(?<=[\p{Ll}\p{N},;:]\s)\p{Lu}[\p{L}\p{M}'’-]{2,}/gu;

export interface PersonMasker {
  mask(text: string): string;
  /** Words of a masked text that may still name a person: those that no document says. */
  listDoubts(text: string, known: string): readonly string[];
}

/**
 * Exact where something tells a person (a mail, a long number, a title, an introduction, the user's
 * own name); other names are doubts for whoever reviews.
 *
 * @param principals of those who asked: `user:maria.lopez` names Maria and Lopez.
 */
export function createPersonMasker(principals: readonly string[]): PersonMasker {
  const own = principals
    .filter((principal) => principal.startsWith("user:"))
    .flatMap((principal) => principal.slice("user:".length).split(/[^\p{L}]+/u))
    .filter((part) => part.length >= 3)
    .map((part) => new RegExp(`(?<![\\p{L}\\p{N}])${part}(?![\\p{L}\\p{N}])`, "giu"));
  return {
    mask(text) {
      const shown = text
        .replaceAll(MAIL, MAIL_MASK)
        .replaceAll(ACCOUNT, NUMBER_MASK)
        .replaceAll(LONG_NUMBER, NUMBER_MASK)
        .replaceAll(TITLED, NAME_MASK)
        .replaceAll(INTRODUCED, NAME_MASK);
      return own.reduce((masked, name) => masked.replaceAll(name, NAME_MASK), shown);
    },
    listDoubts(text, known) {
      const words = new Set(text.match(INNER) ?? []);
      return [...words].filter((word) => !known.includes(word));
    },
  };
}
