import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bundledPrices } from "./cost/price-tables.ts";
import { toRanges } from "./cost/ranges.ts";
import { decide } from "./decide.ts";
import type { DecideInput } from "./decide-input.ts";
import { explain } from "./explain.ts";
import { parseAnswers } from "./questionnaire/answers.ts";
import { DecisionSchema, isSealed } from "./record/decision.ts";
import { diffDecisions } from "./record/diff.ts";

const STATED = parseAnswers({
  "k.change": "weekly",
  "k.gap": "knowledge",
  "k.citations": "required",
  "k.size": "thousands",
  "b.task": "qa",
  "s.traffic": "below-100k",
});

const make = (others: Partial<DecideInput> = {}) => {
  const stated = others.stated ?? STATED;
  return decide({
    createdAt: "2026-11-21T09:00:00.000Z",
    version: "0.1.0",
    fingerprint: "cfg",
    seed: "7",
    stated,
    observations: {},
    arms: [],
    comparisons: [],
    failures: [],
    ranges: toRanges(stated, {}),
    hosting: "dedicated",
    priceTables: [bundledPrices()],
    draws: 200,
    ...others,
  });
};

describe("decide", () => {
  it("gives the same bytes for the same inputs, sealed by its id", () => {
    const decision = make();
    assert.equal(JSON.stringify(decision), JSON.stringify(make()));
    assert.ok(isSealed(decision));
    assert.ok(!isSealed({ ...decision, createdAt: "2026-11-22T09:00:00.000Z" }));
    assert.notEqual(decision.id, make({ seed: "8" }).id);
    assert.deepEqual(DecisionSchema.parse(JSON.parse(JSON.stringify(decision))), decision);
    const readAgain = DecisionSchema.parse(JSON.parse(JSON.stringify(decision)));
    assert.equal(JSON.stringify(readAgain), JSON.stringify(decision));
  });

  it("says in one sentence what to do, and what is not measured", () => {
    const { recommendation, arms } = make();
    assert.equal(recommendation.sentence, "Build retrieval, and tune no model.");
    assert.equal(recommendation.provisional, true);
    assert.equal(recommendation.confidence.level, "low");
    assert.deepEqual(
      arms.filter(({ status }) => status === "excluded").map(({ arm, reason }) => [arm, reason]),
      [
        ["prompt", "H1"],
        ["fewshot", "H1"],
        ["large-prompted", "H1"],
        ["tuned-local", "H1"],
        ["small-tuned", "H1"],
        ["tuned", "H1"],
      ],
    );
    for (const { status, command } of arms)
      if (status === "unmeasured")
        assert.match(
          command ?? "",
          /^plumbline (?:evaluate GOLDEN|decide measure --golden GOLDEN)/,
        );
  });

  it("holds costs of seven arms over both horizons, and never takes an unknown price for nothing", () => {
    const ranges = toRanges(STATED, { outputPrice: null });
    const { costs, findings } = make({ ranges });
    assert.equal(costs.length, 14);
    const retrieval = costs.find(({ arm, months }) => arm === "retrieval" && months === 24);
    assert.deepEqual(retrieval?.unpriced, ["query tokens", "evaluation"]);
    assert.equal(retrieval?.lines.find(({ line }) => line === "query tokens")?.usd, "unknown");
    assert.ok(findings.some(({ id }) => id === "unpriced"));
  });

  it("prices one more right answer of a measured gain, so that its worth can decide", () => {
    const arm = (name: "retrieval" | "both", mean: number) => ({
      arm: name,
      status: "measured" as const,
      cases: 200,
      success: { mean, low: mean - 0.05, high: mean + 0.05 },
    });
    const gain = { difference: 0.05, low: 0.01, high: 0.09, p: 0.01, smallestSeen: 0.03 };
    const measured: Partial<DecideInput> = {
      arms: [arm("retrieval", 0.81), arm("both", 0.86)],
      comparisons: [{ a: "both", b: "retrieval", ...gain, cases: 200 }],
      ranges: toRanges(STATED, { documents: 2_000 }),
    };
    const { comparisons } = make(measured);
    // $103,495 for 5 % of 1.44 M answers.
    assert.equal(Number(comparisons[0]?.usdPerExtra).toFixed(2), "1.44");
    const decided = (valueOfRightAnswerUsd: number) =>
      make({ ...measured, valueOfRightAnswerUsd }).recommendation;
    assert.deepEqual([decided(2).approach, decided(2).arm], ["both", "both"]);
    assert.equal(decided(1).approach, "retrieval");
  });

  it("checks the entry gate by what was measured, and by the answers where nothing was", () => {
    const stated = parseAnswers({
      "k.gap": "behaviour",
      "b.style": "drifting",
      "b.format": "exact",
      "p.months": "3-or-more",
      "p.prompts": "yes",
      "p.labels": "500-to-5000",
    });
    const stateOf = ({ gate }: ReturnType<typeof make>, id: string) =>
      gate?.criteria.find((criterion) => criterion.id === id);
    const asAnswered = make({ stated });
    assert.equal(stateOf(asAnswered, "G2")?.state, "met");
    assert.equal(stateOf(asAnswered, "G2")?.measured, false);
    const months = [
      { activeDays: 3, questions: 12 },
      { activeDays: 5, questions: 20 },
      { activeDays: 9, questions: 41 },
    ];
    const measured = make({
      stated,
      gateFacts: { now: "2026-11-21T09:00:00.000Z", traffic: { days: 95, months } },
    });
    const traffic = stateOf(measured, "G2");
    assert.deepEqual(
      [traffic?.state, traffic?.n, traffic?.window, traffic?.measured],
      ["missing", 73, "90 days", true],
    );
    assert.equal(measured.recommendation.when, "later");
    assert.match(
      measured.rules.find(({ id }) => id === "H8")?.reason ?? "",
      /G2, real traffic is on record/,
    );
  });

  it("takes from the gate's measurements whether prompts were tried", () => {
    const best = { mean: 0.7, low: 0.6, high: 0.8 };
    const { answers } = make({
      gateFacts: {
        now: "2026-11-21T09:00:00.000Z",
        prompts: { versions: 2, examples: 5, cases: 40, best },
      },
    });
    const tried = answers.find(({ question }) => question === "p.prompts");
    assert.deepEqual([tried?.measured, tried?.used], ["yes", "yes"]);
    assert.match(tried?.told ?? "", /2 versions, at most 5 examples, the best 70 % right/);
  });

  it("warns of old prices, and uses them", () => {
    const old = { ...bundledPrices(), readAt: "2026-01-01" };
    const { findings, inputs, costs } = make({ priceTables: [old] });
    assert.match(
      findings.find(({ id }) => id.startsWith("stale-prices"))?.text ?? "",
      /324 days ago/,
    );
    assert.equal(inputs.priceTables[0]?.stale, true);
    assert.ok((costs[0]?.total ?? 0) > 0);
  });

  it("is low in confidence and provisional over a golden set that is too small", () => {
    const observations = { golden: { cases: 29, unanswerable: 5, synthetic: 0 } };
    const { recommendation, rules } = make({ observations });
    assert.equal(recommendation.provisional, true);
    assert.equal(recommendation.confidence.level, "low");
    assert.match(rules.find(({ id }) => id === "H11")?.reason ?? "", /29 questions/);
  });

  it("says what contradicting answers mean for it", () => {
    const stated = parseAnswers({ "k.live": "yes", "k.change": "yearly" });
    const { findings } = make({ stated });
    assert.match(findings[0]?.text ?? "", /^Live records are needed.*a tool reads them/);
  });

  it("names in a difference what changed the outcome", () => {
    const after = make({
      stated: parseAnswers({
        ...Object.fromEntries(STATED),
        "b.style": "drifting",
        "k.gap": "both",
      }),
    });
    const { outcomeChanged, changes } = diffDecisions(make(), after);
    assert.equal(outcomeChanged, true);
    assert.deepEqual(
      changes.slice(0, 3).map(({ what, name, before, after: now }) => [what, name, before, now]),
      [
        ["recommendation", "outcome", "retrieval", "both now generator"],
        ["answer", "k.gap", "knowledge", "both"],
        ["answer", "b.style", "unknown", "drifting"],
      ],
    );
    assert.deepEqual(diffDecisions(after, after), { outcomeChanged: false, changes: [] });
  });
});

describe("explain", () => {
  it("lists every question, rule, figure and conflict with its articles", () => {
    const { rows } = explain();
    const count = (kind: string): number => rows.filter((row) => row.kind === kind).length;
    assert.deepEqual(["question", "rule", "figure", "conflict"].map(count), [38, 12, 30, 9]);
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
    // One rule is ours alone.
    assert.deepEqual(
      rows.filter(({ articles }) => articles.length === 0).map(({ id }) => id),
      ["H9"],
    );
  });
});
