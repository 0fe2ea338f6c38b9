/** @module Words as BERT's uncased models see them: no accents, lower case, marks by themselves. */

/** Unicode's White_Space, less the control characters, which are dropped before blanks are seen. */
const BLANK = /[\t\n\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;
/** Format characters join what they stand between; so do control characters and private ones. */
const DROPPED = /[\0\ufffd]|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}]/gu;
const MARKS = /\p{Mn}/gu;
/** ASCII's marks include symbols such as `$` and `^`; beyond ASCII only punctuation is cut off. */
const PUNCTUATION = /[!-/:-@[-`{-~]|\p{P}/u;
/** The blocks that BERT cuts character by character; kana and Hangul are no part of them. */
const IDEOGRAPH =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;

/** Lower case letter by letter: a final sigma is a sigma like any other. */
function lowerCase(text: string): string {
  let lower = "";
  for (const character of text) lower += character.toLowerCase();
  return lower;
}

/**
 * Calls `visit` with each word and each punctuation mark of a text in order, until it returns false.
 *
 * The rules are those of the uncased BERT models (Devlin et al., 2018) as Hugging Face's
 * `BertNormalizer` and `BertPreTokenizer` apply them: control characters dropped, ideographs
 * apart, NFD without combining marks, lower case, a cut at each punctuation mark.
 *
 * @returns whether `visit` never returned false.
 */
export function visitBertWords(text: string, visit: (word: string) => boolean): boolean {
  const spaced = text.replace(DROPPED, "").replace(IDEOGRAPH, " $& ");
  const plain = lowerCase(spaced.normalize("NFD").replace(MARKS, ""));
  let word = "";
  for (const character of plain) {
    const blank = BLANK.test(character);
    const mark = !blank && PUNCTUATION.test(character);
    if (!blank && !mark) {
      word += character;
      continue;
    }
    if (word !== "" && !visit(word)) return false;
    word = "";
    if (mark && !visit(character)) return false;
  }
  return word === "" || visit(word);
}
