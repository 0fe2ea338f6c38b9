/** @module A chunk as the keys of its terms in order: read once, when it is stored. */
import { createTermKeyReader, getAnalyzer, type TermKeyReader } from "../analysis/index.ts";

/** Keys as `TermKeyReader` gives them; those before `body` are of the headings. */
export interface TermSequence {
  readonly keys: Int32Array;
  readonly body: number;
}

/** A chunk as a store gives it. */
export interface SequencedChunk {
  readonly analyzer: string;
  /** Document title and headings above the chunk. */
  readonly headings: readonly string[];
  readonly text: string;
}

/** Each keeps the words it met, in bounded memory. */
const readers = new Map<string, TermKeyReader>();

export function readTermSequence({ analyzer, headings, text }: SequencedChunk): TermSequence {
  const read = readers.get(analyzer) ?? createTermKeyReader(getAnalyzer(analyzer));
  readers.set(analyzer, read);
  const keys: number[] = [];
  for (const heading of headings) read(heading, keys);
  const body = keys.length;
  read(text, keys);
  return { keys: Int32Array.from(keys), body };
}
