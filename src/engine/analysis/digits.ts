/** @module The digits of every living script as those of ASCII. */

/** Zeros of the decimal digits: Arabic to Mongolian, and the wide ones of East Asia. */
const ZEROS = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20,
  0x1040, 0x17e0, 0x1810, 0xff10,
];
const ASCII_OF: ReadonlyMap<string, string> = new Map(
  ZEROS.flatMap((zero) =>
    Array.from({ length: 10 }, (_, value) => [String.fromCharCode(zero + value), String(value)]),
  ),
);
const OTHER_DIGIT = new RegExp(`[${[...ASCII_OF.keys()].join("")}]`, "g");
/** Between digits: the decimal sign of Arabic, and its sign for thousands. */
const ARABIC_SIGN = /(?<=\p{Nd})[\u066B\u066C](?=\p{Nd})/gu;

/** `٢٠١٥` is `2015`, `३.५` is `3.5`, `١٬٢٠٠٫٥` is `1200.5`; the rest stays as it is. */
export function toAsciiDigits(text: string): string {
  return text
    .replaceAll(ARABIC_SIGN, (sign) => (sign === "\u066B" ? "." : ""))
    .replaceAll(OTHER_DIGIT, (digit) => ASCII_OF.get(digit) ?? digit);
}
