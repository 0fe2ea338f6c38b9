/** @module Full stops that end no sentence. */
import { toPrimary } from "./time-words.ts";

/**
 * Words that end in a full stop without ending a sentence. From Unicode CLDR's sentence-break
 * suppressions (en, de, es, fr, it), reduced to those met in business text.
 */
const ALWAYS: ReadonlySet<string> = new Set(
  (
    "mr mrs ms dr prof st sr jr vs fig figs eq ch cf ca pp approx dept est e.g i.e gen col lt sgt " +
    "capt rev hon gov sen rep hr fr nr z.b d.h bzw usw vgl sra dra dott sig mme mlle art abs"
  ).split(" "),
);
/** Abbreviations only before a number: "No. 5", "vol. 2", "Jan. 3". */
const BEFORE_NUMBER: ReadonlySet<string> = new Set(
  "no nos sec vol p jan feb mar apr jun jul aug sep sept oct nov dec par ext".split(" "),
);
/** The same in one language alone. */
const OF_LANGUAGE: Readonly<Record<string, ReadonlySet<string>>> = Object.fromEntries(
  Object.entries({
    ar: "د أ ص",
    de: "str tel inkl exkl ggf evtl max min mind sog bspw ff bzgl zzgl abzgl gem lt ggü s.o s.u",
    el: "π.χ κ κα δρ αρ σελ άρθ τηλ βλ δηλ κ.λπ",
    es: "srta sres ej pág págs núm cap dpto aprox tel av ud uds vol ed p.ej",
    fr: "mm env max min tél ex chap éd vol av bd p.ex",
    hi: "डॉ श्री प्रो",
    it: "sigg dott.ssa artt pag pagg es tel avv ing cfr vol cap p.es",
    nl: "dhr mevr mw bijv blz ca incl excl max min tel o.a d.w.z m.b.t t.a.v",
    pt: "srs pág págs ex n.º tel av núm aprox vol cap p.ex",
    ro: "dl dna alin pag str tel ex lit",
    ru: "гг ул кв стр рис табл тел тыс млн млрд см ст им напр т.е",
    tr: "vb sn av doç örn bkz sf tel mah cad sok md yy",
    vi: "tp ts ths gs pgs",
  }).map(([language, words]) => [language, new Set(words.split(" "))]),
);
/** Where a number before a full stop counts: "am 3. Mai", "3. Kat". */
const WITH_ORDINALS = new Set(["de", "tr"]);
const INITIAL = /^(?:\p{Lu}|(?:\p{L}\.)+\p{L})$/u;

/** Whether the full stop after `before` belongs to an abbreviation or initial, given what follows. */
export function endsWithAbbreviation(before: string, next: string, language: string): boolean {
  const word = /[^\s("'“‘«[]*$/u.exec(before)?.[0] ?? "";
  const lower = word.toLowerCase();
  if (ALWAYS.has(lower)) return true;
  const number = /^\p{N}/u.test(next);
  if (number && BEFORE_NUMBER.has(lower)) return true;
  const primary = toPrimary(language);
  if (OF_LANGUAGE[primary]?.has(lower)) return true;
  if (WITH_ORDINALS.has(primary) && /^\d{1,2}$/.test(word)) return true;
  // "z. B.", "p. ej.", "т. е.": outside of English no word is a consonant, and few a letter.
  if (primary !== "en" && /^\p{Ll}$/u.test(word)) return true;
  return INITIAL.test(word) && !(word.length === 1 && number);
}
