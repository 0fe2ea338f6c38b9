import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom, type Random } from "../../foundation/random.ts";
import { ANALYZER_IDS, createTermKeyReader, getAnalyzer, toTermKey } from "./index.ts";

const PIECES = [
  ..."the of Deletions running e.g. U.S.A. don't well-known AB-1234/C gpt4o C++ #tag a@b.org".split(
    " ",
  ),
  ..."3.14 2,300 1,000,000 2026-03-01 and/or _private snake_case ___ zinc15.docking.org".split(" "),
  ..."Grüße naïve l’homme 東京都に Москва Αθήνα กรุงเทพ 한국어 “quoted” (2019), 50% x’s".split(" "),
  ..."2019–2020 well—known … • “5” –5 9’s 1. ;7; (a) a1 1a don't. 12:30 x… ‧a‧b a‧b l’été don’t ’tis o’ 5’s x≥y £5 2×3 m² §4 a\u00a0b «mot» −1 rock’n’roll l’an’2 ‘q’".split(
    " ",
  ),
  "a".repeat(40),
  "\u0301",
];
const SPACES = [" ", " ", " ", "\n", "\t", "  ", "\u00a0", "-", ", ", ". ", ""];

const pick = (random: Random, from: readonly string[]): string =>
  from[random.below(from.length)] ?? "";

const makeText = (random: Random): string =>
  Array.from({ length: random.below(60) }, () => pick(random, PIECES) + pick(random, SPACES)).join(
    "",
  );

/** What the keys stand for, read the slow way. */
function readSlowly(analyzerId: string, text: string): readonly number[] {
  let last = -1;
  return getAnalyzer(analyzerId)
    .analyze(text)
    .map(({ term, position }) => {
      const key = toTermKey(term) + (position === last ? 0 : 1);
      last = position;
      return key;
    });
}

describe("createTermKeyReader", () => {
  for (const id of ANALYZER_IDS)
    it(`reads the terms of analyze, with the same positions beginning (${id})`, () => {
      const random = createRandom(`term-keys/${id}`);
      const read = createTermKeyReader(getAnalyzer(id));
      for (let round = 0; round < 60; round++) {
        const text = makeText(random);
        const keys: number[] = [];
        read(text, keys);
        assert.deepEqual(keys, readSlowly(id, text), JSON.stringify(text));
      }
    });

  it("appends, and leaves what was there", () => {
    const keys = [7];
    createTermKeyReader(getAnalyzer("en-1"))("kelp", keys);
    assert.deepEqual(keys, [7, toTermKey("kelp") + 1]);
  });

  it("reads on when it has met more words than it keeps", () => {
    const read = createTermKeyReader(getAnalyzer("en-parity-1"));
    const toWord = (number: number): string =>
      number.toString(26).replaceAll(/\d/g, (digit) => "qrstuvwxyz"[Number(digit)] ?? "");
    for (let round = 0; round < 2; round++)
      for (let from = 0; from < 140_000; from += 1000) {
        const text = Array.from({ length: 1000 }, (_, i) => `z${toWord(from + i)}x`).join(" ");
        const keys: number[] = [];
        read(text, keys);
        assert.equal(keys.length, 1000);
        if (round === 1 && from % 20_000 === 0)
          assert.deepEqual(keys, readSlowly("en-parity-1", text));
      }
  });

  it("has positive keys whose lowest bit is free", () => {
    for (const term of ["", "a", "kelp", "=gpt4o", "東京"]) {
      assert.equal(toTermKey(term) & 1, 0);
      assert.ok(toTermKey(term) >= 0);
    }
  });
});
