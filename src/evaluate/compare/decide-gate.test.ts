import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Score, Verdict } from "../../domain/evaluation.ts";
import { createRandom } from "../../foundation/random.ts";
import { policyMeasureMissing } from "../errors.ts";
import { decideGate, type GateDecision, type GateInput } from "./decide-gate.ts";
import { measureCases, type MeasuredCases } from "./measure-cases.ts";
import { GatePolicySchema } from "./policy.ts";
import { warnOfPools } from "./pool-bias.ts";

interface Shape {
  readonly n?: number;
  readonly spread?: number;
  readonly unscored?: number;
  readonly direction?: "higher" | "lower";
}

/** Pairs around a baseline of .5 whose differences have the mean given, exactly. */
function measure(
  name: string,
  mean: number,
  { n = 400, spread = 0.2, unscored = 0, direction = "higher" }: Shape = {},
): MeasuredCases {
  const random = createRandom(`${name}/${n}`);
  const half = Array.from({ length: n / 2 }, () => spread * (random.uniform() - 0.5));
  const cases = [...half, ...half.map((value) => -value)].map((noise, place) => ({
    caseId: `q${place}`,
    scores: [place < unscored ? { unscored: "judge timed out" } : 0.5 + mean + noise] as Score[],
    baseline: [0.5],
  }));
  return measureCases(cases, { measure: name, seed: "42", direction });
}

const decide = (
  policy: unknown,
  measures: readonly MeasuredCases[],
  more: Partial<GateInput> = {},
): GateDecision =>
  decideGate({ policy: GatePolicySchema.parse(policy), measures, compared: true, ...more });

const verdictOf = (decision: GateDecision, name: string): Verdict | undefined =>
  decision.measures.find((each) => each.measure === name)?.verdict;

const PRIMARY = { primary: { measures: ["A"] } };
const BOTH = { ...PRIMARY, guardrails: [{ measure: "B" }] };

describe("decideGate", () => {
  it("passes an equal challenger of enough cases, and says why", () => {
    const decision = decide(BOTH, [measure("A", 0), measure("B", 0.01), measure("C", -0.3)]);
    assert.equal(decision.verdict, "pass");
    assert.equal(decision.reasons.length, 2);
    assert.match(decision.reasons[0] ?? "", /^A: no loss as large as \.020 \(/);
    assert.deepEqual(
      decision.measures.map(({ role }) => role),
      ["primary", "guardrail", undefined],
    );
    assert.equal(verdictOf(decision, "C"), undefined);
  });

  it("fails when any part fails, and tells that first", () => {
    const decision = decide(BOTH, [measure("A", 0), measure("B", -0.05)]);
    assert.equal(decision.verdict, "fail");
    assert.match(decision.reasons[0] ?? "", /^B: worse by more than chance explains/);
    assert.equal(verdictOf(decision, "A"), "pass");
  });

  it("is undecided when any part is, and says how many cases would settle it", () => {
    const decision = decide(BOTH, [measure("A", 0, { n: 60, spread: 0.5 }), measure("B", 0)]);
    assert.equal(decision.verdict, "inconclusive");
    assert.match(
      decision.reasons[0] ?? "",
      /a loss of \.020 is not ruled out .*; [\d,]+ cases would settle it$/,
    );
    const { comparison } = decision.measures[0] ?? {};
    assert.ok((comparison?.casesNeeded ?? 0) > 60);
  });

  it("judges nothing below thirty cases, but for zeros", () => {
    const few = measure("A", -0.4, { n: 28, spread: 0.1 });
    assert.equal(decide(PRIMARY, [few]).verdict, "inconclusive");
    assert.match(decide(PRIMARY, [few]).reasons[0] ?? "", /nothing is judged below 30/);
    const floor = { floors: [{ measure: "A", least: 0.9 }] };
    assert.equal(decide(floor, [few]).verdict, "inconclusive");
    assert.equal(decide({ zeros: ["A"] }, [few]).verdict, "fail");
  });

  it("lets one of several primaries suffice to improve, by Holm's rule", () => {
    const policy = { primary: { measures: ["A", "B"], must: "improve" } };
    assert.equal(decide(policy, [measure("A", 0.05), measure("B", 0)]).verdict, "pass");
    assert.equal(decide(policy, [measure("A", 0.05), measure("B", -0.05)]).verdict, "fail");
    assert.equal(decide(policy, [measure("A", 0), measure("B", 0)]).verdict, "inconclusive");
    const [first] = decide(policy, [measure("A", 0.05), measure("B", 0)]).measures;
    const { p = 1, adjustedP } = first?.comparison ?? {};
    assert.equal(adjustedP, 2 * p);
  });

  it("fails a guardrail only by a p that holds among all of them", () => {
    // Alone its p is below .05, and among six it is not.
    const weak = measure("B", -0.03, { n: 40, spread: 0.36 });
    const p = weak.comparison?.p ?? 1;
    assert.ok(p < 0.05 && 6 * p > 0.05, `p is ${p}`);
    const names = ["C", "D", "E", "F", "G"];
    const others = names.map((name) => measure(name, 0));
    const alone = decide({ guardrails: [{ measure: "B" }] }, [weak]);
    const among = decide({ guardrails: ["B", ...names].map((name) => ({ measure: name })) }, [
      weak,
      ...others,
    ]);
    assert.deepEqual([alone.verdict, among.verdict], ["fail", "inconclusive"]);
  });

  it("holds floors for measures that run either way", () => {
    const measures = [measure("A", 0.3), measure("Bad", -0.4, { direction: "lower" })];
    const floors = (least: number, most: number): Verdict =>
      decide(
        {
          floors: [
            { measure: "A", least },
            { measure: "Bad", most },
          ],
        },
        measures,
      ).verdict;
    assert.equal(floors(0.7, 0.2), "pass");
    assert.equal(floors(0.9, 0.2), "fail");
    assert.equal(floors(0.7, 0.05), "fail");
    assert.equal(floors(0.8, 0.2), "inconclusive");
  });

  it("leaves open what could not be scored on more than the limit", () => {
    const holes = measure("A", 0.2, { unscored: 24 });
    const decision = decide(PRIMARY, [holes]);
    assert.equal(decision.verdict, "inconclusive");
    assert.match(decision.reasons[0] ?? "", /24 cases of 400 could not be scored/);
    assert.equal(decide({ ...PRIMARY, unscoredLimit: 0.1 }, [holes]).verdict, "pass");
  });

  it("never passes on questions that were made from documents", () => {
    const decision = decide(PRIMARY, [measure("A", 0.1)], { syntheticOnly: true });
    assert.equal(decision.verdict, "inconclusive");
    assert.match(decision.reasons[0] ?? "", /^synthetic-only/);
    const zeros = decide({ zeros: ["A"] }, [measure("A", -0.1)], { syntheticOnly: true });
    assert.equal(zeros.verdict, "fail");
  });

  it("judges floors alone without a baseline, and says so", () => {
    const policy = { ...PRIMARY, floors: [{ measure: "A", least: 0.3 }] };
    const decision = decide(policy, [measure("A", 0)], { compared: false });
    assert.equal(decision.verdict, "pass");
    assert.match(decision.reasons.at(-1) ?? "", /^no baseline/);
    assert.equal(decide(PRIMARY, [measure("A", 0)], { compared: false }).verdict, "inconclusive");
  });

  it("lets a slice hold back by failing, and with strict by not passing", () => {
    const slice = (mean: number, n: number) => [
      { name: "language=de", cases: n, measures: [measure("A", mean, { n })] },
    ];
    const overall = [measure("A", 0)];
    assert.equal(decide(PRIMARY, overall, { slices: slice(-0.05, 100) }).verdict, "fail");
    assert.equal(decide(PRIMARY, overall, { slices: slice(-0.4, 28) }).verdict, "pass");
    const strict = { ...PRIMARY, slices: "strict" };
    const decision = decide(strict, overall, { slices: slice(-0.4, 28) });
    assert.equal(decision.verdict, "inconclusive");
    assert.match(decision.reasons[0] ?? "", /^slice language=de: A: too few cases/);
    assert.equal(decision.slices[0]?.measures[0]?.verdict, "inconclusive");
  });

  it("refuses a policy over what was not measured", () => {
    assert.throws(
      () => decide(BOTH, [measure("A", 0)]),
      (error: unknown) => policyMeasureMissing.is(error),
    );
  });
});

describe("warnOfPools", () => {
  it("warns when one ranking is judged more by ten points", () => {
    assert.equal(warnOfPools([measure("Judged@10", 0.15)]).length, 1);
    assert.match(warnOfPools([measure("Judged@10", -0.15)])[0] ?? "", /favors the baseline/);
    assert.deepEqual(warnOfPools([measure("Judged@10", 0.05), measure("P@10", 0.2)]), []);
  });
});
