import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { getAnalyzer, toTermKey } from "../analysis/index.ts";
import { createFeatureReader, type RerankFeatures } from "./features.ts";
import { prepareQuestion } from "./question.ts";
import type { TermSequence } from "./term-sequences.ts";

/** Undetermined language: every word is its own term, and nothing is a stop word. */
const analyzer = getAnalyzer("und-1");

/** One position a word; `/` stands between headings and text. */
function toSequence(text: string): TermSequence {
  const [headings = "", body] = text.includes("/") ? text.split("/") : ["", text];
  const toKeys = (part = ""): readonly number[] =>
    part
      .split(" ")
      .filter(Boolean)
      .map((word) => toTermKey(word) | 1);
  const keys = [...toKeys(headings), ...toKeys(body)];
  const { length } = toKeys(headings);
  return { keys: Int32Array.from(keys), body: length };
}

function prepare(question: string, idf: Readonly<Record<string, number>> = {}) {
  const tokens = analyzer.analyze(question);
  const terms = [...new Set(tokens.map(({ term }) => term))];
  return prepareQuestion(
    tokens,
    terms.map((term) => ({ term, idf: idf[term] ?? 1 })),
  );
}

/** An idf of 1 for every term but those named. */
function read(
  question: string,
  text: string,
  idf: Readonly<Record<string, number>> = {},
): RerankFeatures {
  return createFeatureReader(prepare(question, idf))(toSequence(text));
}

const fill = (count: number): string => "x ".repeat(count);

function assertFeatures(found: RerankFeatures, expected: Partial<RerankFeatures>): void {
  for (const [name, value] of Object.entries(expected)) {
    // The entries of the features themselves.
    const actual = found[name as keyof RerankFeatures];
    assert.ok(Math.abs(actual - value) < 1e-12, `${name} is ${actual}, not ${value}`);
  }
}

describe("createFeatureReader", () => {
  it("matches values worked by hand", () => {
    // a 2, b 3, c 5: W = 10. Pairs ab 5, bc 8: 13. Once each: 1/1.9.
    const idf = { a: 2, b: 3, c: 5 };
    assertFeatures(read("a b c", "a b x x c", idf), {
      cov: 1,
      // ab adjacent once, bc not: (5/1.9)/13
      ord: 5 / 1.9 / 13,
      unord: 1 / 1.9,
      win30: 1,
      title: 0,
    });
    // Twice: 2/2.9. Headings hold b: 3/10.
    assertFeatures(read("a b c", "b/a b a b", idf), {
      cov: 0.5,
      ord: (5 * 2) / 2.9 / 13,
      title: 0.3,
    });
  });

  it("is all 0 for a chunk without a term of the question, and for a question without terms", () => {
    for (const found of [read("a b", "x y"), read("a b", ""), read("?", "a b")])
      assert.deepEqual(found, { cov: 0, ord: 0, unord: 0, win30: 0, title: 0 });
  });

  it("counts a pair in order only side by side, and near only under eight positions apart", () => {
    assertFeatures(read("a b", "b a"), { ord: 0, unord: 1 / 1.9 });
    assertFeatures(read("a b", `a ${fill(6)}b`), { ord: 0, unord: 1 / 1.9 });
    assertFeatures(read("a b", `a ${fill(7)}b`), { unord: 0 });
  });

  it("takes the best thirty positions", () => {
    assertFeatures(read("a b c", `a ${fill(28)}b ${fill(40)}c`), { win30: 2 / 3, cov: 1 });
    assertFeatures(read("a b c", `a ${fill(29)}b ${fill(40)}c`), { win30: 1 / 3, cov: 1 });
  });

  it("lets headings and text stand together", () => {
    assertFeatures(read("a b", "a/b"), { ord: 1 / 1.9, title: 0.5, cov: 1 });
  });

  it("makes no pair of a term and itself, nor over an identifier", () => {
    assertFeatures(read("a a", "a a"), { ord: 0, unord: 0, cov: 1 });
    const prepared = prepare("ab-1 c");
    // ab, 1 and c: two pairs; =ab1 stands in none.
    assert.equal(prepared.pairWeights.length, 2);
    assert.equal(prepared.idf.length, 4);
  });

  it("leaves out what has no idf", () => {
    assertFeatures(read("a b", "a", { b: 0 }), { cov: 1, win30: 1 });
  });

  it("takes the first 256 terms of a question", () => {
    const words = Array.from({ length: 300 }, (_, i) => `w${i}`);
    assert.equal(prepare(words.join(" ")).idf.length, 256);
  });

  it("agrees with a slow reference on random texts", () => {
    const random = createRandom("rerank/features");
    const words = ["a", "b", "c", "d", "x", "y", "z"];
    const draw = (most: number): readonly string[] =>
      Array.from({ length: random.below(most) }, () => words[random.below(words.length)] ?? "");
    for (let round = 0; round < 500; round++) {
      const question = draw(8).filter((word) => word < "x");
      const [headings, body] = [draw(6), draw(120)];
      const idf = { a: random.uniform(), b: 1 + random.uniform(), c: 2, d: 0.5 };
      const found = read(question.join(" "), `${headings.join(" ")}/${body.join(" ")}`, idf);
      const expected = readSlowly(question, headings, body, idf);
      for (const [name, value] of Object.entries(found)) {
        assert.ok(value >= 0 && value <= 1, `${name} ${value}`);
        // The entries of the features themselves.
        const other = expected[name as keyof RerankFeatures];
        assert.ok(Math.abs(value - other) < 1e-9, `round ${round}, ${name}: ${value}, ${other}`);
      }
    }
  });
});

/** The definitions as they are written, over every pair of places and every window. */
function readSlowly(
  question: readonly string[],
  headings: readonly string[],
  body: readonly string[],
  idf: Readonly<Record<string, number>>,
): RerankFeatures {
  const text = [...headings, ...body];
  const asked = [...new Set(question)];
  const sum = (terms: readonly string[]): number =>
    terms.reduce((total, term) => total + (idf[term] ?? 0), 0);
  const share = (held: readonly string[]): number =>
    asked.length === 0 ? 0 : sum(asked.filter((term) => held.includes(term))) / sum(asked);
  const pairs = question
    .slice(1)
    .map((right, i) => [question[i] ?? "", right] as const)
    .filter(([left, right]) => left !== right);
  const saturate = (count: (left: string, right: string) => number): number => {
    const weights = pairs.map((pair) => sum(pair));
    const total = weights.reduce((a, b) => a + b, 0);
    const held = pairs.map(([left, right], i) => {
      const n = count(left, right);
      return ((weights[i] ?? 0) * n) / (n + 0.9);
    });
    return total === 0 ? 0 : held.reduce((a, b) => a + b, 0) / total;
  };
  const places = (term: string): readonly number[] =>
    text.flatMap((word, at) => (word === term ? [at] : []));
  const countPlaces = (test: (from: number, to: number) => boolean) => (a: string, b: string) =>
    places(a).reduce((n, from) => n + places(b).filter((to) => test(from, to)).length, 0);
  return {
    cov: share(text),
    ord: saturate(countPlaces((from, to) => to === from + 1)),
    unord: saturate(countPlaces((from, to) => Math.abs(to - from) < 8)),
    win30: Math.max(...text.map((_, at) => share(text.slice(at, at + 30))), 0),
    title: share(headings),
  };
}
