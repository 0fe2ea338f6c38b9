/** @module Words that shape a question, and the kind of value it asks for. */
/**
 * Words that carry a question's form, not its subject, by language. They keep a small share of
 * their weight (`structuralWeight`): a handbook's "How do I …" should still count for a little.
 */
const FORM: Readonly<Record<string, string>> = {
  en:
    "what what's which who who's whom whose when where why how many much do does did done " +
    "can could should would may might must shall you i i'm my we me us your our have has " +
    "had were been from about get happen happens",
  es:
    "qué que cuál cuáles quién quiénes cuándo dónde cómo cuánto cuánta cuántos cuántas por " +
    "para de del la el los las un una en y a se es son fue eran ha hay su sus con al lo",
  it:
    "che cosa chi quale quali quando dove come perché quanto quanta quanti quante di del " +
    "della dei delle il lo la i gli le un una in e a si è sono era ha con al per da",
  fr:
    "que quoi quel quelle quels quelles qui quand où comment pourquoi combien est ce de du " +
    "des la le les un une en et à se il elle sont a au avec pour par",
  de:
    "was wer wen wem wessen wann wo wohin woher wie warum wieso welche welcher welches " +
    "welchem welchen viel viele der die das den dem des ein eine einen und in zu ist sind " +
    "war hat haben kann ich wir mein",
  zh: "什么 哪些 哪个 哪一 哪里 多少 谁 何时 如何 为什么 怎么 是什",
};

/** The structural words of a language, by its primary subtag; none where the language is unknown. */
export function structuralWords(language: string): string {
  return FORM[primary(language)] ?? "";
}

/** What kind of value a question asks for, as far as its first words tell. */
export type AnswerType = "person" | "date" | "number" | "place" | "none";

const TYPES: readonly (readonly [AnswerType, RegExp])[] = [
  ["person", /\b(?:who|whose|whom)\b|(?:^|[\s¿])(?:quién|quiénes|chi|wer|wen|wem|qui)\b/iu],
  [
    "date",
    /\b(?:when|what (?:year|date|day|month|century|decade)|which (?:year|century)|how long)\b|(?:^|[\s¿])(?:cuándo|quando|wann|quand)\b/iu,
  ],
  [
    "number",
    /\b(?:how (?:many|much|far|old|large|high|tall|fast|often)|what (?:percent\w*|number|amount|is the (?:number|amount|cost|price|fee)))\b|(?:^|[\s¿])(?:cuánt\p{L}+|quant[oaie]|wie ?viele?|combien)(?![\p{L}])/iu,
  ],
  [
    "place",
    /\b(?:where|what (?:city|country|state|place|region)|which (?:city|country|state))\b|(?:^|[\s¿])(?:dónde|dove|wo|où)(?![\p{L}])/iu,
  ],
];

/** The answer type of a question; "none" where its words do not tell. */
export function answerType(question: string): AnswerType {
  for (const [type, pattern] of TYPES) if (pattern.test(question)) return type;
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
const CAPITAL = /(?<=[\p{L}\p{N},;:)"”’]\s+|["“(])\p{Lu}[\p{L}’'.-]*/gu;

/** Whether a sentence holds a value of the type that the question itself does not already name. */
export function holdsType(type: AnswerType, sentence: string, question: string): boolean {
  if (type === "none") return false;
  if (type === "number") return NUMBER.test(sentence);
  if (type === "date") return DATE.test(sentence);
  const asked = question.toLowerCase();
  return [...sentence.matchAll(CAPITAL)].some((match) => !asked.includes(match[0].toLowerCase()));
}

function primary(language: string): string {
  return language.toLowerCase().split("-")[0] ?? "";
}
