/** @module Text to numbers of word pieces, by greedy longest match in a fixed vocabulary. */
import { visitBertWords } from "./bert-words.ts";
import { createSpelling } from "./spelling.ts";
import { WordTable } from "../analysis/word-table.ts";

/** 65,536 words cover all but a percent of running text, and take 4 MB. */
const TABLE_BITS = 16;
/** Longer words are rare, and keeping them would cost more than spelling them. */
const LONGEST_KNOWN_WORD = 32;

const BLANK = 0;
const MARK = 1;
const WORD = 2;
/** Beyond ASCII, and control characters: what needs the rules in full. */
const OTHER = 3;

const CLASS_OF = (() => {
  const classes = new Uint8Array(128).fill(OTHER);
  for (let code = 0x21; code < 0x7f; code++)
    classes[code] = /[0-9A-Za-z]/.test(String.fromCharCode(code)) ? WORD : MARK;
  for (const blank of " \t\n\r") classes[blank.charCodeAt(0)] = BLANK;
  return classes;
})();

export interface WordPieces {
  /**
   * Writes the numbers of a text's pieces to `target` in order, until it is full. Words that the
   * vocabulary cannot spell give none.
   *
   * @returns how many were written.
   */
  encode(text: string, target: Uint16Array): number;
}

/** A text as its code units, and as bytes that are right wherever it is ASCII. */
function createReader() {
  let bytes = Buffer.alloc(4096);
  let wide = Buffer.alloc(8192);
  return (text: string): { readonly bytes: Buffer; readonly units: Uint16Array } => {
    if (bytes.length < text.length) {
      bytes = Buffer.alloc(text.length * 2);
      wide = Buffer.alloc(text.length * 4);
    }
    bytes.write(text, "latin1");
    wide.write(text, "utf16le");
    return { bytes, units: new Uint16Array(wide.buffer, wide.byteOffset, text.length) };
  };
}

/** The next blank at or after `start`; `plain` is whether all before it is simple ASCII. */
function findRunEnd(units: Uint16Array, start: number): { end: number; plain: boolean } {
  let plain = true;
  let at = start;
  for (; at < units.length; at++) {
    const kind = CLASS_OF[units[at] ?? 0] ?? OTHER;
    if (kind === BLANK) break;
    if (kind === OTHER) plain = false;
  }
  return { end: at, plain };
}

/**
 * Cuts text as the uncased BERT models do, but reads `[CLS]` and its like as the text that they are.
 * Equal texts give equal numbers, whatever was cut before.
 *
 * @param vocabulary at most 65,536 pieces in the order of their numbers; those inside a word
 *   begin with `##`.
 */
export function createWordPieces(vocabulary: readonly string[]): WordPieces {
  const spell = createSpelling(vocabulary);
  const read = createReader();
  const table = new WordTable(TABLE_BITS, LONGEST_KNOWN_WORD);
  const spellings: (readonly number[])[] = [];

  const findPieces = (bytes: Buffer, start: number, end: number): readonly number[] => {
    const known = table.find(bytes, start, end);
    if (known >= 0) return spellings[known] ?? [];
    const pieces = spell(bytes.toString("latin1", start, end).toLowerCase());
    if (end - start > LONGEST_KNOWN_WORD) return pieces;
    if (table.isFull) {
      table.clear();
      spellings.length = 0;
    }
    table.add(bytes, start, end, spellings.push(pieces) - 1);
    return pieces;
  };

  return {
    encode(text, target) {
      const { bytes, units } = read(text);
      let count = 0;
      const push = (pieces: readonly number[]): boolean => {
        for (let i = 0; i < pieces.length && count < target.length; i++)
          target[count++] = pieces[i] ?? 0;
        return count < target.length;
      };
      const pushPlain = (from: number, to: number): void => {
        for (let start = from, behind = from; start < to; start = behind) {
          behind = start + 1;
          if (CLASS_OF[bytes[start] ?? 0] === WORD)
            while (behind < to && CLASS_OF[bytes[behind] ?? 0] === WORD) behind++;
          if (!push(findPieces(bytes, start, behind))) return;
        }
      };
      for (let at = 0; at < units.length && count < target.length;) {
        const first = CLASS_OF[units[at] ?? 0] ?? OTHER;
        if (first === BLANK) {
          at++;
          continue;
        }
        const { end, plain } = findRunEnd(units, at);
        if (plain) pushPlain(at, end);
        else visitBertWords(text.slice(at, end), (word) => push(spell(word)));
        at = end;
      }
      return count;
    },
  };
}
