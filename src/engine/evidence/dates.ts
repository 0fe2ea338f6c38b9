/** @module Calendar dates in a sentence, in English and as other languages write them. */
import { listMonths, toPrimary } from "./time-words.ts";

/** Fields are year, month and day, each absent where the text does not say it. */
export interface StatedDate {
  readonly kind: "date";
  readonly family: "date";
  readonly fields: readonly [number | undefined, number | undefined, number | undefined];
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const ENGLISH_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const MONTH =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?";
const ENGLISH = new RegExp(
  `\\b(?<year>\\d{4})-(?<figure>\\d{2})-(?<day>\\d{2})\\b` +
    `|\\b(?<day>\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?(?<month>${MONTH})(?:,?\\s+(?<year>\\d{4}))?\\b` +
    `|\\b(?<month>${MONTH})\\s+(?<day>\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(?<year>\\d{4}))?\\b` +
    `|\\b(?<month>${MONTH})\\s+(?<year>\\d{4})\\b` +
    `|(?<=\\b(?:in|since|by|until|from|of)\\s)(?<year>(?:19|20)\\d{2})\\b`,
  "gu",
);

/** `2024-05-01`, `1.5.2024`, `01/05/2024` (day first, as outside of America), `2024年5月1日`. */
const FIGURES =
  "(?<!\\d)(?<year>\\d{4})-(?<figure>\\d{2})-(?<day>\\d{2})(?!\\d)" +
  "|(?<![\\d.\\/])(?<day>\\d{1,2})[.\\/](?<figure>\\d{1,2})[.\\/](?<year>\\d{4})(?!\\d)" +
  "|(?:(?<year>\\d{4}) ?[年년] ?)?(?<![\\d.])(?<figure>\\d{1,2}) ?[月월] ?(?<day>\\d{1,2}) ?[日일号號]" +
  "|(?<year>(?:19|20)\\d{2}) ?[年년](?: ?(?<figure>\\d{1,2}) ?[月월])?";

const patterns = new Map<string, RegExp>();

/** Day, month by name and year with the small words between them; any order but the year last. */
function patternOf(primary: string): RegExp {
  const known = patterns.get(primary);
  if (known) return known;
  const months = listMonths(primary).map((month) => month.replaceAll(".", "\\."));
  const small = "(?:[\\s\\u00a0]+(?:de|del|d[’'])?[\\s\\u00a0]*)";
  const name = `(?<month>${months.join("|")})`;
  const named =
    `(?<!\\p{N})(?<day>\\d{1,2})(?:\\.|º|ª|er|-?е)?${small}${name}(?:\\p{L}{0,3})?(?:,?${small}(?<year>\\d{4}))?(?!\\p{N})` +
    `|(?<![\\p{L}])${name}(?:,?${small})(?<year>\\d{4})(?!\\p{N})`;
  const pattern = new RegExp(months.length > 0 ? `${FIGURES}|${named}` : FIGURES, "giu");
  patterns.set(primary, pattern);
  return pattern;
}

/** In the order of the sentence; none overlaps another. */
export function findDates(sentence: string, language: string): readonly StatedDate[] {
  const primary = toPrimary(language);
  const isEnglish = primary === "en";
  const pattern = isEnglish ? ENGLISH : patternOf(primary);
  return [...sentence.matchAll(pattern)].map(({ 0: text, index, groups = {} }) => {
    const { year, month, figure, day } = groups;
    const named = month && monthOf(month.toLowerCase(), isEnglish ? "en" : primary);
    return {
      kind: "date",
      family: "date",
      fields: [numberOr(year), named || numberOr(figure), numberOr(day)],
      text,
      start: index,
      end: index + text.length,
    };
  });
}

function monthOf(name: string, primary: string): number {
  const at =
    primary === "en" ? ENGLISH_MONTHS.indexOf(name.slice(0, 3)) : listMonths(primary).indexOf(name);
  return at + 1;
}

function numberOr(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
