import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { plantVocabularyGap } from "../../scripts/plant-vocabulary-gap.ts";
import { readGoldenSet } from "../../src/app/golden/set-folder.ts";

const FOLDER = "examples/vocabulary-gap";

describe("the planted vocabulary gap", () => {
  it("is what its script writes", () => {
    for (const [path, text] of plantVocabularyGap())
      assert.equal(readFileSync(join(FOLDER, path), "utf8"), text, path);
  });

  it("spells half of its names by ear, and judges by other medicines and askers", () => {
    const { cases } = readGoldenSet(process.cwd(), join(FOLDER, "golden"));
    const lastWord = (text: string): string => text.split(" ").at(-1) ?? "";
    const of = (part: string) => cases.filter((each) => each.part === part);
    assert.deepEqual([of("train").length, of("test").length], [260, 100]);
    for (const { id, text, stratum } of cases)
      assert.equal(text.includes(id), stratum === "as-written", id);
    assert.equal(cases.filter(({ stratum }) => stratum === "by-ear").length, 180);
    const askers = new Set(of("train").map(({ text }) => lastWord(text)));
    assert.ok(of("test").every(({ text }) => !askers.has(lastWord(text))));
    const medicines = cases.flatMap(({ grades }) => [...grades.keys()]);
    assert.equal(new Set(medicines).size, cases.length);
  });
});
