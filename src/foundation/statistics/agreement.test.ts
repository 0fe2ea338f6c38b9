import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { computeAgreement, computeCohensKappa, correctRate } from "./agreement.ts";

describe("computeAgreement", () => {
  it("has no kappa where both always say the same, and no rate without cases", () => {
    const same = computeAgreement({
      truePositives: 20,
      falsePositives: 0,
      falseNegatives: 0,
      trueNegatives: 0,
    });
    assert.deepEqual(
      [same?.kappa, same?.ac1, same?.sensitivity, same?.specificity, same?.baseRate],
      [undefined, 1, 1, undefined, 1],
    );
    const none = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
    assert.equal(computeAgreement(none), undefined);
  });

  it("is about .20 to either side of a kappa of .7 for 50 cases", () => {
    const { kappa = 0, kappaInterval } =
      computeAgreement({
        truePositives: 21,
        falsePositives: 4,
        falseNegatives: 4,
        trueNegatives: 21,
      }) ?? {};
    assert.ok(Math.abs(kappa - 0.68) < 1e-12);
    const half = ((kappaInterval?.high ?? 0) - (kappaInterval?.low ?? 0)) / 2;
    assert.ok(Math.abs(half - 0.2) < 0.01, `${half}`);
  });
});

describe("correctRate", () => {
  const judged = { observed: 0.6, n: 200, positives: 50, negatives: 50 };

  it("refuses a judge that is hardly better than a coin", () => {
    assert.equal(correctRate({ ...judged, sensitivity: 0.9, specificity: 0.3 }), undefined);
    assert.equal(correctRate({ ...judged, sensitivity: 0.7, specificity: 0.5 }), undefined);
    assert.ok(correctRate({ ...judged, sensitivity: 0.9, specificity: 0.31 }));
  });

  it("changes nothing for a judge that is always right", () => {
    const found = correctRate({ ...judged, sensitivity: 1, specificity: 1 });
    assert.ok(Math.abs((found?.rate ?? 0) - 0.6) < 1e-12);
  });
});

describe("computeCohensKappa", () => {
  it("is worked by hand: 4 of 6 agree where chance alone gives 12 of 36", () => {
    // First: a a a b b c; second: a a b b c c. Chance: (3·2 + 2·2 + 1·2)/36 = 12/36.
    const pairs = "aa aa ab bb bc cc"
      .split(" ")
      .map(([one = "", other = ""]) => [one, other] as const);
    const kappa = computeCohensKappa(pairs) ?? 0;
    assert.ok(Math.abs(kappa - (4 / 6 - 12 / 36) / (1 - 12 / 36)) < 1e-12, String(kappa));
  });

  it("agrees with the binary one, and is nothing where all is one label", () => {
    const binary = computeAgreement({
      truePositives: 20,
      falsePositives: 5,
      falseNegatives: 10,
      trueNegatives: 15,
    });
    const repeat = (one: string, other: string, times: number) =>
      Array.from({ length: times }, () => [one, other] as const);
    const pairs = [
      ...repeat("yes", "yes", 20),
      ...repeat("yes", "no", 5),
      ...repeat("no", "yes", 10),
      ...repeat("no", "no", 15),
    ];
    assert.ok(Math.abs((computeCohensKappa(pairs) ?? 0) - (binary?.kappa ?? 1)) < 1e-12);
    assert.equal(computeCohensKappa([]), undefined);
    assert.equal(computeCohensKappa(repeat("a", "a", 4)), undefined);
  });
});
