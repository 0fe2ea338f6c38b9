import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { createRandom } from "../../../foundation/random.ts";
import { computeClassTfIdf } from "./class-tf-idf.ts";
import { clusterFailures, type ClusterCase } from "./cluster-failures.ts";
import { computeLift } from "./lift.ts";

interface Expected {
  readonly classTfIdf: {
    readonly classes: readonly (readonly string[])[];
    readonly top: readonly (readonly (readonly [string, number])[])[];
  };
}

describe("computeClassTfIdf", () => {
  it("agrees with two other implementations", () => {
    // The file is ours and has this key.
    const { classTfIdf } = JSON.parse(
      readFileSync("tests/fixtures/trec/statistics/expected.json", "utf8"),
    ) as Expected;
    const ours = computeClassTfIdf(classTfIdf.classes, 3);
    assert.equal(ours.length, classTfIdf.top.length);
    for (const [index, expected] of classTfIdf.top.entries()) {
      assert.deepEqual(
        ours[index]?.map(({ term }) => term),
        expected.map(([term]) => term),
      );
      for (const [place, [, weight]] of expected.entries())
        assert.ok(Math.abs((ours[index]?.[place]?.weight ?? 0) - weight) <= 1e-9);
    }
  });

  it("has no term of no text", () => {
    assert.deepEqual(computeClassTfIdf([[], ["a"]], 3)[0], []);
    assert.deepEqual(computeClassTfIdf([], 3), []);
  });
});

describe("computeLift", () => {
  it("is the group's rate over the rate of all, notable where it is surely above 1", () => {
    const { lift, interval, notable } = computeLift(15, 20, 0.25);
    assert.equal(lift, 3);
    // Wilson's interval of 15 in 20 is (.5313, .8881).
    assert.ok(Math.abs(interval.low - 0.5313 / 0.25) < 1e-3);
    assert.ok(notable);
    assert.equal(computeLift(9, 9, 0.25).notable, false);
    assert.equal(computeLift(5, 20, 0.25).notable, false);
    assert.equal(computeLift(0, 0, 0).lift, 0);
  });
});

const SUBJECTS = ["leave", "invoices", "travel", "security", "pay", "hiring", "rooms", "cars"];

/** Questions about one subject each; those about leave fail most of the time. */
function makeCases(count: number, name = "cases"): readonly ClusterCase[] {
  const random = createRandom(name);
  return Array.from({ length: count }, (_, index) => {
    const subject = index % SUBJECTS.length;
    const vector = new Float32Array(SUBJECTS.length * 2);
    for (let i = 0; i < vector.length; i++) vector[i] = (random.uniform() - 0.5) / 5;
    vector[subject] = 3;
    const failed = random.uniform() < (subject === 0 ? 0.8 : 0.2);
    return { caseId: `c${index}`, failed, vector, terms: [SUBJECTS[subject] ?? "", "how", "many"] };
  });
}

describe("clusterFailures", () => {
  const cases = makeCases(400);
  const found = clusterFailures(cases, { seed: "s" });

  it("finds the subject that fails, names it by its words, and puts it first", () => {
    const [first, second] = found.clusters;
    assert.equal(found.clusters.length, SUBJECTS.length);
    assert.equal(first?.label[0]?.term, "leave");
    assert.ok(first?.notable);
    assert.ok(second !== undefined && !second.notable);
    const ofLeave = cases.filter((_, index) => index % SUBJECTS.length === 0);
    assert.equal(first?.cases, ofLeave.length);
    assert.deepEqual(
      first?.failed,
      ofLeave.filter(({ failed }) => failed).map(({ caseId }) => caseId),
    );
    assert.equal(first?.medoids.length, 3);
    assert.ok(first?.medoids.every((id) => first.failed.includes(id)));
  });

  it("is the same for the same cases, and has every failure once", () => {
    assert.deepEqual(clusterFailures(cases, { seed: "s" }), found);
    const placed = [...found.clusters.flatMap(({ failed }) => failed), ...found.apart];
    const failed = cases.filter((one) => one.failed).map(({ caseId }) => caseId);
    assert.deepEqual(placed.toSorted(), failed.toSorted());
  });

  it("keeps ids as long as the middles stay, whatever the cases", () => {
    const known = found.clusters.map(({ id, medoid }) => ({ id, medoid }));
    const later = clusterFailures(makeCases(400, "later"), { seed: "s", known });
    const labelOf = ({ label }: (typeof found.clusters)[number]): string => label[0]?.term ?? "";
    const before = new Map(found.clusters.map((one) => [labelOf(one), one.id]));
    for (const one of later.clusters) assert.equal(one.id, before.get(labelOf(one)));
  });

  it("gives no id of an earlier cluster to one with another middle", () => {
    const known = found.clusters.map(({ id, medoid }) => ({ id, medoid: medoid.map((x) => -x) }));
    const later = clusterFailures(cases, { seed: "s", known });
    const old = new Set(known.map(({ id }) => id));
    assert.ok(later.clusters.every(({ id }) => !old.has(id)));
    assert.equal(new Set(later.clusters.map(({ id }) => id)).size, later.clusters.length);
  });

  it("puts a question that is far from every cluster with none", () => {
    const vector = new Float32Array(16);
    vector[15] = 1;
    const far = { caseId: "far", failed: false, vector, terms: [] };
    const countCases = ({ clusters }: typeof found): number =>
      clusters.reduce((sum, one) => sum + one.cases, 0);
    assert.equal(countCases(found), cases.length);
    assert.equal(countCases(clusterFailures([...cases, far], { seed: "s" })), cases.length);
  });

  it("names failures without a direction apart", () => {
    const still = { caseId: "still", failed: true, vector: new Float32Array(16), terms: [] };
    assert.deepEqual(clusterFailures([...cases, still], { seed: "s" }).apart, ["still"]);
  });

  it("has nothing to say of nothing", () => {
    assert.deepEqual(clusterFailures([], { seed: "s" }), { clusters: [], clustered: 0, apart: [] });
    const fine = cases.map((one) => ({ ...one, failed: false }));
    assert.deepEqual(clusterFailures(fine, { seed: "s" }).clusters, []);
  });

  it("clusters a sample of many failures, drawn by seed, and places the others", () => {
    const many = makeCases(240).map((one) => ({ ...one, failed: true }));
    const sampled = clusterFailures(many, { seed: "s", most: 100 });
    assert.equal(sampled.clustered, 100);
    assert.equal(
      sampled.clusters.reduce((sum, { failures }) => sum + failures, 0),
      240,
    );
    assert.deepEqual(clusterFailures(many, { seed: "s", most: 100 }), sampled);
    const other = clusterFailures(many, { seed: "other", most: 100 });
    assert.notDeepEqual(other.clusters, sampled.clusters);
  });
});
