/** @module Whole sentences with their anchors, out of text that comes in pieces. */
import { splitSentences } from "../../../engine/evidence/index.ts";
import { findOpenAnchor, takeOutAnchors, type Unanchored } from "./anchors.ts";

export interface AnchoredSentence {
  /** Without anchors. */
  readonly text: string;
  /** As written, from 1. */
  readonly numbers: readonly number[];
}

/** No sentence can be over before one of these has come. */
const END = /[.!?…。！？｡\n]/u;
const FENCE = /^[ \t]*(?:```|~~~)/gm;

/**
 * Sentences, list items and lines as `splitSentences` cuts them. A sentence is given as soon as the
 * next one has begun, for only then are all of its anchors there: those between two sentences belong
 * to the one before. Headings, rules and fences are no sentences.
 */
export class SentenceStream {
  readonly #language: string;
  #rest = "";
  #inCode = false;

  constructor(language: string) {
    this.#language = language;
  }

  push(piece: string): readonly AnchoredSentence[] {
    this.#rest += piece;
    // An anchor that is not closed, and blanks before it, may belong to what stands before.
    const ready = this.#rest.slice(0, findOpenAnchor(this.#rest)).trimEnd();
    if (!END.test(ready)) return [];
    const bare = this.#takeOut(ready);
    const sentences = this.#split(bare);
    const last = sentences.at(-1);
    if (!last || sentences.length < 2) return [];
    this.#advance(bare.toOriginal(last.start));
    return sentences.slice(0, -1).map(({ sentence }) => sentence);
  }

  /** What is left when the text has come to its end; a sentence that is cut is not told apart. */
  end(): readonly AnchoredSentence[] {
    const bare = this.#takeOut(this.#rest);
    this.#rest = "";
    return this.#split(bare).map(({ sentence }) => sentence);
  }

  /** Code goes on as code, though its fence was given away. */
  #takeOut(text: string): Unanchored {
    if (!this.#inCode) return takeOutAnchors(text);
    const bare = takeOutAnchors(`${CODE}${text}`);
    return { ...bare, toOriginal: (at) => bare.toOriginal(at) - CODE.length };
  }

  #advance(by: number): void {
    const fences = this.#rest.slice(0, by).match(FENCE)?.length ?? 0;
    if (fences % 2 === 1) this.#inCode = !this.#inCode;
    this.#rest = this.#rest.slice(by);
  }

  #split({ text, anchors }: Unanchored): readonly {
    readonly start: number;
    readonly sentence: AnchoredSentence;
  }[] {
    const spans = splitSentences(text, this.#language);
    return spans.map(({ start, end }, index) => {
      const from = index === 0 ? 0 : start;
      const to = spans[index + 1]?.start ?? text.length;
      const numbers = anchors
        .filter(({ at }) => (at > from || index === 0) && at <= to)
        .flatMap((anchor) => anchor.numbers);
      return { start, sentence: { text: text.slice(start, end), numbers: [...new Set(numbers)] } };
    });
  }
}

const CODE = "```\n";
