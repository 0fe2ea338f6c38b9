/** @module Questions that are another one with a few words changed, and texts that quote one another. */
import { listWords } from "../../../foundation/min-hash.ts";
import { hashText } from "../../../foundation/text-hash.ts";

/** Words that may differ, and the share that has to stay in place. */
const CHANGED = 3;
const KEPT = 0.6;
/** Words in a row that two texts do not have in common by chance (GPT-3's overlap analysis, 2020). */
const RUN = 13;

/**
 * Most words of the longer one that stand in the same order in both. Looked up by words: what shares
 * too few of them is never aligned.
 */
export class RewordedQuestions<T> {
  readonly #known: { readonly item: T; readonly words: readonly string[] }[] = [];
  readonly #holders = new Map<string, number[]>();

  add(item: T, text: string): void {
    const words = listWords(text);
    const number = this.#known.push({ item, words }) - 1;
    for (const word of new Set(words)) {
      const there = this.#holders.get(word);
      if (there) there.push(number);
      else this.#holders.set(word, [number]);
    }
  }

  /** Those of which at most three words are others, and six of ten are the same, in order. */
  find(text: string): readonly T[] {
    const words = listWords(text);
    const shared = new Map<number, number>();
    for (const word of new Set(words))
      for (const number of this.#holders.get(word) ?? [])
        shared.set(number, (shared.get(number) ?? 0) + 1);
    return [...shared].flatMap(([number, count]) => {
      const known = this.#known[number];
      if (!known) return [];
      const longer = Math.max(words.length, known.words.length);
      const least = Math.max(longer - CHANGED, Math.ceil(KEPT * longer));
      // Repeated words count once among the shared ones.
      const repeated = longer - Math.min(new Set(words).size, new Set(known.words).size);
      if (count + repeated < least) return [];
      return countKept(words, known.words) >= least ? [known.item] : [];
    });
  }
}

/** Length of the longest common subsequence. */
export function countKept(a: readonly string[], b: readonly string[]): number {
  let row = new Uint16Array(b.length + 1);
  for (const word of a) {
    const next = new Uint16Array(b.length + 1);
    for (const [at, other] of b.entries())
      next[at + 1] =
        word === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0);
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Every run of 13 words of some texts, to ask whether another one has any of them. */
export class QuotedRuns {
  readonly #runs = new Set<string>();

  add(text: string): void {
    for (const run of listRuns(text)) this.#runs.add(run);
  }

  isQuotedBy(text: string): boolean {
    return listRuns(text).some((run) => this.#runs.has(run));
  }
}

/** Two hashes each, so that runs are not taken for one another by chance. */
function listRuns(text: string): readonly string[] {
  const words = listWords(text);
  return Array.from({ length: Math.max(0, words.length - RUN + 1) }, (_, at) => {
    const run = words.slice(at, at + RUN).join(" ");
    return `${hashText(run, 1)} ${hashText(run, 2)}`;
  });
}
