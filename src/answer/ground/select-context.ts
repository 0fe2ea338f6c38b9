/** @module Which passages a generator is shown, and why the others are not. */
import type { Passage } from "../../domain/passage.ts";
import type { RecordedPassage } from "../../domain/answer-record.ts";

export interface Context {
  readonly passages: readonly Passage[];
  /** One entry a retrieved passage, in rank order. */
  readonly admitted: readonly RecordedPassage["context"][];
}

/** Best first until the room is full; a later, shorter passage may still fit. */
export function selectContext(passages: readonly Passage[], maxLength: number): Context {
  let room = maxLength;
  const admitted = passages.map(({ text }) => {
    if (text.length > room) return "token_limit" as const;
    room -= text.length;
    return "in" as const;
  });
  return { passages: passages.filter((_, index) => admitted[index] === "in"), admitted };
}
