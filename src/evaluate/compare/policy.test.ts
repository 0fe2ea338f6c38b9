import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { policyInvalid } from "../errors.ts";
import { listPolicyMeasures, makeDefaultPolicy, parseGatePolicy } from "./policy.ts";

const refuses = (text: string, mistake: RegExp): Promise<void> =>
  assert.rejects(parseGatePolicy(text, "policy.yaml"), (error: unknown) => {
    assert.ok(policyInvalid.is(error));
    assert.match(error.message, mistake);
    return true;
  });

describe("parseGatePolicy", () => {
  it("reads a policy and fills in what it leaves open", async () => {
    const text = `
primary: { measures: [nDCG@10], must: improve }
guardrails:
  - measure: R@100
  - { measure: CitationPrecision, margin: .01 }
floors: [{ measure: AbstentionRecall, least: .8 }, { measure: FalseAnswerRate, most: .05 }]
zeros: [CitationValidity]
`;
    const policy = await parseGatePolicy(text, "policy.yaml");
    assert.deepEqual(policy, {
      primary: { measures: ["nDCG@10"], must: "improve", margin: 0.02 },
      guardrails: [
        { measure: "R@100", margin: 0.02 },
        { measure: "CitationPrecision", margin: 0.01 },
      ],
      floors: [
        { measure: "AbstentionRecall", least: 0.8 },
        { measure: "FalseAnswerRate", most: 0.05 },
      ],
      zeros: ["CitationValidity"],
      slices: "advisory",
      unscoredLimit: 0.05,
      limits: {
        latencyTimes: 1.25,
        latencySlackMs: 20,
        costTimes: 1.1,
        artifactBytes: 1_000_000_000,
      },
    });
    assert.equal(listPolicyMeasures(policy).length, 6);
  });

  it("refuses what decides nothing, contradicts itself or is no setting", async () => {
    await refuses("", /names no measure/);
    await refuses("primary: {measures: [R@5]}\nleastCases: 10", /leastCases: is no setting/);
    await refuses("floors: [{measure: R@5, least: .1, most: .2}]", /either least or most/);
    await refuses("floors: [{measure: R@5}]", /either least or most/);
    await refuses("guardrails: [{measure: R@5, margin: 0}]", /guardrails\.0\.margin/);
    await refuses("primary: {measures: [R@5]}\nguardrails: [{measure: R@5}]", /only once/);
    await refuses("primary: [", /policy\.yaml/);
  });
});

describe("makeDefaultPolicy", () => {
  it("gates answers where they were measured, else rankings, and only what was measured", () => {
    const answers = makeDefaultPolicy(["nDCG@10", "AnswerSuccess", "CitationPrecision"]);
    assert.deepEqual(answers.primary?.measures, ["AnswerSuccess"]);
    assert.deepEqual(answers.guardrails, [
      { measure: "nDCG@10", margin: 0.02 },
      { measure: "CitationPrecision", margin: 0.01 },
    ]);
    assert.deepEqual(makeDefaultPolicy(["RR@10", "nDCG@10"]).primary?.measures, ["nDCG@10"]);
    assert.deepEqual(makeDefaultPolicy(["RR@10"]).primary?.measures, ["RR@10"]);
  });
});
