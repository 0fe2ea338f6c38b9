/** @module Words of a text as hashes, for comparing texts and nothing else. */

/** Of FNV-1a, over UTF-16 units. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

function hashWord(word: string): number {
  let hash = OFFSET;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), PRIME);
  return hash | 0;
}

/** What a unit of plain text hashes as: itself, in lower case; 0 parts words. */
const PLAIN_UNITS = (() => {
  const units = new Uint8Array(256);
  const letters = "abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþ";
  for (const unit of Buffer.from(`${letters}0123456789ßÿ`, "latin1")) units[unit] = unit;
  for (const unit of Buffer.from(letters, "latin1")) units[unit - 32] = unit;
  return units;
})();

/** Units that no normal form changes, one byte each. */
const PLAIN = /^[\u0000-\u007f¡¢£¤¥¦§©«¬®°±¶·»¿À-ÿ]*$/;
/** Others that are common, and no part of a word in any normal form. */
const MARKS = /[\u00a0–—‘’“”„•…′€−≤≥●]/g;

/**
 * Hashes of the words, in order; case, white space and punctuation count not. Words are runs of
 * letters and digits of the text in NFKC and lower case.
 */
export function hashWords(text: string): Int32Array {
  if (PLAIN.test(text)) return hashPlainWords(text);
  const unmarked = text.replaceAll(MARKS, " ");
  if (PLAIN.test(unmarked)) return hashPlainWords(unmarked);
  const words =
    text
      .toLowerCase()
      .normalize("NFKC")
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return Int32Array.from(words, hashWord);
}

/** The same over bytes: without a string of each word, and faster than over units. */
function hashPlainWords(text: string): Int32Array {
  const bytes = Buffer.from(text, "latin1");
  // Words are at least one letter and one blank long.
  const hashes = new Int32Array((bytes.length + 1) >> 1);
  let count = 0;
  let hash = OFFSET;
  for (let i = 0; i < bytes.length; i++) {
    const unit = PLAIN_UNITS[bytes[i] ?? 0] ?? 0;
    if (unit !== 0) hash = Math.imul(hash ^ unit, PRIME);
    else if (hash !== OFFSET) {
      hashes[count++] = hash;
      hash = OFFSET;
    }
  }
  if (hash !== OFFSET) hashes[count++] = hash;
  return hashes.subarray(0, count);
}
