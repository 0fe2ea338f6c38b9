/** @module Words that shape a question, and the kind of value it asks for. */
import { HAN_NUMBER, listNumberWords } from "./number-words.ts";
import { QUESTION_FORMS, type QuestionForms } from "./question-forms.ts";
import { listMonths, toPrimary } from "./time-words.ts";

/** The structural words of a language, by its primary subtag; none where the language is unknown. */
export function structuralWords(language: string): string {
  return formsOf(language)?.form ?? "";
}

/** What kind of value a question asks for, as far as its words tell. */
export type AnswerType = "person" | "date" | "number" | "place" | "none";

/** The first that a question's words match. */
const ORDER = ["person", "date", "number", "place"] as const;

/** Words are not parted by blanks, so that a form may stand inside of a run. */
const UNSPACED = new Set(["ja", "ko", "th", "zh"]);

const patterns = new Map<string, readonly (readonly [AnswerType, RegExp])[]>();

function patternsOf(language: string): readonly (readonly [AnswerType, RegExp])[] {
  const known = patterns.get(language);
  if (known) return known;
  const forms = formsOf(language);
  const made = ORDER.map((type): readonly [AnswerType, RegExp] => {
    const words = forms?.[type] ?? "(?!)";
    const whole = UNSPACED.has(language)
      ? `(?:${words})`
      : `(?<![\\p{L}\\p{M}])(?:${words})(?![\\p{L}\\p{M}])`;
    return [type, new RegExp(whole, "iu")];
  });
  patterns.set(language, made);
  return made;
}

/** The answer type of a question; "none" where its words do not tell. */
export function answerType(question: string, language: string): AnswerType {
  for (const [type, pattern] of patternsOf(toPrimary(language)))
    if (pattern.test(question)) return type;
  return "none";
}

const NUMBER = new RegExp(
  "\\p{N}|\\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|" +
    "thirty|forty|fifty|hundred|thousand|million|half|twice|several)\\b",
  "iu",
);
const DATE = new RegExp(
  "\\b(?:1[0-9]|20)\\d\\d\\b|\\b\\d{1,2}(?:st|nd|rd|th)\\b|\\b(?:january|february|march|april|" +
    "may|june|july|august|september|october|november|december|monday|tuesday|wednesday|" +
    "thursday|friday|saturday|sunday|century|annually|daily|weekly|monthly|days?|weeks?|" +
    "months?|years?|hours?|minutes?)\\b",
  "iu",
);
/** Years and days of scripts that write the unit behind the number, and their own digits. */
const CJK_DATE = /\d+ ?[年月日년월일]|[一二三四五六七八九十]+[年月日]|世[纪紀]/u;
const CAPITAL = /(?<=[\p{L}\p{N},;:)"”’]\s+|["“(])\p{Lu}[\p{L}’'.-]*/gu;

/**
 * Whether a sentence holds a value of the type that the question itself does not already name.
 *
 * @param language of the sentence.
 */
export function holdsType(
  type: AnswerType,
  sentence: string,
  question: string,
  language: string,
): boolean {
  if (type === "none") return false;
  if (type === "number") return NUMBER.test(sentence) || holdsNumberWord(sentence, language);
  if (type === "date") return DATE.test(sentence) || holdsMonth(sentence, language);
  const asked = question.toLowerCase();
  return [...sentence.matchAll(CAPITAL)].some((match) => !asked.includes(match[0].toLowerCase()));
}

function holdsNumberWord(sentence: string, language: string): boolean {
  const primary = toPrimary(language);
  if (primary === "en") return false;
  if (primary === "zh" || primary === "ja") return sentence.search(HAN_NUMBER) >= 0;
  const words = listNumberWords(primary);
  // "One" is an article in most of them.
  return (sentence.toLowerCase().match(/\p{L}[\p{L}\p{M}]*/gu) ?? []).some(
    (word) => (words.get(word) ?? 0) > 1,
  );
}

function holdsMonth(sentence: string, language: string): boolean {
  if (toPrimary(language) === "en") return false;
  const lower = sentence.toLowerCase();
  return CJK_DATE.test(lower) || listMonths(language).some((month) => lower.includes(month));
}

function formsOf(language: string): QuestionForms | undefined {
  const primary = toPrimary(language);
  return Object.hasOwn(QUESTION_FORMS, primary) ? QUESTION_FORMS[primary] : undefined;
}
