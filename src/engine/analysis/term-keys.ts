/** @module The terms of a text in order as numbers, for readers that compare terms and print none. */
import { hashText } from "../../foundation/text-hash.ts";
import type { Analyzer } from "./analyzer.ts";
import { findWordEnd, findWordStart } from "./ascii-words.ts";
import { withWordCache } from "./word-cache.ts";
import { WordTable } from "./word-table.ts";

/** Stored beside keys: raise it with any change of what `TermKeyReader` gives for a text. */
export const TERM_KEYS_REVISION = 1;

const SEED = 7;
/** 131,072 words cover nearly all of a large collection, and take 8 MB when it has as many. */
const TABLE_BITS = 17;
const MAX_KEPT_LENGTH = 32;
const CACHED_PIECES = 16_384;

/** What a character makes of the piece between two white spaces that it stands in. */
const OTHER = 0;
const SPACE = 1;
const DIGIT = 2;
const LETTER = 4;
/** Alone enough for a whole identifier. */
const TRIGGER = 8;
/** Beyond ASCII, but it parts words as a blank does, or joins them as an apostrophe. */
const MARK = 16;
/** Words that only Unicode's rules find. */
const BEYOND = 32;

/** The same rules of Unicode as for the one of ASCII, and normalized to it. */
const APOSTROPHE = "\u2019";

const KIND_OF = (() => {
  const kinds = new Uint8Array(0x2300).fill(BEYOND, 128);
  const set = (characters: string, kind: number): void => {
    for (const character of characters) kinds[character.charCodeAt(0)] = kind;
  };
  set("\t\n\v\f\r ", SPACE);
  set("0123456789", DIGIT);
  set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", LETTER);
  set("_@#+", TRIGGER);
  set(`${APOSTROPHE}\u00a0¡¢£¤¥¦§©«¬®°±¶»¿×÷–—“”•…←↑→↓−≈≠≤≥`, MARK);
  return kinds;
})();

/** What ends a piece of one plain word. */
const PLAIN_LETTER = 1;
const PLAIN_MARK = 2;
const PLAIN_SPACE = 3;
const PLAIN_OF = Uint8Array.from({ length: 256 }, (_, unit) => {
  if (unit >= 128) return OTHER;
  if (KIND_OF[unit] === LETTER) return PLAIN_LETTER;
  if (KIND_OF[unit] === SPACE) return PLAIN_SPACE;
  return ",.;:!?)".includes(String.fromCharCode(unit)) ? PLAIN_MARK : OTHER;
});
const BLANK = 0x20;
/** In no piece that is read from bytes. */
const GARBLED = 0xff;
const BEYOND_ASCII = /[^\u0000-\u007f]/g;

/** A positive 32-bit integer with the lowest bit clear; two terms of 2^30 share one by chance. */
export function toTermKey(term: string): number {
  return (hashText(term, SEED) >>> 1) & ~1;
}

/**
 * Appends the key of each term of a text to `keys`, in the order of `analyze`. The lowest bit is set
 * where a new position begins: a whole identifier has the position of its first part. Stop words
 * take up none.
 */
export type TermKeyReader = (text: string, keys: number[]) => void;

/**
 * Reads the keys of `analyze` many times as fast as `analyze`, without making a string of each word.
 * Keeps the words it met in bounded memory.
 */
export function createTermKeyReader(analyzer: Analyzer): TermKeyReader {
  const toKeys = (piece: string): readonly number[] => {
    let last = -1;
    return analyzer.analyze(piece).map(({ term, position }) => {
      const key = toTermKey(term) | (position === last ? 0 : 1);
      last = position;
      return key;
    });
  };
  const toKeysBeyond = withWordCache(toKeys, CACHED_PIECES);
  const ascii = new AsciiKeys(toKeys);
  return (text, keys) => {
    ascii.load(text);
    for (let start = 0; start < text.length;) {
      const behind = ascii.readPlain(start, keys);
      if (behind > start) {
        start = behind;
        continue;
      }
      let end = start;
      let kinds = OTHER;
      let before = OTHER;
      let numbers = 0;
      for (; end < text.length; end++) {
        const kind = KIND_OF[text.charCodeAt(end)] ?? BEYOND;
        if (kind === SPACE) break;
        if (kind === DIGIT && before !== DIGIT) numbers++;
        if (kind === MARK) ascii.replaceMark(end, text[end] ?? "");
        kinds |= kind;
        before = kind;
      }
      if (holdsWordsAlone(kinds, numbers)) ascii.readWords(start, end, keys);
      else if (kinds < MARK) ascii.readWhole(start, end, keys);
      else for (const key of toKeysBeyond(text.slice(start, end))) keys.push(key);
      start = end + 1;
    }
  };
}

/** No identifier: that takes a trigger, letters with digits, or two numbers. */
const holdsWordsAlone = (kinds: number, numbers: number): boolean =>
  (kinds & (TRIGGER | BEYOND)) === 0 &&
  ((kinds & DIGIT) === 0 || (numbers === 1 && (kinds & LETTER) === 0));

/** The keys of ASCII words, and of pieces that hold more than words, by their place in a text. */
class AsciiKeys {
  readonly #toKeys: (piece: string) => readonly number[];
  /** The key of what has one, 0 for what has none, else -2 less its place in `#several`. */
  readonly #table = new WordTable(TABLE_BITS, MAX_KEPT_LENGTH);
  readonly #several: (readonly number[])[] = [];
  #bytes = Buffer.alloc(4096);

  constructor(toKeys: (piece: string) => readonly number[]) {
    this.#toKeys = toKeys;
  }

  /** One byte a UTF-16 unit; pieces beyond ASCII are garbled, and not to be read from here. */
  load(text: string): void {
    if (this.#bytes.length <= text.length) this.#bytes = Buffer.alloc((text.length + 1) * 2);
    this.#bytes.write(text, "latin1");
    // A last blank ends the last piece.
    this.#bytes[text.length] = BLANK;
    BEYOND_ASCII.lastIndex = 0;
    while (BEYOND_ASCII.test(text)) this.#bytes[BEYOND_ASCII.lastIndex - 1] = GARBLED;
  }

  /** By what a reader of bytes takes for the same. */
  replaceMark(at: number, mark: string): void {
    this.#bytes[at] = mark === APOSTROPHE ? 0x27 : 0x20;
  }

  /**
   * Most pieces are letters and at most one mark behind them: these are read in one pass.
   *
   * @returns where the next piece starts, or `from` when the piece is of another kind.
   */
  readPlain(from: number, keys: number[]): number {
    const bytes = this.#bytes;
    let end = from;
    while (PLAIN_OF[bytes[end] ?? 0] === PLAIN_LETTER) end++;
    const isMarked = PLAIN_OF[bytes[end] ?? 0] === PLAIN_MARK;
    const next = isMarked ? end + 1 : end;
    if (PLAIN_OF[bytes[next] ?? 0] !== PLAIN_SPACE) return from;
    if (end > from) this.readWhole(from, end, keys);
    return next + 1;
  }

  readWords(from: number, to: number, keys: number[]): void {
    for (let start = findWordStart(this.#bytes, from, to); start < to;) {
      const end = findWordEnd(this.#bytes, start, to);
      this.readWhole(start, end, keys);
      start = findWordStart(this.#bytes, end, to);
    }
  }

  readWhole(start: number, end: number, keys: number[]): void {
    const found = this.#table.find(this.#bytes, start, end);
    if (found > 0) keys.push(found);
    else if (found === -1) this.#learn(start, end, keys);
    else if (found < 0) for (const key of this.#several[-2 - found] ?? []) keys.push(key);
  }

  #learn(start: number, end: number, keys: number[]): void {
    const found = this.#toKeys(this.#bytes.toString("latin1", start, end));
    for (const key of found) keys.push(key);
    if (end - start > MAX_KEPT_LENGTH) return;
    if (this.#table.isFull) {
      this.#table.clear();
      this.#several.length = 0;
    }
    const [only = 0] = found;
    const value = found.length > 1 ? -1 - this.#several.push(found) : only;
    this.#table.add(this.#bytes, start, end, value);
  }
}
