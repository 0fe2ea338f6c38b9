/** @module Pairs that nobody had to label: what a title says, and a passage that stands under it. */
import { join } from "node:path";
import { readLines } from "../../bench/sets.ts";
import { sha256 } from "../../src/foundation/hash.ts";
import { cutWindow } from "./cut-window.ts";
import { createRandom } from "../../src/foundation/random.ts";

/** A title over many passages says little about each of them. */
const MOST_PAIRS_A_TITLE = 2;
/** Shorter ones are "FAQ" and "Next steps"; shorter passages are debris. */
const LEAST_TITLE_CHARACTERS = 12;
const LEAST_PASSAGE_CHARACTERS = 80;

export interface TitlePair {
  readonly title: string;
  /** Without its title. */
  readonly passage: string;
}

/** In the order of the sets and their documents, the first passages of a title before later ones. */
export function readPairs(folder: string, sets: readonly string[]): readonly TitlePair[] {
  const taken = new Map<string, number>();
  const pairs: TitlePair[] = [];
  for (const set of sets)
    for (const row of readLines(join(folder, set, "corpus.jsonl"))) {
      const title = typeof row["title"] === "string" ? row["title"] : "";
      const text = String(row["text"]);
      const count = taken.get(title) ?? 0;
      if (title.length < LEAST_TITLE_CHARACTERS || count === MOST_PAIRS_A_TITLE) continue;
      if (text.length < LEAST_PASSAGE_CHARACTERS) continue;
      taken.set(title, count + 1);
      const random = createRandom(`pairs/${sha256(text)}`);
      pairs.push({ title, passage: cutWindow(text, random) });
    }
  return pairs;
}
