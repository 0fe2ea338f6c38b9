/** @module Anchors such as `[1]` in a model's text: taken out, and their places kept. */

/** Numbers in brackets as models write them: [1], [1, 2], [1-3], 【1】, 【1†source】, [^1], [passage 1]. */
const ANCHOR =
  /[[［【]\s*\^?(?:(?:passages?|sources?|documents?|docs?|refs?|quellen?)\.?:?\s*)?(\d{1,3}(?:\s*(?:[,;、，&]|and|und|et|y|–|-)\s*\^?\d{1,3})*)\s*(?:†[^\]］】\n]{0,60})?[\]］】]/giu;
const OPEN = /[[［【][^\]］】\n]{0,80}$/u;
/** A range of more is a year span or a part number. */
const LONGEST_RANGE = 20;

export interface Anchor {
  /** Where it stood, in the text without anchors. */
  readonly at: number;
  /** As they are written, from 1; in order, without repeats. */
  readonly numbers: readonly number[];
}

export interface Unanchored {
  readonly text: string;
  readonly anchors: readonly Anchor[];
  /** Place in the original text of a place in the text without anchors, behind any anchor there. */
  toOriginal(at: number): number;
}

/** Blanks before an anchor go with it, so that "weeks [1]." becomes "weeks.". */
export function takeOutAnchors(original: string): Unanchored {
  const anchors: Anchor[] = [];
  const cuts: { readonly at: number; readonly length: number }[] = [];
  let text = "";
  let from = 0;
  for (const match of original.matchAll(ANCHOR)) {
    const before = original.slice(from, match.index).replace(/[^\S\n]+$/u, "");
    text += before;
    const start = from + before.length;
    from = match.index + match[0].length;
    anchors.push({ at: text.length, numbers: toNumbers(match[1] ?? "") });
    cuts.push({ at: text.length, length: from - start });
  }
  text += original.slice(from);
  return {
    text,
    anchors,
    toOriginal: (at) => cuts.reduce((sum, cut) => (cut.at <= at ? sum + cut.length : sum), at),
  };
}

function toNumbers(list: string): readonly number[] {
  const numbers = list.split(/[,;、，&]|and|und|et|y/i).flatMap((part) => {
    const [first = 0, last = first] = (part.match(/\d+/g) ?? []).map(Number);
    const count = Math.min(LONGEST_RANGE, Math.max(1, last - first + 1));
    return Array.from({ length: count }, (_, index) => first + index);
  });
  return [...new Set(numbers)];
}

/** Where an anchor may have begun that is not closed yet; the length of the text when none has. */
export function findOpenAnchor(text: string): number {
  return OPEN.exec(text)?.index ?? text.length;
}
