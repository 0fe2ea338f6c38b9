/**
 * Gathers the texts that the embedder is trained on:
 * `node training/embedder/texts.ts --sets FOLDER --out FILE.jsonl`, each line {set, kind, text}.
 *
 * Documents only, never a question or a judgment. Each document gives its title, a window of its
 * text under that title, two sentences and a fragment of a third, so that lengths from a phrase to a
 * chunk are met. No text comes twice. The order is that of the texts' hashes, which puts windows of
 * the two largest sets later than the rest and those of the others first: a prefix of the file is a
 * fair sample of all sets, so the teacher may be stopped at any point, and it has read many short
 * texts for the price of a few long ones.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findSets, readLines } from "../../bench/sets.ts";
import { splitSentences } from "../../src/engine/evidence/index.ts";
import { sha256, toIntegerKey } from "../../src/foundation/hash.ts";
import { createRandom, type Random } from "../../src/foundation/random.ts";
import { cutWindow } from "./cut-window.ts";
import { TRAINING_SETS, type TrainingText } from "./training-text.ts";

/** Sets with most of the windows, which cost the teacher most; of the others all are read early. */
const LARGEST: readonly string[] = ["train-text", "cuad"];
/** How much thinner windows are at the file's beginning: of the largest sets, and of the others. */
const WINDOW_DELAY = { largest: 2.5, others: 0.5 };
/** Sentences of a document that are taken beside its window. */
const SENTENCES = 2;
/** Shorter ones are labels and debris; longer ones are lists without a full stop. */
const SENTENCE_CHARACTERS = { least: 25, most: 600 };
/** Words of a fragment: the length of a question. */
const FRAGMENT_WORDS = { least: 3, most: 12 };

const { values } = parseArgs({
  options: { sets: { type: "string" }, out: { type: "string" } },
});

function cutFragment(sentence: string, random: Random): string {
  const words = sentence.split(/\s+/);
  const { least, most } = FRAGMENT_WORDS;
  const count = Math.min(words.length, least + random.below(most - least + 1));
  const from = random.below(words.length - count + 1);
  return words.slice(from, from + count).join(" ");
}

function takeRandom<T>(items: T[], random: Random): T | undefined {
  return items.length === 0 ? undefined : items.splice(random.below(items.length), 1)[0];
}

function* textsOf(set: string, title: string, text: string): Generator<TrainingText> {
  const random = createRandom(`training-text/${sha256(`${title}\n${text}`)}`);
  if (title !== "") yield { set, kind: "title", text: title };
  const window = cutWindow(text, random);
  yield { set, kind: "window", text: title === "" ? window : `${title}\n${window}` };
  const sentences = splitSentences(text, "en")
    .map(({ start, end }) => text.slice(start, end).replace(/\s+/g, " "))
    .filter(
      ({ length }) => length >= SENTENCE_CHARACTERS.least && length <= SENTENCE_CHARACTERS.most,
    );
  for (let i = 0; i < SENTENCES; i++) {
    const sentence = takeRandom(sentences, random);
    if (sentence !== undefined) yield { set, kind: "sentence", text: sentence };
  }
  const last = takeRandom(sentences, random);
  if (last !== undefined) yield { set, kind: "fragment", text: cutFragment(last, random) };
}

/** In [0, 1) by the hash for short texts. */
function placeOf(hash: string, { kind, set }: TrainingText): number {
  const delay = LARGEST.includes(set) ? WINDOW_DELAY.largest : WINDOW_DELAY.others;
  return (toIntegerKey(hash) / 2 ** 52) * (kind === "window" ? delay : 1);
}

function main(): void {
  if (values.out === undefined) throw new Error("give --out FILE.jsonl");
  const folder = findSets(values.sets);
  const byHash = new Map<string, TrainingText>();
  for (const set of TRAINING_SETS)
    for (const { title, text } of readLines(join(folder, set, "corpus.jsonl")))
      for (const found of textsOf(set, typeof title === "string" ? title : "", String(text))) {
        const hash = sha256(found.text);
        if (!byHash.has(hash) && found.text.trim() !== "") byHash.set(hash, found);
      }
  const sorted = [...byHash].toSorted((a, b) => placeOf(...a) - placeOf(...b));
  const lines = sorted.map(([, found]) => JSON.stringify(found));
  writeFileSync(values.out, `${lines.join("\n")}\n`);
  process.stdout.write(`${lines.length} texts, sha256 ${sha256(`${lines.join("\n")}\n`)}\n`);
}

main();
