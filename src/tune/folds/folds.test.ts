import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { accept } from "./accept.ts";
import { compareHeldOut, crossValidate } from "./cross-validate.ts";
import { findTemplates } from "./find-templates.ts";
import { makeFolds, type FoldCase } from "./make-folds.ts";

const caseOf = (id: string, given: Partial<FoldCase> = {}): FoldCase => ({
  id,
  text: `what about ${id} then`,
  group: `group ${id}`,
  documents: [`doc ${id}`],
  ...given,
});

describe("findTemplates", () => {
  it("gives one name to questions with five words in a row in common, of which there are five", () => {
    const ask = (name: string): string => `In ${name}: may the tenant sublet the flat?`;
    const names = findTemplates([
      ...["A", "B", "C", "D", "E"].map(ask),
      "May the tenant sublet it?",
    ]);
    assert.equal(new Set(names.slice(0, 5)).size, 1);
    assert.notEqual(names[5], names[0]);
  });

  it("leaves four of a kind apart, for they may be chance", () => {
    const names = findTemplates(
      ["A", "B", "C", "D"].map((x) => `${x} may the tenant sublet the flat`),
    );
    assert.equal(new Set(names).size, 4);
  });

  it("takes the run that most share, whatever else two questions have in common", () => {
    const contract = "the agreement between one party and another party";
    const clause = "on what date does it end";
    const questions = [
      ...Array.from(
        { length: 5 },
        (_, i) => `${contract} topic${i} clause${i} about${i} this${i}?`,
      ),
      ...Array.from({ length: 8 }, (_, i) => `of contract${i} number${i}: ${clause}?`),
      `${contract}: ${clause}?`,
    ];
    const names = findTemplates(questions);
    assert.equal(names.at(-1), names[5]);
  });
});

function drawCases(seed: string): readonly FoldCase[] {
  const random = createRandom(seed);
  return Array.from({ length: 40 + random.below(60) }, (_, i) =>
    caseOf(String(i), {
      text:
        random.below(2) === 0 ? `x${i} may the tenant sublet flat${random.below(3)}` : `own ${i}`,
      group: `g${random.below(40)}`,
      documents: Array.from({ length: 1 + random.below(2) }, () => `d${random.below(60)}`),
    }),
  );
}

describe("makeFolds", () => {
  it("holds each case out once, and fits to nothing that shares anything with it", () => {
    for (let round = 0; round < 60; round++) {
      const cases = drawCases(`folds/${round}`);
      const templates = findTemplates(cases.map(({ text }) => text));
      const { folds, units } = makeFolds(cases, { seed: "s" });
      const held = folds.flatMap(({ heldOut }) => heldOut).toSorted((a, b) => a - b);
      assert.deepEqual(held, [...cases.keys()]);
      for (const { heldOut, training } of folds)
        for (const i of training)
          for (const j of heldOut) {
            const [one, other] = [cases[i], cases[j]];
            assert.ok(one && other);
            assert.notEqual(one.group, other.group);
            assert.notEqual(templates[i], templates[j]);
            assert.notEqual(units[i], units[j]);
            assert.ok(!one.documents.some((key) => other.documents.includes(key)));
          }
    }
  });

  it("is the same for the same seed, and another for another", () => {
    const cases = drawCases("same");
    assert.deepEqual(makeFolds(cases, { seed: "a" }), makeFolds(cases, { seed: "a" }));
    assert.notDeepEqual(
      makeFolds(cases, { seed: "a" }).folds,
      makeFolds(cases, { seed: "b" }).folds,
    );
  });

  it("holds templates apart where they are all asked of the same documents", () => {
    const clauses = ["may the tenant sublet it", "who pays for the repair", "when is the rent due"];
    const cases = Array.from({ length: 60 }, (_, i) =>
      caseOf(String(i), {
        text: `flat${i % 20} ${clauses[i % 3] ?? ""} now`,
        documents: [`d${i % 20}`],
      }),
    );
    const { folds, units, largest } = makeFolds(cases, { seed: "s", count: 3 });
    assert.equal(new Set(units).size, 3);
    assert.equal(largest, 1 / 3);
    assert.equal(folds.length, 3);
  });

  it("makes no more folds than there are units, and none of nothing", () => {
    const one = [caseOf("a", { group: "g" }), caseOf("b", { group: "g" })];
    assert.equal(makeFolds(one, { seed: "s" }).folds.length, 2);
    assert.deepEqual(makeFolds([], { seed: "s" }), { folds: [], units: [], largest: 0 });
  });
});

describe("crossValidate", () => {
  const cases = Array.from({ length: 30 }, (_, i) => caseOf(String(i)));

  it("scores each case by what was fitted without it, averaged over the repeats", async () => {
    const fits: (readonly number[])[] = [];
    const { scores } = await crossValidate(cases, {
      seed: "s",
      repeats: 2,
      fit: async (training) => {
        fits.push(training);
        return new Set(training);
      },
      score: async (training, index) => (training.has(index) ? 1 : index / 100),
    });
    assert.equal(fits.length, 10);
    for (const [index, score] of scores.entries()) assert.ok(Math.abs(score - index / 100) < 1e-12);
  });

  it("goes on where it was stopped, with the same result", async () => {
    const kept = new Map<string, string>();
    const checkpoint = {
      read: (key: string): unknown => JSON.parse(kept.get(key) ?? "null"),
      keep: async (key: string, value: unknown) => void kept.set(key, JSON.stringify(value)),
    };
    const run = async (stopAfter: number) => {
      const stop = new AbortController();
      let fits = 0;
      const options = {
        seed: "s",
        repeats: 1,
        checkpoint,
        signal: stop.signal,
        fit: async () => ++fits,
        score: async (_: number, index: number) => index / 7,
        onFold: (done: number) => void (done === stopAfter && stop.abort()),
      };
      return {
        scores: await crossValidate(cases, options).catch(() => undefined),
        fits: () => fits,
      };
    };
    assert.equal((await run(2)).scores, undefined);
    const second = await run(99);
    assert.equal(second.fits(), 3);
    assert.deepEqual(
      second.scores?.scores,
      Float64Array.from({ length: 30 }, (_, i) => i / 7),
    );
  });
});

describe("accept", () => {
  const compare = (gain: number, spread: number, count = 60) => {
    const cases = Array.from({ length: count }, (_, i) => caseOf(String(i)));
    const baseline = cases.map(() => 0.5);
    const scores = cases.map((_, i) => 0.5 + gain + (i % 2 === 0 ? spread : -spread));
    const units = cases.map(({ id }) => id);
    return compareHeldOut(cases, units, { scores, baseline }, { measure: "m", seed: "s" });
  };
  const judge = (...comparisons: readonly ReturnType<typeof compare>[]) =>
    accept(
      "nDCG@10",
      comparisons.map((comparison, i) => ({ against: `rival ${i}`, comparison })),
    );

  it("passes what is better than every rival, and fails what is worse than one", () => {
    assert.equal(judge(compare(0.1, 0.05), compare(0.05, 0.05)).verdict, "pass");
    assert.equal(judge(compare(0.1, 0.05), compare(-0.1, 0.05)).verdict, "fail");
  });

  it("settles nothing on noise, and says what gain would have been seen", () => {
    const { verdict, reasons } = judge(compare(0.1, 0.05), compare(0.001, 0.3));
    assert.equal(verdict, "inconclusive");
    assert.match(reasons[1] ?? "", /no gain shown.*smallest gain.*questions would settle it/);
  });

  it("judges nothing below thirty independent questions, or without a comparison", () => {
    assert.match(judge(compare(0.1, 0.05, 20)).reasons[0] ?? "", /20 questions are independent/);
    assert.equal(judge(compare(0.1, 0.05, 20)).verdict, "inconclusive");
    assert.match(judge(undefined).reasons[0] ?? "", /too few questions/);
  });
});
