/** @module Counts the terms of ASCII text: the inner loop of every ingestion. */
import { findWordEnd, findWordStart } from "./ascii-words.ts";
import { WordTable } from "./word-table.ts";

/** 65,536 words cover all but a percent of running text, and take 4 MB. */
const TABLE_BITS = 16;

/** Longer words are rare, and keeping them would cost more than computing them. */
const MAX_KEPT_LENGTH = 32;

/** What the table holds for a stop word; a word of several terms is not in the table. */
const NO_TERM = 2 ** TABLE_BITS;

/** Remembers the terms of the words it met, in bounded memory. */
export class AsciiCounter {
  readonly #toTerms: (word: string) => readonly string[];
  readonly #table = new WordTable(TABLE_BITS, MAX_KEPT_LENGTH);
  readonly #numbers = new Map<string, number>();
  /** By number: the terms, and how often each occurs in the text at hand. */
  readonly #terms: string[] = [];
  readonly #pending = new Int32Array(NO_TERM);
  readonly #touched: number[] = [];
  /** Terms of the text at hand that have no number. */
  readonly #others: string[] = [];
  #bytes = Buffer.alloc(4096);

  /** @param toTerms the terms of one word; must be pure. */
  constructor(toTerms: (word: string) => readonly string[]) {
    this.#toTerms = toTerms;
  }

  /** Adds the terms of an ASCII text to `counts`, and returns how many there were. */
  count(text: string, counts: Map<string, number>): number {
    const end = text.length;
    if (this.#bytes.length < end) this.#bytes = Buffer.alloc(end * 2);
    this.#bytes.write(text, "latin1");
    let length = 0;
    let start = findWordStart(this.#bytes, 0, end);
    while (start < end) {
      const next = findWordEnd(this.#bytes, start, end);
      const number = this.#table.find(this.#bytes, start, next);
      if (number < 0) length += this.#countUnknown(start, next, counts);
      else if (number !== NO_TERM) {
        this.#countNumber(number);
        length++;
      }
      start = findWordStart(this.#bytes, next, end);
    }
    this.#flush(counts);
    return length;
  }

  #countNumber(number: number): void {
    if (this.#pending[number] === 0) this.#touched.push(number);
    this.#pending[number] = (this.#pending[number] ?? 0) + 1;
  }

  #countUnknown(start: number, end: number, counts: Map<string, number>): number {
    if (this.#table.isFull) this.#forget(counts);
    const found = this.#toTerms(this.#bytes.toString("latin1", start, end));
    const [only] = found;
    if (found.length > 1) this.#others.push(...found);
    else if (only === undefined) this.#table.add(this.#bytes, start, end, NO_TERM);
    else if (end - start > MAX_KEPT_LENGTH) this.#others.push(only);
    else {
      const number = this.#numberOf(only);
      this.#table.add(this.#bytes, start, end, number);
      this.#countNumber(number);
    }
    return found.length;
  }

  #numberOf(term: string): number {
    const known = this.#numbers.get(term);
    if (known !== undefined) return known;
    this.#numbers.set(term, this.#terms.length);
    return this.#terms.push(term) - 1;
  }

  #forget(counts: Map<string, number>): void {
    this.#flush(counts);
    this.#table.clear();
    this.#numbers.clear();
    this.#terms.length = 0;
  }

  #flush(counts: Map<string, number>): void {
    const isFirst = counts.size === 0;
    for (const number of this.#touched) {
      const term = this.#terms[number] ?? "";
      const times = this.#pending[number] ?? 0;
      counts.set(term, isFirst ? times : (counts.get(term) ?? 0) + times);
      this.#pending[number] = 0;
    }
    for (const term of this.#others) counts.set(term, (counts.get(term) ?? 0) + 1);
    this.#touched.length = 0;
    this.#others.length = 0;
  }
}
