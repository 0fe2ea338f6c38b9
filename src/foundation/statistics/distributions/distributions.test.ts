import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../random.ts";
import { computeBetaShare, computeBetaValue, computeLogBetaShare } from "./beta.ts";
import { computeBinomialAt, computeBinomialAtLeast, computeBinomialAtMost } from "./binomial.ts";
import { computeLogGamma } from "./gamma.ts";
import { computeNormalValue } from "./normal.ts";
import { computeStudentShare, computeStudentValue } from "./student.ts";

const assertNear = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe("gamma", () => {
  it("is the factorial of whole numbers", () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      assertNear(computeLogGamma(n), Math.log(factorial), 1e-13 * Math.max(1, Math.log(factorial)));
      factorial *= n;
    }
  });
});

describe("beta", () => {
  it("is a polynomial for whole numbers", () => {
    // I_x(2, 3) = P(Bin(4, x) ≥ 2)
    const x = 0.3;
    const rest = 1 - x;
    const expected = 6 * x ** 2 * rest ** 2 + 4 * x ** 3 * rest + x ** 4;
    assertNear(computeBetaShare(x, 2, 3), expected, 1e-14);
    assert.deepEqual([computeBetaShare(0, 2, 3), computeBetaShare(1, 2, 3)], [0, 1]);
  });

  it("is one less its mirror image, and finds its values again", () => {
    const random = createRandom("beta");
    for (let round = 0; round < 300; round++) {
      const a = 0.3 + 60 * random.uniform() ** 3;
      const b = 0.3 + 60 * random.uniform() ** 3;
      const x = random.uniform();
      const share = computeBetaShare(x, a, b);
      assertNear(share, 1 - computeBetaShare(1 - x, b, a), 1e-12);
      if (share > 1e-9 && share < 1 - 1e-9)
        assertNear(computeBetaShare(computeBetaValue(share, a, b), a, b), share, 1e-11);
    }
  });

  it("keeps its logarithm where the share itself is too small for a double", () => {
    // I_½(2001, 1) = 2^-2001
    assertNear(computeLogBetaShare(0.5, 2001, 1), -2001 * Math.LN2, 1e-9);
    assert.equal(computeBetaShare(0.5, 2001, 1), 0);
    assertNear(computeLogBetaShare(0.5, 1, 2001), 0, 1e-15);
  });
});

describe("student", () => {
  it("is the arc tangent for one degree of freedom, and normal for very many", () => {
    for (const t of [-3, -0.4, 0, 1.7])
      assertNear(computeStudentShare(t, 1), 0.5 + Math.atan(t) / Math.PI, 1e-13);
    assertNear(computeStudentValue(0.975, 1e7), computeNormalValue(0.975), 1e-6);
  });

  it("mirrors its values and ends at infinity", () => {
    assertNear(computeStudentValue(0.1, 7), -computeStudentValue(0.9, 7), 1e-12);
    assert.deepEqual([computeStudentValue(0, 3), computeStudentValue(1, 3)], [-Infinity, Infinity]);
  });
});

describe("binomial", () => {
  it("sums its single probabilities", () => {
    for (const [n, p] of [
      [1, 0.5],
      [12, 0.1],
      [40, 0.83],
    ] as const) {
      let below = 0;
      for (let k = 0; k <= n; k++) {
        assertNear(computeBinomialAtLeast(k, n, p), 1 - below, 1e-12);
        below += computeBinomialAt(k, n, p);
        assertNear(computeBinomialAtMost(k, n, p), below, 1e-12);
      }
    }
    assert.deepEqual(
      [computeBinomialAtMost(-1, 5, 0.5), computeBinomialAtLeast(6, 5, 0.5)],
      [0, 0],
    );
  });
});
