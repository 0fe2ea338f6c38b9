import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../../foundation/random.ts";
import { assignSides, SIDES, type Assigned, type TiedRow } from "./assign-sides.ts";

const row = (id: string, ...ties: readonly string[]): TiedRow => ({ id, ties });
const sideOf = (assigned: readonly Assigned[], id: string): string | undefined =>
  assigned.find((each) => each.id === id)?.side;

/** Ids of rows without ties, by the side that this seed gives them. */
function findOn(side: string, count: number): readonly string[] {
  const { assigned } = assignSides(
    [],
    Array.from({ length: 200 }, (_, at) => row(`r${at}`)),
    "s",
  );
  return assigned
    .filter((each) => each.side === side)
    .slice(0, count)
    .map(({ id }) => id);
}

describe("assignSides", () => {
  it("gives the sides 80, 10 and 10 % of the groups", () => {
    const rows = Array.from({ length: 5000 }, (_, at) => row(`r${at}`));
    const { assigned } = assignSides([], rows, "seed");
    const counts = SIDES.map((side) => assigned.filter((each) => each.side === side).length);
    for (const [at, expected] of [4000, 500, 500].entries())
      assert.ok(Math.abs((counts[at] ?? 0) - expected) < 120, counts.join());
  });

  it("keeps rows together that share a tie, or nearly repeat one another", () => {
    const { assigned } = assignSides(
      [],
      [row("a", "x"), row("b", "x", "y"), row("c", "y"), row("d"), row("e")],
      "seed",
      [["c", "d"]],
    );
    const groups = new Map(assigned.map(({ id, group }) => [id, group]));
    assert.equal(new Set(["a", "b", "c", "d"].map((id) => groups.get(id))).size, 1);
    assert.equal(groups.get("e"), "e");
  });

  it("refuses a newcomer that would tie both sides together, and it alone", () => {
    const [one = "", other = ""] = [...findOn("train", 1), ...findOn("test", 1)];
    const { assigned: settled } = assignSides([], [row(one, "x"), row(other, "y")], "s");
    assert.notEqual(sideOf(settled, one), sideOf(settled, other));
    const { assigned, conflicts } = assignSides(
      settled,
      [row("bridge", "x", "y"), row("left", "x"), row("right", "y")],
      "s",
    );
    assert.deepEqual(conflicts, ["bridge"]);
    assert.equal(sideOf(assigned, "left"), sideOf(settled, one));
    assert.equal(sideOf(assigned, "right"), sideOf(settled, other));
  });

  it("remembers what held a row together when the row itself is gone", () => {
    const [gone = ""] = findOn("test", 1);
    const { assigned: settled } = assignSides([], [row(gone, "talk")], "s");
    const { assigned } = assignSides(settled, [row("later", "talk")], "s");
    assert.equal(sideOf(assigned, "later"), "test");
  });

  it("never moves a row, nor parts what is tied, in 1,000 random additions", () => {
    const random = createRandom("additions");
    let assigned: readonly Assigned[] = [];
    const refused = new Set<string>();
    const ties = new Map<string, readonly string[]>();
    for (let added = 0; added < 1000;) {
      const size = 1 + random.below(20);
      const batch = Array.from({ length: size }, (_, at) => {
        const names = Array.from({ length: random.below(3) }, () => `t${random.below(400)}`);
        return row(`n${random.below(1_000_000)}-${added + at}`, ...names);
      });
      added += size;
      for (const { id, ties: own } of batch) ties.set(id, own);
      const before = new Map(assigned.map((each) => [each.id, each]));
      const { assigned: after, conflicts } = assignSides(assigned, batch, "seed");
      for (const id of conflicts) refused.add(id);
      for (const each of after)
        if (before.has(each.id)) assert.deepEqual(each, before.get(each.id));
      assert.equal(after.length, before.size + batch.length - conflicts.length);
      assigned = after;
    }
    const sides = new Map<string, Set<string>>();
    for (const { id, side } of assigned)
      for (const tie of ties.get(id) ?? []) sides.set(tie, (sides.get(tie) ?? new Set()).add(side));
    assert.ok([...sides.values()].every(({ size }) => size === 1));
    assert.ok(refused.size > 0, "nothing ever met two sides");
  });
});
