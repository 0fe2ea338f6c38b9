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
        ["tuned-local", "H1"],
        ["tuned", "H1"],
      ],
    );
    for (const { status, command } of arms)
      if (status === "unmeasured") assert.match(command ?? "", /^plumbline evaluate GOLDEN/);
  });

  it("holds costs of five arms over both horizons, and never takes an unknown price for nothing", () => {
    const ranges = toRanges(STATED, { outputPrice: null });
    const { costs, findings } = make({ ranges });
    assert.equal(costs.length, 10);
    const retrieval = costs.find(({ arm, months }) => arm === "retrieval" && months === 24);
    assert.deepEqual(retrieval?.unpriced, ["query tokens", "evaluation"]);
    assert.equal(retrieval?.lines.find(({ line }) => line === "query tokens")?.usd, "unknown");
    assert.ok(findings.some(({ id }) => id === "unpriced"));
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
