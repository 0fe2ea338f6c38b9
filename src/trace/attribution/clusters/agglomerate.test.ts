import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom, type Random } from "../../../foundation/random.ts";
import { dot, toUnitVector } from "../../../foundation/vectors.ts";
import { agglomerate, type Cut } from "./agglomerate.ts";

const draw = (random: Random, dimensions: number): Float32Array =>
  toUnitVector(Array.from({ length: dimensions }, () => random.uniform() - 0.3)) ??
  new Float32Array(dimensions);

const average = (
  a: readonly number[],
  b: readonly number[],
  units: readonly Float32Array[],
): number => {
  const none = new Float32Array();
  const distances = a.flatMap((i) => b.map((j) => 1 - dot(units[i] ?? none, units[j] ?? none)));
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
};

/** The nearest two groups, again and again, every distance from its definition. */
function agglomerateSlowly(
  units: readonly Float32Array[],
  { distance, least }: Cut,
): readonly (readonly number[])[] {
  let groups: readonly (readonly number[])[] = units.map((_, index) => [index]);
  while (groups.length > least) {
    const pairs = groups.flatMap((a, i) =>
      groups.slice(i + 1).map((b) => ({ a, b, height: average(a, b, units) })),
    );
    const [nearest] = pairs.toSorted((x, y) => x.height - y.height);
    if (nearest === undefined || nearest.height > distance) break;
    const { a, b } = nearest;
    const merged = [...a, ...b].toSorted((x, y) => x - y);
    groups = [...groups.filter((group) => group !== a && group !== b), merged];
  }
  return groups.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

describe("agglomerate", () => {
  it("agrees with merging the nearest two by hand, at every cut", () => {
    const random = createRandom("agglomerate");
    for (let round = 0; round < 60; round++) {
      const units = Array.from({ length: 2 + random.below(25) }, () => draw(random, 4));
      const cut = { distance: random.uniform(), least: 1 + random.below(6) };
      assert.deepEqual(agglomerate(units, cut), agglomerateSlowly(units, cut), `round ${round}`);
    }
  });

  it("finds planted groups, and leaves what is far from all alone", () => {
    const random = createRandom("planted");
    const around = (axis: number): Float32Array => {
      const values = Array.from({ length: 20 }, () => (random.uniform() - 0.5) / 10);
      values[axis] = 1;
      return toUnitVector(values) ?? new Float32Array(20);
    };
    const units = Array.from({ length: 40 }, (_, index) => around(index % 4));
    units.push(around(15));
    const groups = agglomerate(units, { distance: 0.6, least: 2 });
    assert.equal(groups.length, 5);
    assert.ok(groups.slice(0, 4).every((group) => new Set(group.map((i) => i % 4)).size === 1));
    assert.deepEqual(groups[4], [40]);
  });

  it("leaves the fewest groups that are asked for, however near they are", () => {
    const units = Array.from({ length: 12 }, () => new Float32Array([1, 0]));
    assert.equal(agglomerate(units, { distance: 0.6, least: 8 }).length, 8);
    assert.equal(agglomerate(units.slice(0, 5), { distance: 0.6, least: 8 }).length, 5);
  });

  it("has no group of nothing", () => {
    assert.deepEqual(agglomerate([], { distance: 0.6, least: 8 }), []);
  });
});
