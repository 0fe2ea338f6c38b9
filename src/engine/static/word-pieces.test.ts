import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createWordPieces } from "./word-pieces.ts";

const VOCABULARY = [
  "[UNK]",
  "un",
  "##aff",
  "##able",
  "##a",
  "aff",
  "cafe",
  "中",
  ",",
  "[",
  "]",
  "unk",
];
const pieces = createWordPieces(VOCABULARY);

function cut(text: string, most = 64): readonly string[] {
  const target = new Uint16Array(most);
  const count = pieces.encode(text, target);
  return Array.from(target.subarray(0, count), (number) => VOCABULARY[number] ?? "?");
}

describe("word pieces", () => {
  it("are the longest that match, from the left", () => {
    assert.deepEqual(cut("unaffable"), ["un", "##aff", "##able"]);
    assert.deepEqual(cut("aff una"), ["aff", "un", "##a"]);
  });

  it("leave out a word of which a part is unknown, and go on behind it", () => {
    assert.deepEqual(cut("unaffx aff"), ["aff"]);
  });

  it("read Unicode as the vocabulary spells it", () => {
    assert.deepEqual(cut("CAFÉ,cafe\u0301"), ["cafe", ",", "cafe"]);
    assert.deepEqual(cut("中中"), ["中", "中"]);
  });

  it("read a reserved name in a text as plain text", () => {
    assert.deepEqual(cut("[UNK]"), ["[", "unk", "]"]);
  });

  it("stop where the target ends, within a word as well", () => {
    assert.deepEqual(cut("unaffable aff", 2), ["un", "##aff"]);
    assert.deepEqual(cut("aff", 0), []);
  });

  it("do not depend on what was cut before", () => {
    const fresh = createWordPieces(VOCABULARY);
    const target = new Uint16Array(8);
    for (let i = 0; i < 70_000; i++) fresh.encode(`word${i}`, target);
    assert.equal(fresh.encode("unaffable", target), 3);
    assert.deepEqual([...target.subarray(0, 3)], [1, 2, 3]);
  });
});
