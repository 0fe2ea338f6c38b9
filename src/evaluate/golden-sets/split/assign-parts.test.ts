import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../../foundation/random.ts";
import { makeGoldenCase } from "../../../testing/toy-system.ts";
import { plainTools } from "../../../testing/plain-text-tools.ts";
import { assignParts, type UnassignedCase } from "./assign-parts.ts";
import { choosePart, listParts } from "./choose-part.ts";
import { joinGroups } from "./join-groups.ts";

/** Words that no two cases share. */
const make = (id: string, given: Partial<UnassignedCase> = {}): UnassignedCase =>
  makeGoldenCase(id, { text: `x${id} y${id} z${id}`, grades: new Map([[`d${id}`, 1]]), ...given });
const many = (count: number): readonly UnassignedCase[] =>
  Array.from({ length: count }, (_, index) => make(String(index)));

describe("choosePart", () => {
  it("makes everything a test below 60 cases, and cuts in two below 150", () => {
    const partsOf = (cases: number): ReadonlySet<string> =>
      new Set(Array.from({ length: 400 }, (_, i) => choosePart("s", `g${i}`, cases)));
    assert.deepEqual([...partsOf(59)], ["test"]);
    assert.deepEqual([...partsOf(60)].toSorted(), ["dev", "test"]);
    assert.deepEqual([...partsOf(150)].toSorted(), ["calibration", "dev", "test", "train"]);
    assert.deepEqual(listParts(150), ["train", "dev", "calibration", "test"]);
  });

  it("gives the parts 40, 15, 15 and 30 % of the groups", () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 10_000; i++) {
      const part = choosePart("s", `g${i}`, 1000);
      counts.set(part, (counts.get(part) ?? 0) + 1);
    }
    for (const [part, share] of [
      ["train", 4000],
      ["dev", 1500],
      ["calibration", 1500],
      ["test", 3000],
    ] as const)
      assert.ok(Math.abs((counts.get(part) ?? 0) - share) < 200, `${part} ${counts.get(part)}`);
  });
});

describe("joinGroups", () => {
  it("joins what shares a group, a document, an original or a wording", () => {
    const groups = joinGroups(
      [
        make("a", { group: "one" }),
        make("b", { group: "one" }),
        make("c", { grades: new Map([["db", 2]]) }),
        make("d", { variantOf: "c" }),
        make("e", { text: "xc yc zc" }),
        make("f"),
      ],
      plainTools,
    );
    assert.equal(new Set(["a", "b", "c", "d", "e"].map((id) => groups.get(id))).size, 1);
    assert.equal(groups.get("f"), "f");
  });

  it("does not join by a document that is judged bad", () => {
    const groups = joinGroups([make("a"), make("b", { grades: new Map([["da", 0]]) })], plainTools);
    assert.notEqual(groups.get("a"), groups.get("b"));
  });

  it("does not make one group of all questions of a template", () => {
    const cases = Array.from({ length: 60 }, (_, i) =>
      make(String(i), { text: `renewal term of contract number n${i} party p${i}` }),
    );
    const sizes = Map.groupBy(joinGroups(cases, plainTools).values(), (group) => group);
    assert.ok([...sizes.values()].every(({ length }) => length <= 6));
  });
});

describe("assignParts", () => {
  it("never moves a case when others come, in any order", () => {
    const random = createRandom("moves");
    const all = many(240);
    let { cases } = assignParts([], all.slice(0, 80), "seed", plainTools);
    for (let from = 80; from < 240; from += 1 + random.below(60)) {
      const before = new Map(cases.map(({ id, part }) => [id, part]));
      const known = new Set(before.keys());
      const fresh = all.filter(({ id }) => !known.has(id)).slice(0, 40);
      cases = assignParts(cases, fresh, "seed", plainTools).cases;
      for (const [id, part] of before)
        assert.equal(cases.find((each) => each.id === id)?.part, part);
    }
  });

  it("keeps a component in one part, and says how large the largest is", () => {
    const shared = many(200).map((each, i) =>
      i < 50 ? { ...each, grades: new Map([["all.md", 1]]) } : each,
    );
    const { cases, largestGroup } = assignParts([], shared, "seed", plainTools);
    assert.equal(new Set(cases.slice(0, 50).map(({ part }) => part)).size, 1);
    assert.equal(largestGroup, 0.25);
  });

  it("counts only what is asked when it chooses how to cut", () => {
    const retired = many(100).map((each, i) => (i < 50 ? { ...each, retired: "old" } : each));
    const { cases } = assignParts([], retired, "seed", plainTools);
    assert.ok(cases.every(({ part }) => part === "test"));
  });
});
