/** @module Units of time and names of months, in every language that has an analyzer. */

/** Days in a unit; months and years by convention. */
const UNIT_DAYS = [1 / 1440, 1 / 24, 1, 7, 30, 365];

/**
 * Alternatives of regular expressions for minute, hour, day, week, month and year. Those of the
 * first line are read in every language, for they mean the same in all that have them.
 */
const COMMON = [
  "minutes?|mins?|minutos?|minuti|minuten",
  "hours?|hrs?|horas?|or[ae]|heures?|stunden?",
  "days?|días?|giorn[oi]|jours?|tagen?|tage|天|日",
  "weeks?|semanas?|settiman[ae]|semaines?|wochen?",
  "months?|mes(?:es)?|mes[ei]|mois|monaten?|monate",
  "years?|años?|ann[oi]|ans|années?|jahren?|jahre",
];

const UNITS: Readonly<Record<string, readonly string[]>> = {
  ar: [
    "دقيقة|دقائق",
    "ساعة|ساعات|ساعتين",
    "يوم|يوما|يومًا|يومين|أيام",
    "أسبوع|أسبوعا|أسبوعين|أسابيع",
    "شهر|شهرا|شهرًا|شهرين|أشهر|شهور",
    "سنة|سنتين|سنوات|عام|عاما|عامًا|عامين|أعوام",
  ],
  de: ["minute", "stunde", "tag|tages", "woche", "monat|monats", "jahr|jahres"],
  el: [
    "λεπτ(?:ό|ά|ών)",
    "ώρ(?:α|ες|ών)|ωρών",
    "η?μέρ(?:α|ες)|η?μερών",
    "εβδομάδ(?:α|ες)|εβδομάδων",
    "μήν(?:ας|α|ες)|μηνών",
    "έτος|έτη|ετών|χρόν(?:ος|ια)|χρόνων",
  ],
  fr: ["minute", "heure", "jour", "semaine", "mois", "an|année"],
  hi: [
    "मिनट|मिनटों",
    "घंटा|घंटे|घंटों|घण्टे",
    "दिन|दिनों|दिवस",
    "सप्ताह|सप्ताहों|हफ़्ते|हफ्ते|हफ़्ता",
    "महीना|महीने|महीनों|माह",
    "वर्ष|वर्षों|साल|सालों",
  ],
  ja: ["分", "時間", "日", "週間", "[かヶカヵケ]月", "年"],
  ko: ["분", "시간", "일", "주", "개월|달", "년"],
  nl: ["minuut|minuten", "uur|uren", "dag|dagen", "week|weken", "maand|maanden", "jaar|jaren"],
  pt: ["minutos?", "horas?", "dias?", "semanas?", "mês|meses", "anos?"],
  ro: ["minute?|minut", "or[ăe]", "zi|zile", "săptămân[ăi]", "lun[ăi]", "an|ani"],
  ru: [
    "минут[аы]?",
    "час|часа|часов",
    "день|дня|дней|сутки|суток",
    "недел[яиью]|недель|неделю",
    "месяц|месяца|месяцев",
    "год|года|лет",
  ],
  th: ["นาที", "ชั่วโมง", "วัน", "สัปดาห์", "เดือน", "ปี"],
  tr: [
    "dakika\\p{L}*",
    "saat\\p{L}*",
    "gün\\p{L}*",
    "hafta\\p{L}*",
    "ay(?:lık|ı|a|da|dan|dır)?",
    "yıl\\p{L}*",
  ],
  vi: ["phút", "giờ|tiếng", "ngày", "tuần", "tháng", "năm"],
  zh: ["分钟", "小时|个小时", "天|日|个工作日", "周|星期|个星期", "个月", "年"],
};

/** A unit is followed by the rest of the sentence where no blanks part words. */
const UNSPACED = new Set(["ja", "ko", "th", "zh"]);

interface Unit {
  readonly pattern: RegExp;
  readonly days: number;
}

const units = new Map<string, readonly Unit[]>();

/** Units of time, each matched at the start of a word. */
function unitsOf(language: string): readonly Unit[] {
  const known = units.get(language);
  if (known) return known;
  const own = Object.hasOwn(UNITS, language) ? UNITS[language] : undefined;
  const end = UNSPACED.has(language) ? "" : "$";
  const made = UNIT_DAYS.flatMap((days, index) => [
    { days, pattern: new RegExp(`^(?:${COMMON[index] ?? ""})$`, "u") },
    ...(own ? [{ days, pattern: new RegExp(`^(?:${own[index] ?? ""})${end}`, "u") }] : []),
  ]);
  units.set(language, made);
  return made;
}

/** The unit that a word in lower case is or, in scripts without blanks, begins with. */
export function readTimeUnit(
  word: string,
  language: string,
): { readonly days: number; readonly text: string } | undefined {
  for (const { pattern, days } of unitsOf(toPrimary(language))) {
    const text = pattern.exec(word)?.[0];
    if (text !== undefined) return { days, text };
  }
  return undefined;
}

const months = new Map<string, readonly string[]>();

/**
 * Names of the months as they stand in a date, in lower case, January first: CLDR's, which the
 * runtime holds. Empty where a date is written in figures.
 */
export function listMonths(language: string): readonly string[] {
  const primary = toPrimary(language);
  const known = months.get(primary);
  if (known) return known;
  const format = new Intl.DateTimeFormat(`${primary}-u-ca-gregory`, {
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  const names = Array.from({ length: 12 }, (_, month) => {
    const parts = format.formatToParts(new Date(Date.UTC(2024, month, 15)));
    return (parts.find(({ type }) => type === "month")?.value ?? "").toLowerCase();
  });
  const made = names.every((name) => /^\p{L}[\p{L}\p{M}. ]+$/u.test(name)) ? names : [];
  months.set(primary, made);
  return made;
}

/** Primary subtag of BCP 47. */
export const toPrimary = (language: string): string => language.toLowerCase().split("-")[0] ?? "";
