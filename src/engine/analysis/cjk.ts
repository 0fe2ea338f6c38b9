/** @module Chinese, Japanese and Korean runs as overlapping pairs of characters. */
import { normalizeWord } from "./normalize.ts";
import type { Part } from "./split.ts";

/**
 * A run of Han and kana, or of Hangul. Marks belong to their letter: a variation selector, a
 * voicing mark, a vowel or final jamo.
 */
export const CJK_RUN =
  /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]&&[\p{L}\p{Nl}]][[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]&&[\p{L}\p{Nl}]]\p{M}]*|[\p{scx=Hang}&&\p{L}][[\p{scx=Hang}&&\p{L}]\p{M}]*/gv;

/** One character as a reader counts them. */
const UNIT = /[\p{L}\p{Nl}][\p{M}\u1160-\u11FF\uD7B0-\uD7FB\uFF9E\uFF9F]*/gu;

/** Overlapping bigrams with their ranges in the run; a single character stands alone. */
export function toBigrams(run: string): readonly Part[] {
  const units = [...run.matchAll(UNIT)].flatMap(({ 0: unit, index }) =>
    [...normalizeWord(unit)].map((text) => ({ text, start: index, end: index + unit.length })),
  );
  if (units.length === 1) return units;
  return units.slice(1).map(({ text, end }, i) => {
    const first = units[i];
    return { text: (first?.text ?? "") + text, start: first?.start ?? 0, end };
  });
}
