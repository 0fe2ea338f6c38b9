import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { quantizeRows, type StaticTable } from "./static-table.ts";
import { createTokenMatcher } from "./token-match.ts";
import { createWordPieces } from "./word-pieces.ts";

const WORDS = Array.from({ length: 60 }, (_, i) => `w${String.fromCharCode(97 + (i % 26))}${i}`);

function tableOf(words: readonly string[], rows: Float32Array, dimensions: number): StaticTable {
  const quantized = quantizeRows(rows, dimensions);
  return { name: "t", vocabulary: words, dimensions, hash: "", ...quantized };
}

/** Rows worked with by hand: north, east, north-east twice as long, and a mark. */
const COMPASS = tableOf(
  ["north", "east", "between", "."],
  Float32Array.of(1, 0, 0, 1, 2, 2, 1, 0),
  2,
);

/** The formula word for word, over rows made floating again. */
function matchPlainly(
  { vocabulary, codes, scales, dimensions: stride }: StaticTable,
  dimensions: number,
  question: string,
  passage: string,
): number {
  const target = new Uint16Array(512);
  const pieces = createWordPieces(vocabulary);
  const encode = (text: string): readonly number[] => [
    ...new Set(target.slice(0, pieces.encode(text, target))),
  ];
  const row = (piece: number): readonly number[] =>
    [...codes.subarray(piece * stride, piece * stride + dimensions)].map(
      (code) => code * (scales[piece] ?? 0),
    );
  const product = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  const length = (a: readonly number[]): number => Math.sqrt(product(a, a));
  let sum = 0;
  let total = 0;
  for (const asked of encode(question).map(row)) {
    const cosines = encode(passage)
      .map(row)
      .map((held) => product(asked, held) / (length(asked) * length(held)));
    sum += product(asked, asked) * Math.max(0, ...cosines);
    total += product(asked, asked);
  }
  return total === 0 ? 0 : sum / total;
}

describe("token match", () => {
  it("is the value worked by hand", () => {
    const match = createTokenMatcher(COMPASS);
    // north is there; east is nearest to between, at 45 degrees; both rows have length 1.
    const [both, one, none] = match("North, east?", ["north between", "north.", "."]);
    assert.ok(Math.abs((both ?? 0) - (1 + Math.SQRT1_2) / 2) < 1e-6);
    assert.equal(one, 0.5);
    assert.equal(none, 0);
  });

  it("weighs a piece by the squared length of its row", () => {
    const [score] = createTokenMatcher(COMPASS)("between north", ["between"]);
    assert.ok(Math.abs((score ?? 0) - (8 + Math.SQRT1_2) / 9) < 1e-6);
  });

  it("is 0 for a question of marks alone, and gives nothing for no passages", () => {
    const match = createTokenMatcher(COMPASS);
    assert.deepEqual([...match("...", ["north"])], [0]);
    assert.deepEqual([...match("north", [])], []);
  });

  for (const dimensions of [5, 8])
    it(`is the formula's value for drawn rows, questions and passages, at ${dimensions}`, () => {
      const random = createRandom(`token-match/${dimensions}`);
      const draw = (most: number): string =>
        Array.from({ length: random.below(most) }, () => WORDS[random.below(WORDS.length)]).join(
          " ",
        );
      const rows = Float32Array.from({ length: WORDS.length * 8 }, () => random.uniform() - 0.5);
      const table = tableOf(WORDS, rows, 8);
      const match = createTokenMatcher(table, dimensions);
      for (let round = 0; round < 30; round++) {
        const question = draw(12);
        const passages = Array.from({ length: 1 + random.below(9) }, () => draw(60));
        const expected = passages.map((text) => matchPlainly(table, dimensions, question, text));
        for (const [index, score] of match(question, passages).entries())
          assert.ok(Math.abs(score - (expected[index] ?? 0)) < 1e-9, `round ${round}`);
      }
    });

  it("gives a passage the same score whatever stands beside it", () => {
    const match = createTokenMatcher(COMPASS);
    const [alone] = match("east north", ["between"]);
    assert.equal(match("east north", ["north", "", "between", "between"])[2], alone);
    assert.equal(match("east north", ["between", "north"])[0], alone);
  });
});
