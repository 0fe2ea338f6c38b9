import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashWords } from "./word-hashes.ts";

/** Behind a letter that only the full rules know, all of the text is read by them. */
const FULL = "Ω";
const readBothWays = (text: string) => ({
  plain: [...hashWords(text)],
  full: [...hashWords(`${text} ${FULL}`)].slice(0, -1),
});

describe("hashWords", () => {
  for (const text of [
    "Plain WORDS, of 2 sentences. They end!",
    "Ärger über Straßen; ÉTÉ à Þórshöfn × ÿ",
    "“quoted” – and… «more» 5 € · 3′",
    "x² is no plain text, nor ½ or µm",
    "",
  ])
    it(`reads ${JSON.stringify(text)} as Unicode's rules do`, () => {
      const { plain, full } = readBothWays(text);
      assert.deepEqual(plain, full);
    });

  it("folds case and nothing else", () => {
    assert.deepEqual(hashWords("ÄRGER Übel"), hashWords("ärger übel"));
    assert.notDeepEqual(hashWords("ä"), hashWords("a"));
  });
});
