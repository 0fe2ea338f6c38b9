/** @module Mail addresses, telephones, accounts, cards and national ids in a text. */
import {
  passesBrazilian,
  passesBritishHealth,
  passesChinese,
  passesDutch,
  passesFrenchSocial,
  passesGermanPension,
  passesGermanTax,
  passesIban,
  passesItalian,
  passesLuhn,
  passesPolish,
  passesPortuguese,
  passesRomanian,
  passesSpanish,
  passesTurkish,
} from "./checksums.ts";

export const PERSONAL_KINDS = ["EMAIL", "IBAN", "CARD", "ID", "PHONE", "PERSON"] as const;
export type PersonalKind = (typeof PERSONAL_KINDS)[number];

export interface PersonalSpan {
  readonly kind: PersonalKind;
  readonly start: number;
  readonly end: number;
}

interface Rule {
  readonly kind: PersonalKind;
  readonly pattern: RegExp;
  /** Of the match without blanks, dots, dashes and slashes, in upper case. */
  readonly passes?: (compact: string) => boolean;
  /** A word that must stand before it: what its check digit alone does not tell from other numbers. */
  readonly after?: RegExp;
}

/** Characters before a match in which its word is looked for. */
const REACH = 40;

/** Letters that part a word from a number: scripts without blanks put one right behind the other. */
const LETTER = "[\\p{L}--[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}]]";
const NOT_AFTER = `(?<![${LETTER}\\p{N}.,\\/_\\-])`;
const NOT_BEFORE = `(?![${LETTER}\\p{N}_]|[.,\\/\\-]\\p{N})`;
const toPattern = (source: string): RegExp => new RegExp(NOT_AFTER + source + NOT_BEFORE, "gv");

const PHONE_WORD =
  /(?<!\p{L})(?:(?:tele)?phone|tel\b|telefon|téléphone|teléfono|telefono|telefoon|telefone|mobile|mobil|móvil|cell|celular|fax|call|whatsapp|ring|anrufen|rufnummer|телефон|тел\b|電話|电话|هاتف|τηλ)[^\p{N}]*$/iu;

/** The first rule that takes a place keeps it. */
const RULES: readonly Rule[] = [
  {
    kind: "EMAIL",
    pattern: /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu,
  },
  {
    kind: "IBAN",
    pattern: toPattern("[A-Z]{2}\\d{2}(?:[ \\-]?[A-Z\\d]{4}){2,7}(?:[ \\-]?[A-Z\\d]{1,3})?"),
    passes: passesIban,
  },
  {
    kind: "CARD",
    pattern: toPattern(
      "(?:\\d{4}([ \\-])\\d{4}\\1\\d{4}\\1\\d{1,7}|\\d{4}([ \\-])\\d{6}\\2\\d{5}|\\d{13,19})",
    ),
    passes: (compact) => /^[2-6]/.test(compact) && passesLuhn(compact),
  },
  {
    kind: "ID",
    pattern: toPattern("[A-Z]{6}\\d{2}[A-Z]\\d{2}[A-Z]\\d{3}[A-Z]"),
    passes: passesItalian,
  },
  {
    kind: "ID",
    pattern: toPattern("\\d{2} ?\\d{6} ?[A-Z] ?\\d{2} ?\\d"),
    passes: passesGermanPension,
  },
  {
    kind: "ID",
    pattern: toPattern("[12] ?\\d{2} ?\\d{2} ?(?:\\d{2}|2[AB]) ?\\d{3} ?\\d{3} ?\\d{2}"),
    passes: passesFrenchSocial,
  },
  { kind: "ID", pattern: toPattern("[1-9]\\d{16}[\\dX]"), passes: passesChinese },
  {
    kind: "ID",
    pattern: toPattern("(?:\\d{2}\\.?\\d{3}\\.?\\d{3}|[XYZ]-?\\d{7})-?[A-Z]"),
    passes: passesSpanish,
  },
  {
    kind: "ID",
    pattern: toPattern(
      "(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:\\d{2} ?){3}[A-D]",
    ),
  },
  { kind: "ID", pattern: toPattern("(?!000|666|9)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}") },
  { kind: "ID", pattern: toPattern("\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}"), passes: passesBrazilian },
  { kind: "ID", pattern: toPattern("\\d{3} \\d{3} \\d{4}"), passes: passesBritishHealth },
  {
    kind: "ID",
    pattern: toPattern("(?:19|20)?\\d{6}[\\-+]\\d{4}"),
    passes: (id) => passesLuhn(id.slice(-10)),
  },
  { kind: "ID", pattern: toPattern("[1-8]\\d{12}"), passes: passesRomanian },
  { kind: "ID", pattern: toPattern("[1-9]\\d{10}"), passes: passesTurkish },
  { kind: "ID", pattern: toPattern("[1-9]\\d ?\\d{3} ?\\d{3} ?\\d{3}"), passes: passesGermanTax },
  { kind: "ID", pattern: toPattern("\\d{11}"), passes: passesPolish },
  {
    kind: "ID",
    pattern: toPattern("\\d{3}\\.?\\d{3}\\.?\\d{3}"),
    passes: passesDutch,
    after: /(?:\bBSN|burgerservicenummer|sofinummer)[^\p{N}]*$/iu,
  },
  {
    kind: "ID",
    pattern: toPattern("\\d{3} ?\\d{3} ?\\d{3}"),
    passes: passesPortuguese,
    after: /(?:\bNIF|contribuinte|número fiscal)[^\p{N}]*$/iu,
  },
  {
    kind: "PHONE",
    pattern: toPattern(
      "(?:\\+|00)[1-9]\\d{0,2}(?:[ .\\/\\-]{0,2}(?:\\(\\d{1,5}\\)|\\d{1,5})){2,6}",
    ),
    passes: hasPhoneLength,
  },
  { kind: "PHONE", pattern: toPattern("\\(?[2-9]\\d{2}\\)?[ .\\-]{1,2}[2-9]\\d{2}[ .\\-]\\d{4}") },
  {
    kind: "PHONE",
    pattern:
      /(?<![\p{L}\p{N}.,/_-])\(0\d{1,5}\)[ ./-]{0,2}\d{2,5}(?:[ ./-]?\d{2,5}){0,4}(?!\p{N})/gu,
  },
  {
    kind: "PHONE",
    pattern: toPattern("0\\d{1,5}[ .\\/\\-]{1,3}\\d{2,5}(?:[ .\\/\\-]?\\d{2,5}){0,4}"),
    passes: hasPhoneLength,
  },
  { kind: "PHONE", pattern: toPattern("0[1-9](?:[ .]\\d{2}){4}") },
  {
    kind: "PHONE",
    pattern: toPattern("\\d(?:[ .\\/\\-]?\\(?\\d\\)?){5,14}"),
    after: PHONE_WORD,
  },
];

/** Of a whole number, with the country and its zeros or without. */
function hasPhoneLength(compact: string): boolean {
  return compact.length >= 8 && compact.length <= 16;
}

/** A date or a span of years is no telephone, whatever stands before it. */
const MOMENT = /^(?:\d{4}-\d{2}(?:-\d{2}|\d{2})?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})(?:[^\d./-]|$)/;

/** In the order of the text; none overlaps another. */
export function findNumbers(text: string): readonly PersonalSpan[] {
  const taken: PersonalSpan[] = [];
  for (const { kind, pattern, passes, after } of RULES)
    for (const { 0: said, index: start } of text.matchAll(pattern)) {
      const end = start + said.length;
      if (taken.some((span) => span.start < end && start < span.end)) continue;
      if (kind === "PHONE" && MOMENT.test(said)) continue;
      if (after && !after.test(text.slice(Math.max(0, start - REACH), start))) continue;
      const compact = said.replaceAll(/[ ()+./-]/g, "").toUpperCase();
      if (!passes || passes(compact)) taken.push({ kind, start, end });
    }
  return taken.toSorted((a, b) => a.start - b.start);
}
