/** @module The open sets as the benches use them: one running text cut into chunks, and questions. */
import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createRandom } from "../src/foundation/random.ts";

/** Words of a chunk. */
export const CHUNK_WORDS = 200;

/** Where each repeated pass over the text begins, so that no chunk is cut twice at one place. */
const PASS_SHIFT = 67;

export interface CutChunk {
  /** Of the document that its first word comes from. */
  readonly title: string;
  readonly text: string;
}

export interface SetQuestion {
  readonly set: string;
  readonly text: string;
}

/** The folder with the sets: an option, else the environment. */
export function findSets(option: string | undefined): string {
  const folder = option ?? process.env["PLUMBLINE_DATA_SETS"];
  const found = folder ? globSync(join(folder, "*/corpus.jsonl")).length : 0;
  if (folder !== undefined && found > 0) return folder;
  throw new Error(
    `${folder ? `${folder} holds no set` : "no data sets are named"}: give --sets FOLDER or set ` +
      "PLUMBLINE_DATA_SETS to a folder with the open sets, a folder each with corpus.jsonl " +
      "({id, title, text}) and queries.jsonl ({id, text})",
  );
}

export function readLines(path: string): readonly Record<string, unknown>[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>); // the sets hold objects
}

const isEnglish = (meta: unknown): boolean =>
  typeof meta !== "object" || meta === null || !("lang" in meta) || meta.lang === "en";

/**
 * Chunks of `CHUNK_WORDS` words of the English texts, in the order of the sets. When the texts are
 * used up they are cut again from another word on; `repeated` is the share of chunks made of text
 * already used.
 */
export function cutChunks(
  folder: string,
  wanted: number,
): { readonly chunks: readonly CutChunk[]; readonly repeated: number } {
  const words: string[] = [];
  const starts: { readonly at: number; readonly title: string }[] = [];
  for (const path of globSync(join(folder, "*/corpus.jsonl")).sort())
    for (const { title, text, meta } of readLines(path)) {
      // Without blanks between words a chunk of 200 of them would be many times as long.
      if (!isEnglish(meta)) continue;
      starts.push({ at: words.length, title: typeof title === "string" ? title : "" });
      for (const word of String(text).split(/\s+/)) if (word !== "") words.push(word);
    }
  if (words.length < CHUNK_WORDS) throw new Error(`${folder} holds too few words`);
  const chunks: CutChunk[] = [];
  let fresh = 0;
  for (let pass = 0; chunks.length < wanted; pass++) {
    let document = 0;
    const first = (pass * PASS_SHIFT) % CHUNK_WORDS;
    for (let from = first; from + CHUNK_WORDS <= words.length; from += CHUNK_WORDS) {
      while ((starts[document + 1]?.at ?? Infinity) <= from) document++;
      const title = starts[document]?.title ?? "";
      chunks.push({ title, text: words.slice(from, from + CHUNK_WORDS).join(" ") });
      if (chunks.length === wanted) break;
    }
    if (pass === 0) fresh = chunks.length;
  }
  return { chunks, repeated: 1 - fresh / chunks.length };
}

/** Five words at least and a question mark: what a person asks, not what one types into a box. */
const isQuestion = (text: string): boolean =>
  text.trimEnd().endsWith("?") && text.length < 400 && text.trim().split(/\s+/).length >= 5;

/**
 * Different natural-language questions, one from each set in turn, each set in a shuffled order
 * that is always the same. Fewer than `wanted` when the sets hold fewer.
 */
export function pickQuestions(folder: string, wanted: number): readonly SetQuestion[] {
  const random = createRandom("bench/questions");
  const sets = globSync(join(folder, "*/queries.jsonl"))
    .sort()
    .map((path) => {
      const texts = readLines(path)
        .filter(({ text, meta }) => isEnglish(meta) && isQuestion(String(text)))
        .map(({ text }) => ({ text: String(text), at: random.uniform() }))
        .toSorted((a, b) => a.at - b.at);
      return { set: basename(dirname(path)), texts };
    });
  const picked = new Map<string, SetQuestion>();
  const longest = Math.max(0, ...sets.map(({ texts }) => texts.length));
  for (let turn = 0; turn < longest; turn++)
    for (const { set, texts } of sets) {
      const text = texts[turn]?.text;
      if (text !== undefined && picked.size < wanted) picked.set(text, { set, text });
    }
  return [...picked.values()];
}
