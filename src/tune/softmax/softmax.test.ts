import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../foundation/random.ts";
import { minimize } from "./l-bfgs.ts";
import {
  createSoftmaxLoss,
  predictClasses,
  startFromMeans,
  trainSoftmax,
  type TrainingData,
} from "./softmax-head.ts";

/** Clouds around one corner a class. */
function makeClouds(seed: string, rows: number, classes: number, spread: number): TrainingData {
  const random = createRandom(seed);
  const labels = Array.from({ length: rows }, (_, at) => at % classes);
  const vectors = labels.map((label) =>
    Float32Array.from(
      { length: classes },
      (_, at) => (at === label ? 1 : 0) + spread * (random.uniform() - 0.5),
    ),
  );
  return { vectors, labels, classes };
}

describe("minimize", () => {
  it("finds the minimum of a quadratic whose minimum is known", () => {
    // f = (x − 3)² + 10 (y + 1)²: least at (3, −1).
    const { x, value, converged } = minimize(
      ([a = 0, b = 0], gradient) => {
        gradient.set([2 * (a - 3), 20 * (b + 1)]);
        return (a - 3) ** 2 + 10 * (b + 1) ** 2;
      },
      new Float64Array([10, 10]),
      { maxIterations: 50 },
    );
    assert.ok(converged);
    assert.ok(Math.abs((x[0] ?? 0) - 3) < 1e-5 && Math.abs((x[1] ?? 0) + 1) < 1e-5);
    assert.ok(value < 1e-9);
  });

  it("finds Rosenbrock's valley, and leaves the start as it was", () => {
    const start = new Float64Array([-1.2, 1]);
    const { x } = minimize(
      ([a = 0, b = 0], gradient) => {
        gradient.set([-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)]);
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
      },
      start,
      { maxIterations: 200 },
    );
    assert.ok(Math.abs((x[0] ?? 0) - 1) < 1e-3 && Math.abs((x[1] ?? 0) - 1) < 1e-3);
    assert.deepEqual([...start], [-1.2, 1]);
  });
});

describe("the softmax head", () => {
  it("has the gradient that finite differences have", () => {
    const data = { ...makeClouds("gradient", 30, 3, 2), weights: Array(30).fill(0.5) };
    const loss = createSoftmaxLoss(data, 0.1);
    const random = createRandom("at");
    const at = Float64Array.from({ length: 12 }, () => random.uniform() - 0.5);
    const gradient = new Float64Array(12);
    loss(at, gradient);
    const unused = new Float64Array(12);
    for (let i = 0; i < 12; i++) {
      const [up, down] = [Float64Array.from(at), Float64Array.from(at)];
      up[i] = (at[i] ?? 0) + 1e-5;
      down[i] = (at[i] ?? 0) - 1e-5;
      const slope = (loss(up, unused) - loss(down, unused)) / 2e-5;
      assert.ok(Math.abs(slope - (gradient[i] ?? 0)) < 1e-6, `component ${i}`);
    }
  });

  it("tells clouds apart, with probabilities that sum to 1", () => {
    const data = makeClouds("clouds", 300, 4, 0.8);
    const head = trainSoftmax(data, { l2: 1e-3, maxIterations: 100 });
    const fresh = makeClouds("fresh", 200, 4, 0.8);
    const right = fresh.vectors.filter((vector, index) => {
      const probabilities = predictClasses(head, vector);
      assert.ok(Math.abs(probabilities.reduce((sum, p) => sum + p, 0) - 1) < 1e-12);
      return probabilities.indexOf(Math.max(...probabilities)) === fresh.labels[index];
    });
    assert.ok(right.length >= 195, String(right.length));
  });

  it("starts from the means where it is told to: the nearest mean is the likeliest", () => {
    const head = startFromMeans({
      vectors: [new Float32Array([1, 0]), new Float32Array([0.8, 0]), new Float32Array([0, 1])],
      labels: [0, 0, 1],
      classes: 2,
    });
    // Means (.9, 0) and (0, 1) times 8, less half the squares of them by 8.
    assert.deepEqual(
      [...head.weights].map((weight) => Math.round(1e5 * weight) / 1e5),
      [7.2, 0, -3.24, 0, 8, -4],
    );
    const [first = 0, second = 0] = predictClasses(head, new Float32Array([0.1, 0.9]));
    assert.ok(second > first);
  });

  it("says how often each class occurs where vectors say nothing", () => {
    // Without features the best bias gives the shares: 3 of 4, and 1 of 4.
    const vectors = Array.from({ length: 4 }, () => new Float32Array([0]));
    const head = trainSoftmax(
      { vectors, labels: [0, 0, 0, 1], classes: 2 },
      {
        l2: 1e-3,
        maxIterations: 100,
      },
    );
    const [first = 0] = predictClasses(head, new Float32Array([0]));
    assert.ok(Math.abs(first - 0.75) < 1e-4, String(first));
  });

  it("gives equal bytes for equal data", () => {
    const data = makeClouds("same", 90, 3, 1);
    const [a, b] = [0, 1].map(() => trainSoftmax(data, { l2: 1e-2, maxIterations: 40 }));
    assert.deepEqual(a?.weights, b?.weights);
  });
});
