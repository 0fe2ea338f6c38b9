/** @module Numbers of list items as office programs write them. */

export interface NumberStyle {
  readonly digits: "arabic" | "alpha" | "roman";
  readonly upper: boolean;
  readonly before: string;
  readonly behind: string;
}

/** @param type such as `arabicPeriod`, `alphaLcParenR`, `romanUcParenBoth`. */
export function toNumberStyle(type: string): NumberStyle {
  const digits = type.startsWith("alpha") ? "alpha" : type.startsWith("roman") ? "roman" : "arabic";
  const parens = /Paren(?:R|Both)$/.test(type);
  return {
    digits,
    upper: type.includes("Uc"),
    before: type.endsWith("ParenBoth") ? "(" : "",
    behind: parens ? ")" : ".",
  };
}

/** a to z, then aa, bb, as office programs go on. */
const toLetters = (value: number): string =>
  String.fromCodePoint(97 + ((value - 1) % 26)).repeat(Math.min(Math.ceil(value / 26), 20));

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

function toRoman(value: number): string {
  let left = value;
  let roman = "";
  for (const [worth, letters] of ROMAN)
    while (left >= worth) {
      roman += letters;
      left -= worth;
    }
  return roman;
}

/** @param value from 0; beyond 3999 Roman numbers and, at 0, letters are written in digits. */
export function toDigits(value: number, digits: NumberStyle["digits"], upper: boolean): string {
  if (digits === "arabic" || value < 1 || value > 3999) return String(value);
  const written = digits === "alpha" ? toLetters(value) : toRoman(value);
  return upper ? written.toUpperCase() : written;
}

export const formatNumber = (value: number, style: NumberStyle): string =>
  `${style.before}${toDigits(value, style.digits, style.upper)}${style.behind}`;
