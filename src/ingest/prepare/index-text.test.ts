import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { getAnalyzer } from "../../engine/analysis/index.ts";
import { parseVariant, toVariant } from "./index-settings.ts";
import { indexText, type IndexableText } from "./index-text.ts";

const body = "Maternity leave begins early. Leave ends late.";
const text = `Leave rules\n${body}`;
const DOCUMENT: IndexableText = {
  title: "Handbook",
  text,
  blocks: [
    { kind: "heading", level: 1, start: 0, end: 11 },
    { kind: "paragraph", start: 12, end: text.length },
  ],
  pages: [],
  analyzer: "en-1",
};

const indexWith = (titleWeight: number, indexing: "standard" | "parity" = "standard") =>
  indexText(DOCUMENT, indexing, { maxTokens: 300, minTokens: 60, titleWeight });

/** Counted by hand: headings "Handbook" and "Leave rules", and the body's two sentences. */
const TITLE = new Map([
  ["handbook", 1],
  ["leav", 1],
  ["rule", 1],
]);

describe("the weight of titles", () => {
  it("adds the headings' terms and length as often as it says", () => {
    const counted = getAnalyzer("en-1").count(body);
    for (const weight of [0, 1, 2, 3]) {
      const [chunk] = indexWith(weight).chunks;
      const expected = new Map(counted.counts);
      if (weight > 0)
        for (const [term, times] of TITLE)
          expected.set(term, (expected.get(term) ?? 0) + weight * times);
      assert.deepEqual(new Map(chunk?.terms), expected, `weight ${weight}`);
      assert.equal(chunk?.termCount, counted.length + 3 * weight);
      assert.equal(chunk?.terms.get("leav"), 2 + weight);
    }
  });

  it("changes neither what is embedded nor the chunk itself", () => {
    const [once, ...others] = [1, 0, 2, 3].map((weight) => indexWith(weight));
    for (const other of others) {
      assert.deepEqual(other.bodies, once?.bodies);
      const strip = ({ chunks }: typeof other) =>
        chunks.map((chunk) => ({ ...chunk, terms: new Map(), termCount: 0 }));
      assert.deepEqual(strip(other), once && strip(once));
    }
    assert.deepEqual(once?.bodies, [body]);
  });

  it("is 1 in collections that are compared with print", () => {
    const document = { ...DOCUMENT, analyzer: "en-parity-1" };
    const [first, second] = [0, 1].map((titleWeight) =>
      indexText(document, "parity", { maxTokens: 300, minTokens: 60, titleWeight }),
    );
    assert.deepEqual(first, second);
  });
});

describe("names of variants", () => {
  it("stand for all settings, and are read back", () => {
    const settings = { maxTokens: 300, minTokens: 60, titleWeight: 2 };
    assert.equal(toVariant(settings), "blocks-1/300-60-2");
    assert.deepEqual(parseVariant(toVariant(settings)), settings);
    const others = [
      { ...settings, maxTokens: 301 },
      { ...settings, minTokens: 61 },
      { ...settings, titleWeight: 1 },
    ];
    assert.equal(new Set([settings, ...others].map(toVariant)).size, 4);
  });

  it("of other revisions are nobody's settings", () => {
    for (const name of ["", "blocks-2/300-60-1", "blocks-1/300-60", "blocks-1/300-60-1/x"])
      assert.equal(parseVariant(name), undefined, name);
  });
});
