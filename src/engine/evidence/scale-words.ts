/** @module Words behind a number that multiply it, in every language that has an analyzer. */
import { toPrimary } from "./time-words.ts";

/** By primary subtag: value, then alternatives of a regular expression for its words. */
const SCALES: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  en: [
    [1e3, "thousand|k"],
    [1e6, "million|millions|mn|mio"],
    [1e9, "billion|billions|bn"],
    [1e12, "trillion|tn"],
  ],
  ar: [
    [1e3, "ألف|آلاف|الف"],
    [1e6, "مليون|ملايين"],
    [1e9, "مليار|مليارات"],
  ],
  de: [
    [1e3, "tausend|tsd\\.?"],
    [1e6, "millionen|million|mio\\.?"],
    [1e9, "milliarden|milliarde|mrd\\.?"],
    [1e12, "billionen|billion"],
  ],
  el: [
    [1e3, "χιλιάδες|χιλιάδων|χιλ\\."],
    [1e6, "εκατομμύρι(?:ο|α)|εκατομμυρίων|εκατ\\."],
    [1e9, "δισεκατομμύρι(?:ο|α)|δισεκατομμυρίων|δισ\\."],
  ],
  es: [
    [1e9, "mil millones"],
    [1e3, "mil"],
    [1e6, "millones|millón"],
    [1e12, "billones|billón"],
  ],
  fr: [
    [1e3, "mille"],
    [1e6, "millions?"],
    [1e9, "milliards?|mds?"],
    [1e12, "billions?"],
  ],
  hi: [
    [1e3, "हज़ार|हजार"],
    [1e5, "लाख"],
    [1e7, "करोड़|करोड़"],
  ],
  it: [
    [1e3, "mila|mille"],
    [1e6, "milion[ei]"],
    [1e9, "miliard[oi]"],
  ],
  ja: [
    [1e12, "兆"],
    [1e8, "億"],
    [1e4, "万"],
    [1e3, "千"],
  ],
  ko: [
    [1e12, "조"],
    [1e8, "억"],
    [1e4, "만"],
    [1e3, "천"],
  ],
  nl: [
    [1e3, "duizend"],
    [1e6, "miljoen|mln\\.?"],
    [1e9, "miljard|mld\\.?"],
  ],
  pt: [
    [1e9, "mil milhões|bilhões|bilhão"],
    [1e3, "mil"],
    [1e6, "milhões|milhão"],
  ],
  ro: [
    [1e3, "mii|mie"],
    [1e6, "milioane|milion|mil\\."],
    [1e9, "miliarde|miliard|mld\\.?"],
  ],
  ru: [
    [1e3, "тысяч[аи]?|тыс\\.?"],
    [1e6, "миллион(?:а|ов)?|млн\\.?"],
    [1e9, "миллиард(?:а|ов)?|млрд\\.?"],
  ],
  th: [
    [1e6, "ล้าน"],
    [1e5, "แสน"],
    [1e4, "หมื่น"],
    [1e3, "พัน"],
  ],
  tr: [
    [1e3, "bin"],
    [1e6, "milyon"],
    [1e9, "milyar"],
  ],
  vi: [
    [1e3, "nghìn|ngàn"],
    [1e6, "triệu"],
    [1e9, "tỷ|tỉ"],
  ],
  zh: [
    [1e12, "万亿|兆"],
    [1e8, "亿|億"],
    [1e4, "万|萬"],
    [1e3, "千"],
  ],
};

/** A unit or the next word follows at once where no blanks part words. */
const UNSPACED = new Set(["ja", "ko", "th", "zh"]);

const patterns = new Map<
  string,
  readonly { readonly pattern: RegExp; readonly factor: number }[]
>();

function scalesOf(
  primary: string,
): readonly { readonly pattern: RegExp; readonly factor: number }[] {
  const known = patterns.get(primary);
  if (known) return known;
  const end = UNSPACED.has(primary) ? "" : "(?![\\p{L}\\p{M}])";
  const own = Object.hasOwn(SCALES, primary) ? (SCALES[primary] ?? []) : [];
  // A language's own word goes first: "Billion" is another number in German.
  const made = [
    ...own.map(([factor, words]) => ({
      factor,
      pattern: new RegExp(`^\\s?(?:${words})${end}`, "iu"),
    })),
    ...(SCALES["en"] ?? []).map(([factor, words]) => ({
      factor,
      pattern: new RegExp(`^\\s?(?:${words})(?![\\p{L}\\p{M}])`, "iu"),
    })),
  ];
  patterns.set(primary, made);
  return made;
}

/** What multiplies a number that ends where `rest` begins, and how long its words are. */
export function readScale(
  rest: string,
  language: string,
): { readonly factor: number; readonly length: number } {
  for (const { pattern, factor } of scalesOf(toPrimary(language))) {
    const length = pattern.exec(rest)?.[0].length;
    if (length !== undefined) return { factor, length };
  }
  return { factor: 1, length: 0 };
}
