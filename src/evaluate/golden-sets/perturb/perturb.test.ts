import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../../foundation/random.ts";
import { makeGoldenCase } from "../../../testing/toy-system.ts";
import { plainTools } from "../../../testing/plain-text-tools.ts";
import { toForm, type Form } from "./forms.ts";
import { measureFormCosts } from "./measure-cost.ts";
import { perturbCases } from "./perturb.ts";
import { addTypos } from "./typos.ts";

const form = (name: Form, text: string, language = "en"): string =>
  toForm(name, text, { language, seed: "s", tools: plainTools });

/** Insertions, deletions, replacements and swaps of neighbors that part two words. */
function countEdits(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [
    i,
    ...Array.from({ length: b.length }, () => 0),
  ]);
  for (let j = 1; j <= b.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = least;
    }
  return rows[a.length]![b.length]!;
}

describe("addTypos", () => {
  const text = "How many weeks of parental leave does form B12 give to employees in 2026?";

  it("makes at most one slip a word, in one long word of five, never in its first letter", () => {
    for (let seed = 0; seed < 200; seed++) {
      const typed = addTypos(text, "en", createRandom(String(seed)));
      const [before, after] = [text.split(" "), typed.split(" ")];
      assert.equal(after.length, before.length);
      const changed = before.filter((word, i) => word !== after[i]);
      assert.ok(changed.length <= 2, typed);
      for (const [i, word] of before.entries()) {
        assert.ok(countEdits(word, after[i] ?? "") <= 1, `${word} ${after[i]}`);
        assert.equal(after[i]?.[0], word[0]);
      }
    }
  });

  it("leaves numbers, names and short words alone", () => {
    const kept = "What is B12 in 2026 for Mr Obama?";
    for (let seed = 0; seed < 50; seed++)
      assert.equal(addTypos(kept, "en", createRandom(String(seed))), kept);
  });

  it("slips equally for equal seeds", () => {
    const type = (seed: string): string => addTypos(text, "en", createRandom(seed));
    assert.equal(type("1"), type("1"));
    assert.ok(new Set(["1", "2", "3", "4", "5"].map(type)).size > 1);
  });

  it("slips to keys that lie beside each other", () => {
    const replaced = new Set<string>();
    for (let seed = 0; seed < 400; seed++) {
      const typed = addTypos("gggg", "en", createRandom(String(seed)));
      if (typed.length === 4 && typed !== "gggg")
        replaced.add([...typed].find((l) => l !== "g") ?? "");
    }
    assert.deepEqual([...replaced].toSorted(), ["b", "f", "h", "t", "v", "y"]);
  });
});

describe("toForm", () => {
  it("takes accents and umlauts away, and leaves scripts whose marks are letters", () => {
    assert.equal(
      form("unaccented", "Gibt es für Ärzte Straßengeld? ¿Cuántos años?"),
      "Gibt es fur Arzte Strassengeld? ¿Cuantos anos?",
    );
    assert.equal(form("unaccented", "छुट्टी के दिन"), "छुट्टी के दिन");
  });

  it("keeps the words that say what it is about", () => {
    assert.equal(
      form("telegraphic", "How many weeks of parental leave do I get?"),
      "weeks parental leave get",
    );
    assert.equal(form("telegraphic", "What is it?"), "What is it?");
  });

  it("writes as people chat", () => {
    assert.equal(
      form("colloquial", "How long is Leave, in the U.K.?"),
      "how long is leave in the u k",
    );
    assert.equal(form("colloquial", "Is 1.5 days ok?"), "is 1.5 days ok");
  });
});

describe("perturbCases", () => {
  const options = { seed: "1", at: "2026-11-01T00:00:00Z", tools: plainTools };
  const cases = [
    makeGoldenCase("a", {
      text: "How many weeks of parental leave?",
      stratum: "fact",
      group: "g",
      part: "dev",
    }),
    makeGoldenCase("b", { text: "Who?", retired: "old" }),
    makeGoldenCase("c", { text: "Which?", variantOf: "a" }),
  ];

  it("makes a variant a form of each question that is asked, right by the same evidence", () => {
    const variants = perturbCases(cases, ["typos", "unaccented", "colloquial"], options);
    assert.deepEqual(
      variants.map(({ id }) => id),
      ["a~typos", "a~colloquial"],
    );
    const [variant] = variants;
    assert.equal(variant?.variantOf, "a");
    assert.deepEqual(
      [variant?.group, variant?.part, variant?.stratum, variant?.origin],
      ["g", "dev", "form:typos", "perturbed"],
    );
    assert.deepEqual(variant?.grades, cases[0]?.grades);
  });
});

describe("measureFormCosts", () => {
  it("is the mean difference of the pairs that have both scores, with its interval", () => {
    const ids = Array.from({ length: 40 }, (_, i) => `q${i}`);
    const cases = ids.flatMap((id) => [
      makeGoldenCase(id),
      makeGoldenCase(`${id}~typos`, { variantOf: id, stratum: "form:typos" }),
    ]);
    const scores = new Map(
      ids.flatMap(
        (id, i) =>
          [
            [id, 0.8],
            [`${id}~typos`, i % 2 === 0 ? 0.7 : 0.6],
          ] as const,
      ),
    );
    scores.delete("q39");
    const [cost] = measureFormCosts(cases, ["nDCG@10"], (id) => scores.get(id));
    assert.equal(cost?.cases, 39);
    // 20 pairs lose .1 and 19 lose .2.
    assert.ok(Math.abs((cost?.difference ?? 0) + 5.8 / 39) < 1e-9);
    assert.ok((cost?.interval.low ?? 0) < -0.149 && (cost?.interval.high ?? 0) < -0.12);
  });

  it("says nothing of a single pair", () => {
    const pair = [
      makeGoldenCase("a"),
      makeGoldenCase("b", { variantOf: "a", stratum: "form:typos" }),
    ];
    assert.deepEqual(
      measureFormCosts(pair, ["R@100"], () => 1),
      [],
    );
  });
});
