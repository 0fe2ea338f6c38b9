/** @module How a text addresses its reader, as far as single words tell. */

export type Address = "formal" | "informal";

/**
 * By primary subtag, alternatives of a regular expression for whole words. Words that mean
 * something else as often ("ihr", "ton", "su") are left out, so a finding is sound and its absence
 * is not. Words in capitals are told from their small twins inside a sentence alone.
 */
const WORDS: Readonly<Record<string, Readonly<Record<Address, string>>>> = {
  de: {
    formal: "Sie|Ihnen|Ihr|Ihre|Ihrem|Ihren|Ihrer|Ihres",
    informal: "du|dich|dir|dein|deine|deinem|deinen|deiner|deines|euch|euer|eure|eurem|euren|eurer",
  },
  el: {
    formal: "εσείς|εσάς|σας",
    informal: "εσύ|εσένα",
  },
  es: {
    formal: "usted|ustedes",
    informal: "tú|ti|contigo|tuyo|tuya|tuyos|tuyas|vosotros|vosotras|vuestro|vuestra",
  },
  fr: {
    formal: "vous|votre|vos|vôtre|vôtres",
    informal: "tu|toi|tien|tienne|tes",
  },
  it: {
    formal: "Lei|Suo|Sua|Suoi|Sue|La",
    informal: "tu|te|ti|tuo|tua|tuoi|tue",
  },
  nl: {
    formal: "u|uw|uzelf",
    informal: "je|jij|jou|jouw|jullie",
  },
  pt: {
    formal: "senhor|senhora|vossa",
    informal: "tu|ti|teu|tua|teus|tuas|contigo|você|vocês",
  },
  ro: {
    formal: "dumneavoastră|dvs",
    informal: "tu|ție|tău|tale",
  },
  ru: {
    formal: "вы|вас|вам|вами|ваш|ваша|ваше|ваши|вашего|вашей|вашем|вашу",
    informal: "ты|тебя|тебе|тобой|твой|твоя|твоё|твои|твоего|твоей|твою",
  },
  tr: {
    formal: "siz|sizi|size|sizin|sizde|sizden",
    informal: "sen|seni|sana|senin|sende|senden",
  },
};

/** Words whose small twin means something else. */
const CAPITALS_TELL = new Set(["de:formal", "it:formal"]);
/** The capital is no mere beginning of a sentence, a line or a quotation. */
const INSIDE = "(?<=[\\p{L}\\p{M}\\p{N},;)]\\s+)";

/** @returns words of that address, as written; `undefined` for a language without a list. */
export function findAddress(
  text: string,
  language: string,
  address: Address,
): readonly string[] | undefined {
  const primary = language.toLowerCase().split("-")[0] ?? "";
  const words = Object.hasOwn(WORDS, primary) ? WORDS[primary] : undefined;
  if (!words) return undefined;
  const isCapital = CAPITALS_TELL.has(`${primary}:${address}`);
  const before = isCapital ? INSIDE : "(?<![\\p{L}\\p{M}\\p{N}])";
  const pattern = new RegExp(
    `${before}(?:${words[address]})(?![\\p{L}\\p{M}\\p{N}])`,
    isCapital ? "gu" : "giu",
  );
  return [...text.matchAll(pattern)].map(([found]) => found);
}
