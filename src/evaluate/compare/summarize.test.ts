import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  computeExactBounds,
  computeWilsonInterval,
} from "../../foundation/statistics/intervals/proportion.ts";
import type { Score } from "../../domain/evaluation.ts";
import { summarizeCases } from "./summarize.ts";

const options = { measure: "AnswerSuccess", seed: "42" };

const toCases = (scores: readonly Score[], groups = scores.length) =>
  scores.map((score, place) => ({
    caseId: `q${place}`,
    group: `g${place % groups}`,
    scores: [score],
  }));

describe("summarizeCases", () => {
  it("has Wilson's interval and exact bounds where cases are right or wrong", () => {
    const { result, bounds } = summarizeCases(toCases([1, 1, 1, 1, 1, 1, 1, 1, 1, 0]), options);
    assert.equal(result.mean, 0.9);
    assert.deepEqual(result.interval, computeWilsonInterval(9, 10));
    assert.deepEqual(bounds, computeExactBounds(9, 10));
  });

  it("has Student's interval for shares, never beyond the measure's range", () => {
    // Mean .9, deviation .1, t(2) at .975 is 4.302653.
    const { result } = summarizeCases(toCases([0.8, 0.9, 1]), options);
    assert.ok(
      Math.abs((result.interval?.low ?? 0) - (0.9 - (4.302653 * 0.1) / Math.sqrt(3))) < 1e-6,
    );
    assert.equal(result.interval?.high, 1);
    const wide = summarizeCases(toCases([80, 90, 100]), {
      ...options,
      range: { low: 0, high: 1e6 },
    });
    assert.ok((wide.result.interval?.high ?? 0) > 100);
  });

  it("is less sure of as many cases in fewer groups", () => {
    const scores = Array.from({ length: 60 }, () => 1);
    const alone = summarizeCases(toCases(scores), options);
    const grouped = summarizeCases(toCases(scores, 12), options);
    assert.deepEqual(grouped.bounds, computeExactBounds(12, 12));
    assert.ok((grouped.bounds?.low ?? 0) < (alone.bounds?.low ?? 0));
    assert.equal(grouped.units, 12);
  });

  it("is unsure of a rate that hangs on one large group", () => {
    const single = toCases(Array.from({ length: 30 }, () => 1));
    const large = single.map(({ caseId }) => ({ caseId: `l${caseId}`, group: "l", scores: [0] }));
    const { result, bounds } = summarizeCases([...single, ...large], options);
    // Sums of deviations −15 and thirty times .5: a standard error of .258 with 30 degrees.
    assert.equal(result.mean, 0.5);
    assert.ok(Math.abs((bounds?.low ?? 0) - (0.5 - 1.6973 * 0.2583)) < 1e-3, `${bounds?.low}`);
  });

  it("counts what was not scored by reason, outside the mean, and skips what does not apply", () => {
    const cases = [
      ...toCases([1, 0.5, { unscored: "judge timed out" }, { unscored: "judge timed out" }]),
      { caseId: "n", scores: [Infinity] },
      { caseId: "u", scores: [] },
    ];
    const { result } = summarizeCases(cases, options);
    assert.deepEqual([result.mean, result.scored, result.unscored], [0.75, 2, 3]);
    assert.deepEqual(result.unscoredReasons, { "judge timed out": 2, "not a finite number": 1 });
  });

  it("has no mean without a score, and no interval for one value that is no rate", () => {
    const none = summarizeCases(toCases([{ unscored: "no quotes" }]), options);
    assert.deepEqual(
      [none.result.mean, none.result.interval, none.bounds],
      [undefined, undefined, undefined],
    );
    const one = summarizeCases(toCases([0.4]), options);
    assert.deepEqual(
      [one.result.mean, one.result.interval, one.bounds],
      [0.4, undefined, { low: 0, high: 1 }],
    );
  });

  it("counts a case as a violation when any repeat misses the best", () => {
    const cases = [
      { caseId: "a", scores: [1, 1] },
      { caseId: "b", scores: [1, 0] },
    ];
    assert.equal(summarizeCases(cases, options).violations, 1);
    assert.equal(summarizeCases(cases, { ...options, direction: "lower" }).violations, 2);
  });
});
