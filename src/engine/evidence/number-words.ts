/** @module Numbers written as words, in every language that has an analyzer. */

const VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 20, 30, 40, 50, 60, 90];

/**
 * By primary subtag, one entry a value, forms parted by `/`. Chinese and Japanese write numerals,
 * which `readHanNumber` reads.
 */
const WORDS: Readonly<Record<string, string>> = {
  en: "one two three four five six seven eight nine ten eleven twelve fourteen fifteen twenty thirty forty fifty sixty ninety",
  ar: "واحد/واحدة اثنان/اثنين/اثنتان/اثنتين ثلاثة/ثلاث أربعة/أربع خمسة/خمس ستة/ست سبعة/سبع ثمانية/ثماني تسعة/تسع عشرة/عشر - - - - عشرون/عشرين ثلاثون/ثلاثين أربعون/أربعين خمسون/خمسين ستون/ستين تسعون/تسعين",
  de: "ein/eine/einem/einen/einer/eines zwei drei vier fünf sechs sieben acht neun zehn elf zwölf vierzehn fünfzehn zwanzig dreißig vierzig fünfzig sechzig neunzig",
  el: "ένα/μία/μια/έναν δύο/δυο τρεις/τρία/τριών τέσσερις/τέσσερα πέντε έξι επτά/εφτά οκτώ/οχτώ εννέα/εννιά δέκα έντεκα δώδεκα - δεκαπέντε είκοσι τριάντα σαράντα πενήντα εξήντα ενενήντα",
  es: "un/una/uno dos tres cuatro cinco seis siete ocho nueve diez once doce catorce quince veinte treinta cuarenta cincuenta sesenta noventa",
  fr: "un/une deux trois quatre cinq six sept huit neuf dix onze douze quatorze quinze vingt trente quarante cinquante soixante quatre-vingt-dix",
  hi: "एक दो तीन चार पाँच/पांच छह/छः सात आठ नौ दस ग्यारह बारह चौदह पंद्रह बीस तीस चालीस पचास साठ नब्बे",
  it: "un/una/uno due tre quattro cinque sei sette otto nove dieci undici dodici quattordici quindici venti trenta quaranta cinquanta sessanta novanta",
  ko: "하나/한 둘/두 셋/세 넷/네 다섯 여섯 일곱 여덟 아홉 열 열한 열두 - - 스무/스물 서른 마흔 쉰 예순 아흔",
  nl: "één twee drie vier vijf zes zeven acht negen tien elf twaalf veertien vijftien twintig dertig veertig vijftig zestig negentig",
  pt: "um/uma dois/duas três quatro cinco seis sete oito nove dez onze doze catorze/quatorze quinze vinte trinta quarenta cinquenta sessenta noventa",
  ro: "un/o/una doi/două trei patru cinci șase șapte opt nouă zece unsprezece doisprezece/douăsprezece paisprezece cincisprezece douăzeci treizeci patruzeci cincizeci șaizeci nouăzeci",
  ru: "один/одна/одного/одной два/две/двух три/трёх/трех четыре/четырёх/четырех пять/пяти шесть/шести семь/семи восемь/восьми девять/девяти десять/десяти одиннадцать двенадцать/двенадцати четырнадцать пятнадцать двадцать/двадцати тридцать/тридцати сорок пятьдесят шестьдесят девяносто",
  th: "หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ สิบเอ็ด สิบสอง สิบสี่ สิบห้า ยี่สิบ สามสิบ สี่สิบ ห้าสิบ หกสิบ เก้าสิบ",
  tr: "bir iki üç dört beş altı yedi sekiz dokuz on - - - - yirmi otuz kırk elli altmış doksan",
  vi: "một hai ba bốn - sáu bảy tám chín mười - - - - - - - - - -",
};

const byLanguage = new Map<string, ReadonlyMap<string, number>>();

/** Words of a language with their values; empty for one without. */
export function listNumberWords(language: string): ReadonlyMap<string, number> {
  const primary = language.toLowerCase().split("-")[0] ?? "";
  const known = byLanguage.get(primary);
  if (known) return known;
  const words = Object.hasOwn(WORDS, primary) ? (WORDS[primary] ?? "") : "";
  const values = new Map(
    words
      .split(" ")
      .flatMap((forms, index) =>
        forms.split("/").map((form): [string, number] => [form, VALUES[index] ?? 0]),
      )
      .filter(([form]) => form !== "" && form !== "-"),
  );
  byLanguage.set(primary, values);
  return values;
}

/** Languages that have number words, as primary subtags. */
export const NUMBER_WORD_LANGUAGES: readonly string[] = Object.keys(WORDS);

/** A numeral of Chinese or Japanese below 100,000. */
export const HAN_NUMBER = /[〇零一二三四五六七八九十百千万萬两兩]+/gu;

const HAN_DIGITS = "〇一二三四五六七八九";
const HAN_UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/** `十五` is 15, `三百` is 300, `二〇二四` is 2024. */
export function readHanNumber(text: string): number {
  const plain = text
    .replaceAll("零", "〇")
    .replaceAll(/[两兩]/gu, "二")
    .replaceAll("萬", "万");
  if (/^[〇一二三四五六七八九]+$/u.test(plain))
    return Number([...plain].map((digit) => HAN_DIGITS.indexOf(digit)).join(""));
  let total = 0;
  let section = 0;
  let digit = 0;
  for (const character of plain) {
    const unit = HAN_UNITS[character];
    if (character === "万") {
      total += (section + digit || 1) * 10_000;
      section = 0;
      digit = 0;
    } else if (unit !== undefined) {
      section += (digit || 1) * unit;
      digit = 0;
    } else digit = Math.max(0, HAN_DIGITS.indexOf(character));
  }
  return total + section + digit;
}
