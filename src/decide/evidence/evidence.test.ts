import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { parseAnswers } from "../questionnaire/answers.ts";
import type { ArmComparison, ArmResult } from "../recommendation/arm-results.ts";
import { recommend } from "../recommendation/recommend.ts";
import { useEvidence } from "./evidence.ts";
import type { Observations } from "./observations.ts";

const CASES = JSON.parse(
  readFileSync(new URL("../../../tests/fixtures/decide/acceptance.json", import.meta.url), "utf8"),
) as readonly { id: number; answers: Record<string, string> }[]; // written by hand, in this shape
const answersOf = (id: number, others: Record<string, string> = {}) =>
  parseAnswers({ ...CASES.find((each) => each.id === id)?.answers, ...others });

const arm = (name: ArmResult["arm"], mean: number): ArmResult => ({
  arm: name,
  status: "measured",
  cases: 200,
  success: { mean, low: mean - 0.05, high: mean + 0.05 },
});
const gain = (usdPerExtra: number): ArmComparison => ({
  a: "both",
  b: "retrieval",
  difference: 0.031,
  low: 0.008,
  high: 0.054,
  p: 0.01,
  cases: 200,
  smallestSeen: 0.03,
  usdPerExtra,
});
const decide = (
  id: number,
  arms: readonly ArmResult[],
  comparisons: readonly ArmComparison[],
  value?: number,
) =>
  recommend({
    facts: { answers: answersOf(id), arms, today: "2026-11-21" },
    arms,
    comparisons,
    ...(value === undefined ? {} : { valueOfRightAnswerUsd: value }),
  });

describe("evidence", () => {
  it("replaces what was stated, and says so where it is far off", () => {
    const stated = answersOf(17, { "k.change": "yearly" });
    const changes = {
      days: 90,
      syncs: 12,
      changeDays: 6,
      changeShare: 0.08,
      citations: 200,
      live: false,
    };
    const used = useEvidence(stated, { changes });
    assert.equal(used.answers.get("k.change"), "weekly");
    assert.deepEqual([...used.measured], ["k.change"]);
    assert.match(
      used.findings[0]?.text ?? "",
      /You said "once a year or never".*8 % of the cited documents/,
    );
  });

  it("keeps what was stated while there is too little", () => {
    const changes = { days: 30, syncs: 12, changeDays: 6, changeShare: 0.08, live: false };
    const used = useEvidence(answersOf(17), { changes });
    assert.equal(used.answers.get("k.change"), "monthly");
    assert.deepEqual(
      used.items.map(({ enough, needed }) => [enough, needed]),
      [[false, "60 days and 3 syncs"]],
    );
    assert.deepEqual(used.findings, []);
  });

  it("lets the arms overrule the scores where a gain is shown and pays", () => {
    const arms = [arm("retrieval", 0.81), arm("both", 0.841)];
    const paid = decide(1, arms, [gain(0.2)], 1);
    assert.equal(paid.approach, "both");
    assert.equal(paid.axes.B, 2);
    assert.equal(paid.provisional, false);
  });

  it("keeps the simpler arm where one more right answer costs more than it is worth", () => {
    const arms = [arm("retrieval", 0.81), arm("both", 0.841)];
    const dear = decide(1, arms, [gain(4)], 1);
    assert.equal(dear.approach, "retrieval");
    assert.match(dear.byArms?.declined[0]?.reason ?? "", /costs \$4\.00 and is worth \$1\.00/);
  });

  it("is provisional with one arm measured", () => {
    const alone = decide(1, [arm("retrieval", 0.81)], []);
    assert.equal(alone.approach, "retrieval");
    assert.equal(alone.provisional, true);
    assert.equal(alone.byArms, undefined);
  });

  it("counts a form that constraints have solved against tuning", () => {
    const { answers } = useEvidence(answersOf(7), { validity: { outputs: 1_000, valid: 994 } });
    const { axes, approach } = recommend({
      facts: { answers, arms: [], today: "2026-11-21" },
      arms: [],
      comparisons: [],
    });
    assert.equal(`${axes.K}/${axes.B}`, "-2/9");
    assert.equal(approach, "tuned");
  });

  it("reads each measure at its thresholds", () => {
    const valueOf = (question: string, observations: Observations): string | undefined =>
      useEvidence(new Map(), observations).answers.get(question);
    const changed = (changeDays: number, changeShare: number): string | undefined =>
      valueOf("k.change", {
        changes: { days: 60, syncs: 3, changeDays, changeShare, live: false },
      });
    assert.deepEqual(
      [changed(3, 0.05), changed(1, 0.05), changed(3, 0.049), changed(9, 0.005), changed(9, 0.004)],
      ["weekly", "monthly", "monthly", "quarterly", "yearly"],
    );
    const gap = (behaviour: number): string | undefined =>
      valueOf("k.gap", { failures: { attributed: 100, knowledge: 100 - behaviour, behaviour } });
    assert.deepEqual(
      [gap(60), gap(59), gap(26), gap(25)],
      ["behaviour", "both", "both", "knowledge"],
    );
    const traffic = (questions: number): string | undefined =>
      valueOf("s.traffic", { traffic: { days: 30, questions } });
    assert.deepEqual(
      [traffic(98_000), traffic(99_000), traffic(990_000)],
      ["below-100k", "100k-to-1m", "above-1m"],
    );
    assert.equal(
      valueOf("k.citations", { citationsOpened: { answers: 200, opened: 9 } }),
      undefined,
    );
    assert.equal(
      valueOf("k.citations", { citationsOpened: { answers: 200, opened: 10 } }),
      "helpful",
    );
    const documents = {
      documents: 3,
      tokens: 9_000,
      collections: 1,
      distinctAccess: 1,
      erasures: 0,
    };
    assert.equal(valueOf("k.size", { documents }), "fits-prompt");
    assert.equal(valueOf("r.access", { documents }), undefined);
    assert.equal(valueOf("r.access", { documents: { ...documents, erasures: 1 } }), "yes");
  });
});
