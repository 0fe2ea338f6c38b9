import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toComparable } from "./comparable-text.ts";
import { createRandom } from "./random.ts";

describe("toComparable", () => {
  it("makes typography and white space equal, and keeps case", () => {
    assert.equal(toComparable("“Six\n weeks” – the\u00ad law’s").text, `"Six weeks" - the law's`);
  });

  it("leads back to the characters of the original", () => {
    const original = "See: ﬁve\u200b  “weeks”.";
    const { text, toOriginal } = toComparable(original);
    const at = text.indexOf('"weeks"');
    const { start, end } = toOriginal(at, at + 7);
    assert.equal(original.slice(start, end), "“weeks”");
    const five = toOriginal(text.indexOf("five"), text.indexOf("five") + 4);
    assert.equal(original.slice(five.start, five.end), "ﬁve");
  });

  it("takes a letter and its marks as one", () => {
    const { text, toOriginal } = toComparable("cafe\u0301 au lait");
    assert.equal(text, "café au lait");
    assert.deepEqual(toOriginal(3, 4), { start: 3, end: 5 });
  });

  it("gives every span back to text that is comparable to it", () => {
    const random = createRandom("comparable");
    const pieces = ["a", "é", "e\u0301", " ", "\n", "“", "–", "\u00ad", "ﬁ", "😀", "x"];
    for (let round = 0; round < 300; round++) {
      const original = Array.from({ length: 20 }, () => pieces[random.below(pieces.length)]).join(
        "",
      );
      const { text, toOriginal } = toComparable(original);
      const start = random.below(text.length);
      const end = start + random.below(text.length - start) + 1;
      const place = toOriginal(start, end);
      const again = toComparable(original.slice(place.start, place.end)).text;
      assert.ok(again.includes(text.slice(start, end).trim()), JSON.stringify({ original, again }));
    }
  });
});
