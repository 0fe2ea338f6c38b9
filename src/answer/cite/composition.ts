/** @module An answer in the making: checked sentences in order, their citations, the text so far. */
import type { Citation, SentenceVerdict } from "../../domain/answer.ts";
import type { Passage } from "../../domain/passage.ts";
import type { DraftCitation } from "../../ports/generator.ts";
import type { CheckedSentence } from "./check-sentence.ts";
import { CitationList, type FindPages } from "./citations.ts";

/** A sentence that passed, as it is shown. */
export interface ShownSentence {
  /** White space that parts it from what came before, then the sentence. */
  readonly text: string;
  /** In the order of the sentence. */
  readonly citations: readonly Citation[];
}

/** Items and rows keep a line each. */
const LINE = /\n|^\s*(?:[-*+•|]|\d+[.)])\s|\|/;
/** Scripts that write no blank behind a full stop. */
const CLOSED = /[。！？｡」』）]$/u;

/** Collects what was checked; the texts it returns, joined as they are, are its `text`. */
export class Composition {
  readonly #passages: readonly Passage[];
  readonly #list: CitationList;
  readonly #sentences: SentenceVerdict[] = [];
  readonly #drafts: (readonly DraftCitation[])[] = [];
  #last: string | undefined;
  #text = "";

  constructor(passages: readonly Passage[], findPages: FindPages) {
    this.#passages = passages;
    this.#list = new CitationList(findPages);
  }

  get text(): string {
    return this.#text;
  }

  get citations(): readonly Citation[] {
    return this.#list.all;
  }

  /** Cut ones as well. */
  get sentences(): readonly SentenceVerdict[] {
    return this.#sentences;
  }

  /** The places of each sentence, cut ones as well. */
  get drafts(): readonly (readonly DraftCitation[])[] {
    return this.#drafts;
  }

  /** @returns what to show of it; nothing when a check failed. */
  async add(checked: CheckedSentence): Promise<ShownSentence | undefined> {
    const { text, citations, failures, support } = checked;
    this.#drafts.push(citations);
    const passed = failures.length === 0;
    const numbers: number[] = [];
    if (passed)
      for (const citation of citations) {
        const number = await this.#cite(citation);
        if (!numbers.includes(number)) numbers.push(number);
      }
    const verdict = passed ? "passed" : "cut";
    this.#sentences.push({ text, citations: numbers, verdict, failures, support });
    if (!passed) return undefined;
    const shown = this.#separate(text) + text;
    this.#last = text;
    this.#text += shown;
    const { all } = this.#list;
    return { text: shown, citations: numbers.flatMap((number) => all[number - 1] ?? []) };
  }

  async #cite({ passage, span }: DraftCitation): Promise<number> {
    const found = this.#passages[passage];
    return found ? this.#list.add(found, span ?? { start: 0, end: found.text.length }) : 0;
  }

  #separate(text: string): string {
    if (this.#last === undefined) return "";
    if (LINE.test(text) || LINE.test(this.#last)) return "\n";
    return CLOSED.test(this.#last) ? "" : " ";
  }
}
