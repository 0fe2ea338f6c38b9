import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { takeDistinct } from "./near-duplicates.ts";

const TEXT =
  "Employees may carry over up to five days of annual leave into the first quarter of the next year when work kept them from taking it";

const take = (texts: readonly string[], wanted = 10) => takeDistinct(texts, (text) => text, wanted);

describe("takeDistinct", () => {
  it("folds a repeated text into the first one, whatever its case and punctuation", () => {
    const shouted = `${TEXT.toUpperCase()}!`;
    assert.deepEqual(take([TEXT, "Something else", shouted]), [
      { item: TEXT, repeats: [shouted] },
      { item: "Something else", repeats: [] },
    ]);
  });

  it("compares plain texts and others word for word", () => {
    const quoted = `“${TEXT}” …`;
    assert.deepEqual(take([TEXT, quoted]), [{ item: TEXT, repeats: [quoted] }]);
    assert.equal(take(["a1 b", "a 1b"]).length, 2);
    for (const edge of "az09")
      assert.equal(take([`x${edge}y`, "x y"]).length, 2, `${edge} is part of a word`);
  });

  it("keeps texts apart that share a sentence", () => {
    const longer = `${TEXT}. ${"Unused days beyond that lapse without payment at the end of March, unless illness kept the employee away for longer. ".repeat(2)}`;
    assert.equal(take([TEXT, longer]).length, 2);
  });

  it("stops at the number wanted", () => {
    assert.deepEqual(
      take(["one text", "another", "a third"], 2).map(({ item }) => item),
      ["one text", "another"],
    );
  });

  it("is empty for nothing", () => {
    assert.deepEqual(take([]), []);
  });
});
