/** @module Letters and endings that few languages of the Latin alphabet share. */

/** Patterns of a word in lower case, each with the languages that write it. */
export const TELLING: readonly (readonly [pattern: RegExp, languages: readonly string[]])[] = [
  [/ß/u, ["de"]],
  [/ä/u, ["de", "sv", "fi"]],
  [/[öü]/u, ["de", "tr", "hu"]],
  [/(?:ung|keit|schaft)(?:en)?$/u, ["de"]],
  [/(?:heid|ijk|ijke)$/u, ["nl"]],
  [/n['’]t$|['’](?:s|re|ve|ll)$/u, ["en"]],
  [/ñ|ci[óo]n(?:es)?$|\p{L}{3}dad(?:es)?$/u, ["es"]],
  [/[ãõ]|ções$|\p{L}{3}dades?$/u, ["pt"]],
  [/^(?:qu|j|n|c|s)['’]|œ|eux$/u, ["fr"]],
  [/^[ld]['’]/u, ["fr", "it", "ca"]],
  [/[èêâîû]/u, ["fr"]],
  [/^(?:dell|nell|all|sull|dall)['’]|zion[ei]$|[^aeiou]ità$/u, ["it"]],
  [/[ğı]/u, ["tr"]],
  [/ş/u, ["tr", "ro"]],
  [/[șțţă]/u, ["ro"]],
  [/[đơư\u1EA0-\u1EF9]/u, ["vi"]],
  [/[łśźżęą]/u, ["pl"]],
  [/[řěů]/u, ["cs"]],
  [/å/u, ["sv", "da"]],
  [/[øæ]/u, ["da"]],
  [/[őű]/u, ["hu"]],
  [/l·l/u, ["ca"]],
];
