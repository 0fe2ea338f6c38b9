/** @module Check digits of accounts, cards and national ids. */

const digitsOf = (text: string): readonly number[] => [...text].map(Number);

const weigh = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0);

/** Of cards, and of Swedish ids (ISO/IEC 7812-1, Luhn). */
export function passesLuhn(text: string): boolean {
  const sum = digitsOf(text)
    .toReversed()
    .reduce((total, digit, at) => {
      const doubled = at % 2 === 0 ? digit : digit * 2;
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return sum % 10 === 0;
}

/** Remainder of a long number, given as digits. */
const remainder = (digits: string, by: number): number =>
  digitsOf(digits).reduce((rest, digit) => (rest * 10 + digit) % by, 0);

/** Of the registry of account numbers that SWIFT keeps. */
const IBAN_COUNTRIES: ReadonlySet<string> = new Set(
  "AD AE AL AT AZ BA BE BG BH BI BR BY CH CR CY CZ DE DJ DK DO EE EG ES FI FK FO FR GB GE GI GL GR GT HN HR HU IE IL IQ IS IT JO KW KZ LB LC LI LT LU LV LY MC MD ME MK MN MR MT MU NI NL NO OM PK PL PS PT QA RO RS RU SA SC SD SE SI SK SM SO ST SV TL TN TR UA VA VG XK YE".split(
    " ",
  ),
);

/** ISO 13616: the country and check digits go to the end, letters count from 10, mod 97 is 1. */
export function passesIban(compact: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(compact)) return false;
  if (!IBAN_COUNTRIES.has(compact.slice(0, 2))) return false;
  const turned = compact.slice(4) + compact.slice(0, 4);
  const digits = Array.from(turned, (sign) => Number.parseInt(sign, 36)).join("");
  return remainder(digits, 97) === 1;
}

/** Germany, tax id: ISO 7064, mod 11,10. */
export function passesGermanTax(text: string): boolean {
  const digits = digitsOf(text);
  if (digits[0] === 0) return false;
  let product = 10;
  for (const digit of digits.slice(0, 10)) product = (((digit + product) % 10 || 10) * 2) % 11;
  return (11 - product) % 10 === digits[10];
}

/** Germany, pension insurance: two digits of the region, a date, a letter, a number, a check. */
export function passesGermanPension(text: string): boolean {
  const letter = text.charCodeAt(8) - 64;
  const digits = digitsOf(text.slice(0, 8) + String(letter).padStart(2, "0") + text.slice(9, 11));
  const crossed = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].reduce((sum, weight, at) => {
    const product = weight * (digits[at] ?? 0);
    return sum + Math.floor(product / 10) + (product % 10);
  }, 0);
  return crossed % 10 === Number(text[11]);
}

/** France, social security: thirteen digits and 97 less their remainder; Corsica has letters. */
export function passesFrenchSocial(text: string): boolean {
  const body = text.slice(0, 13).replace("2A", "19").replace("2B", "18");
  return 97 - remainder(body, 97) === Number(text.slice(13));
}

/** Spain: the letter is the number's remainder by 23. */
export function passesSpanish(text: string): boolean {
  const number = text.slice(0, -1).replace(/^[XYZ]/, (sign) => String("XYZ".indexOf(sign)));
  return "TRWAGMYFPDXBNJZSQVHLCKE"[Number(number) % 23] === text.at(-1);
}

const ODD_ITALIAN = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** Italy: signs at odd places count by a table, those at even ones as they are. */
export function passesItalian(text: string): boolean {
  const sum = Array.from(text.slice(0, 15)).reduce((total, sign, at) => {
    const value = /\d/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 65;
    return total + (at % 2 === 0 ? (ODD_ITALIAN[value] ?? 0) : value);
  }, 0);
  return String.fromCharCode(65 + (sum % 26)) === text[15];
}

/** The Netherlands: the sum weighted 9 to 2, less the last digit, is a multiple of 11. */
export const passesDutch = (text: string): boolean =>
  weigh(digitsOf(text), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;

/** Poland: weights 1, 3, 7, 9, and a month that carries the century. */
export function passesPolish(text: string): boolean {
  const month = Number(text.slice(2, 4)) % 20;
  const day = Number(text.slice(4, 6));
  const sum = weigh(digitsOf(text), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && sum % 10 === 0;
}

/** Portugal: weights 9 to 2; a rest of 10 is written 0. */
export const passesPortuguese = (text: string): boolean =>
  ((11 - (weigh(digitsOf(text), [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === Number(text[8]);

/** Brazil: two check digits, each over all digits before it. */
export function passesBrazilian(text: string): boolean {
  const digits = digitsOf(text);
  if (new Set(digits).size === 1) return false;
  const check = (length: number): number => {
    const weights = Array.from({ length }, (_, at) => length + 1 - at);
    return ((weigh(digits, weights) * 10) % 11) % 10;
  };
  return check(9) === digits[9] && check(10) === digits[10];
}

/** United Kingdom, health service: weights 10 to 2; a rest of 1 has no number. */
export function passesBritishHealth(text: string): boolean {
  const check = 11 - (weigh(digitsOf(text), [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return check !== 10 && check % 11 === Number(text[9]);
}

/** Türkiye: the tenth digit from odd and even places, the last from all before it. */
export function passesTurkish(text: string): boolean {
  const digits = digitsOf(text);
  const odd = weigh(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weigh(digits, [0, 1, 0, 1, 0, 1, 0, 1]);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  const last = digits.slice(0, 10).reduce((sum, digit) => sum + digit, 0) % 10;
  return digits[0] !== 0 && tenth === digits[9] && last === digits[10];
}

/** China: ISO 7064, mod 11-2, over seventeen digits. */
export function passesChinese(text: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return "10X98765432"[weigh(digitsOf(text.slice(0, 17)), weights) % 11] === text[17];
}

/** Romania: weights 279146358279; a rest of 10 is written 1. */
export function passesRomanian(text: string): boolean {
  const rest = weigh(digitsOf(text), [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return (rest === 10 ? 1 : rest) === Number(text[12]);
}
