/** @module What the letters alone tell of a language. */
import { isAscii } from "../normalize.ts";

/** The least share of a script's letters that decides. */
const DECISIVE = 0.3;

/**
 * One Han character or kana says as much as this many letters of an alphabet: words of Chinese
 * have about two characters, words of English five letters.
 */
const CJK_WEIGHT = 2.5;

/** Persian and Urdu write these, Arabic does not. */
const NOT_ARABIC = /[پچژگٹڈڑےکی]/gu;
const NOT_ARABIC_SHARE = 0.02;
/** Kana among Han: Chinese has none but in names. */
const KANA_SHARE = 0.1;

type Script =
  | "latin"
  | "greek"
  | "cyrillic"
  | "hebrew"
  | "arabic"
  | "devanagari"
  | "thai"
  | "hangul"
  | "han"
  | "kana";

/** Blocks of Unicode that hold the letters of living text, in order. */
const BLOCKS: readonly (readonly [first: number, last: number, script: Script])[] = [
  [0x41, 0x5a, "latin"],
  [0x61, 0x7a, "latin"],
  [0xc0, 0x24f, "latin"],
  [0x370, 0x3ff, "greek"],
  [0x400, 0x52f, "cyrillic"],
  [0x5d0, 0x5ea, "hebrew"],
  [0x620, 0x64a, "arabic"],
  [0x66e, 0x6d3, "arabic"],
  [0x904, 0x965, "devanagari"],
  [0xe01, 0xe4e, "thai"],
  [0x1e00, 0x1eff, "latin"],
  [0x1f00, 0x1fff, "greek"],
  [0x3041, 0x30ff, "kana"],
  [0x3400, 0x9fff, "han"],
  [0xac00, 0xd7a3, "hangul"],
  [0xff66, 0xff9d, "kana"],
];

function scriptOf(code: number): Script | undefined {
  for (const [first, last, script] of BLOCKS) {
    if (code < first) return undefined;
    if (code <= last) return script;
  }
  return undefined;
}

/** Shares of the letters, which sum to 1 unless there are none. */
function shareOut(text: string): (script: Script) => number {
  const counts = new Map<Script, number>();
  let all = 0;
  for (let at = 0; at < text.length; at++) {
    const script = scriptOf(text.charCodeAt(at));
    if (!script) continue;
    const weight = script === "han" || script === "kana" || script === "hangul" ? CJK_WEIGHT : 1;
    counts.set(script, (counts.get(script) ?? 0) + weight);
    all += weight;
  }
  return (script) => (counts.get(script) ?? 0) / (all || 1);
}

export type ByScript =
  /** Decided, or not to be decided by anything here. */
  | { readonly language: string | undefined }
  /** Words must decide. */
  | { readonly script: "latin" | "cyrillic" };

const BY_SCRIPT: readonly (readonly [script: Script, language: string])[] = [
  ["hangul", "ko"],
  ["thai", "th"],
  ["greek", "el"],
  ["hebrew", "he"],
  ["devanagari", "hi"],
];

/** The script of a third of the letters, before that of the Latin names and terms among them. */
export function readScripts(text: string): ByScript {
  if (isAscii(text)) return { script: "latin" };
  const share = shareOut(text);
  const cjk = share("han") + share("kana");
  if (cjk > DECISIVE) return { language: share("kana") > KANA_SHARE * cjk ? "ja" : "zh" };
  if (share("arabic") > DECISIVE) return { language: isArabic(text) ? "ar" : undefined };
  for (const [script, language] of BY_SCRIPT) if (share(script) > DECISIVE) return { language };
  if (share("cyrillic") > DECISIVE) return { script: "cyrillic" };
  return share("latin") > DECISIVE ? { script: "latin" } : { language: undefined };
}

function isArabic(text: string): boolean {
  const letters = text.match(/\p{Script=Arabic}/gu)?.length ?? 0;
  return (text.match(NOT_ARABIC)?.length ?? 0) <= NOT_ARABIC_SHARE * letters;
}
