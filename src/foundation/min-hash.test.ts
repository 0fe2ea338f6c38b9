import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  computeJaccard,
  computeSignature,
  estimateJaccard,
  listWords,
  NearDuplicates,
  toShingles,
} from "./min-hash.ts";
import { createRandom, type Random } from "./random.ts";

const WORDS = Array.from({ length: 60 }, (_, i) => `word${i}`);
const drawText = (random: Random, length: number): string =>
  Array.from({ length }, () => WORDS[random.below(WORDS.length)]).join(" ");

/** The same text with some words replaced. */
const vary = (random: Random, text: string, share: number): string =>
  text
    .split(" ")
    .map((word) => (random.uniform() < share ? WORDS[random.below(WORDS.length)] : word))
    .join(" ");

describe("toShingles", () => {
  it("counts runs of words, whatever their case and punctuation", () => {
    assert.equal(toShingles("one two three two three", 2).size, 3);
    assert.deepEqual(toShingles("One, TWO!", 2), toShingles("one two", 2));
  });

  it("takes a short text as one run, and an empty one as none", () => {
    assert.equal(toShingles("one", 3).size, 1);
    assert.equal(toShingles("?!", 3).size, 0);
  });

  it("takes characters for words where words are not parted", () => {
    assert.deepEqual(listWords("有給休暇 20 日"), ["有", "給", "休", "暇", "20", "日"]);
  });
});

describe("computeJaccard", () => {
  it("is the shared share", () => {
    assert.equal(computeJaccard(new Set([1, 2, 3]), new Set([2, 3, 4])), 0.5);
    assert.equal(computeJaccard(new Set(), new Set()), 0);
  });
});

describe("computeSignature", () => {
  it("agrees with the exact coefficient as closely as 128 hashes can", () => {
    const random = createRandom("signature");
    let squares = 0;
    const rounds = 300;
    for (let round = 0; round < rounds; round++) {
      const text = drawText(random, 30);
      const a = toShingles(text, 2);
      const b = toShingles(vary(random, text, random.uniform() / 2), 2);
      const estimate = estimateJaccard(computeSignature(a), computeSignature(b));
      squares += (estimate - computeJaccard(a, b)) ** 2;
    }
    // sqrt(s(1 - s)/128) is .044 at most.
    assert.ok(Math.sqrt(squares / rounds) < 0.05, String(Math.sqrt(squares / rounds)));
  });
});

describe("NearDuplicates", () => {
  it("finds exactly the pairs that comparing all finds", () => {
    const random = createRandom("pairs");
    const bases = Array.from({ length: 40 }, () => drawText(random, 24));
    const texts = bases.flatMap((text) => [
      text,
      vary(random, text, 0.04),
      vary(random, text, 0.3),
    ]);
    const index = new NearDuplicates<number>({ threshold: 0.72, width: 2 });
    const found: string[] = [];
    const expected: string[] = [];
    const sets = texts.map((text) => toShingles(text, 2));
    for (const [i, text] of texts.entries()) {
      for (const { item } of index.find(text)) found.push(`${item} ${i}`);
      for (const [j, set] of sets.slice(0, i).entries())
        if (computeJaccard(set, sets[i] ?? new Set()) >= 0.72) expected.push(`${j} ${i}`);
      index.add(i, text);
    }
    assert.ok(expected.length > 20);
    assert.deepEqual(found.toSorted(), expected.toSorted());
  });

  it("names the most alike first, with its likeness", () => {
    const index = new NearDuplicates<string>({ threshold: 0.5, width: 1 });
    index.add("near", "one two three five");
    index.add("same", "one two three four");
    assert.deepEqual(index.find("one two three four"), [
      { item: "same", similarity: 1 },
      { item: "near", similarity: 0.6 },
    ]);
    assert.deepEqual(index.find(""), []);
  });
});

describe("NearDuplicates by characters", () => {
  it("finds short texts that differ by a letter, whose runs of words have nothing in common", () => {
    const text = "how long may parental leave last";
    const words = new NearDuplicates<string>({ threshold: 0.8, width: 5 });
    const characters = new NearDuplicates<string>({ threshold: 0.8, width: 4, unit: "characters" });
    for (const index of [words, characters]) index.add("known", text);
    const near = "how long may parental leave lasts";
    assert.deepEqual(words.find(near), []);
    // 29 runs of four characters, and one more.
    const [found] = characters.find(near);
    assert.equal(found?.item, "known");
    assert.ok(Math.abs((found?.similarity ?? 0) - 29 / 30) < 1e-12, String(found?.similarity));
  });
});
