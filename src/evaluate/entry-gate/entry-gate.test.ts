import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FailureClass } from "../../domain/failure.ts";
import { createRandom } from "../../foundation/random.ts";
import { checkEntryGate } from "./check-entry-gate.ts";
import type { CriterionId, GateFacts, SeenFailure } from "./gate.ts";
import { LANES, type Lane } from "./lanes.ts";

const NOW = "2026-11-21T00:00:00.000Z";
const daysAgo = (days: number): string =>
  new Date(Date.parse(NOW) - days * 86_400_000).toISOString();

/** `count` failures of each of three months, under two prompts. */
const failuresOf = (name: FailureClass, count: number, task = "hr"): readonly SeenFailure[] =>
  Array.from({ length: count }, (_, place) => ({
    id: `${name}-${task}-${place}`,
    at: daysAgo(5 + 30 * (place % 3)),
    class: name,
    task,
    writer: `prompt-${place % 2}`,
  }));

const BUSY = { activeDays: 20, questions: 300 };
/** Everything is as a generator needs it. */
const OPEN: GateFacts = {
  now: NOW,
  target: 0.9,
  prompts: { versions: 3, examples: 3, cases: 120, best: { mean: 0.8, low: 0.72, high: 0.86 } },
  cheaperMeasured: true,
  traffic: { days: 90, months: [BUSY, BUSY, BUSY] },
  failures: [...failuresOf("wrong_answer", 30), ...failuresOf("not_retrieved", 30)],
  labels: {
    counts: {
      pairs: 500,
      judgedQueries: 200,
      leastOfAClass: 8,
      gradedAnswers: 200,
      wrongAnswers: 50,
      cleanRows: 50,
    },
    complete: true,
  },
  references: { days: 60, cases: 100, changed: 10 },
  labelSetChanged: false,
  rights: { documents: 9, internal: 3, external: 0 },
  base: { name: "small-8b", shutdownAt: daysAgo(-280), hasTunableSuccessor: true },
  payback: { paysBack: true, months: 24 },
};

const stateOf = (id: CriterionId, changed: Partial<GateFacts>, lane: Lane = "generator") =>
  checkEntryGate(lane, { ...OPEN, ...changed }).criteria.find((each) => each.id === id);

describe("the entry gate", () => {
  it("opens for a generator where all eight are met, each with its figures", () => {
    const { verdict, criteria } = checkEntryGate("generator", OPEN);
    assert.deepEqual(
      criteria.map(({ id, state }) => [id, state]),
      ["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8"].map((id) => [id, "met"]),
    );
    assert.equal(verdict, "open");
    for (const { value, threshold, measured } of criteria) {
      assert.ok(value !== "" && threshold !== "");
      assert.equal(measured, true);
    }
    assert.deepEqual([criteria[1]?.window, criteria[1]?.n], ["90 days", 900]);
  });

  it("knows nothing of what was not measured, and closes for nothing of it", () => {
    for (const lane of LANES) {
      const { verdict, criteria } = checkEntryGate(lane, { now: NOW });
      assert.equal(verdict, "inconclusive");
      for (const { state, measured } of criteria) {
        assert.equal(state, "unknown");
        assert.equal(measured, false);
      }
    }
  });

  it("asks local lanes for no traffic, no base that they do not have, and no pay-back", () => {
    const asked = (lane: Lane) => checkEntryGate(lane, OPEN).criteria.map(({ id }) => id);
    assert.deepEqual(asked("reranker"), ["G1", "G3", "G4", "G6"]);
    assert.deepEqual(asked("adapter"), ["G1", "G3", "G4", "G6", "G7"]);
    assert.deepEqual(asked("classifier"), ["G1", "G3", "G4", "G5", "G6"]);
  });

  it("wants three versions of the prompt, one with three examples, the best below the target", () => {
    const { prompts } = OPEN;
    assert.ok(prompts);
    const state = (changed: Partial<typeof prompts>, target: number | undefined = 0.9) =>
      stateOf("G1", { prompts: { ...prompts, ...changed }, ...(target ? { target } : {}) })?.state;
    assert.equal(state({ versions: 2 }), "missing");
    assert.equal(state({ examples: 2 }), "missing");
    assert.equal(state({ best: { mean: 0.95, low: 0.91, high: 0.98 } }), "missing");
    const near = { best: { mean: 0.88, low: 0.82, high: 0.92 } };
    assert.equal(state(near), "unknown");
    const gain = (difference: number, low: number) => ({
      difference,
      low,
      high: difference + 0.05,
    });
    assert.equal(state({ ...near, gain: gain(0.004, -0.03) }), "met");
    assert.equal(state({ ...near, gain: gain(0.02, -0.01) }), "missing");
    assert.equal(state({ ...near, gain: gain(0.005, 0.001) }), "missing");
  });

  it("wants three busy months", () => {
    const months = (last: Partial<typeof BUSY>, days = 90) =>
      stateOf("G2", { traffic: { days, months: [BUSY, BUSY, { ...BUSY, ...last }] } })?.state;
    assert.equal(months({}), "met");
    assert.equal(months({ activeDays: 19 }), "missing");
    assert.equal(months({ questions: 299 }), "missing");
    assert.equal(months({}, 89), "missing");
    assert.equal(stateOf("G2", { traffic: { days: 95, months: [BUSY, BUSY] } })?.state, "missing");
  });

  it("wants a pattern that is large, stays, and outlives a prompt", () => {
    const state = (failures: readonly SeenFailure[]) => stateOf("G3", { failures })?.state;
    const clear = failuresOf("wrong_answer", 30);
    const other = failuresOf("not_retrieved", 30);
    assert.equal(state([...clear, ...other]), "met");
    assert.equal(state([...clear, ...other.slice(0, 19)]), "missing");
    // 18 of 60 are 30 %, and surely 19.9 %.
    assert.equal(
      state([...failuresOf("wrong_answer", 18), ...failuresOf("not_retrieved", 42)]),
      "missing",
    );
    const halves = [...failuresOf("wrong_answer", 15), ...failuresOf("wrong_answer", 15, "it")];
    assert.equal(state([...halves, ...other]), "missing");
    const early = clear.map((failure) => ({ ...failure, at: daysAgo(70) }));
    assert.equal(state([...early, ...other]), "missing");
    const onePrompt = clear.map((failure) => ({ ...failure, writer: "prompt-1" }));
    assert.equal(state([...onePrompt, ...other]), "missing");
    assert.equal(state(failuresOf("not_retrieved", 60)), "missing");
  });

  it("counts what fails again once, as what it failed as last", () => {
    const again = failuresOf("wrong_answer", 30).flatMap((failure) => [
      failure,
      { ...failure, at: daysAgo(1), class: "not_retrieved" as const },
    ]);
    const found = stateOf("G3", { failures: again });
    assert.deepEqual([found?.n, found?.state], [30, "missing"]);
    assert.match(found?.value ?? "", /none among 30/);
  });

  it("lets a local lane in from a tenth of the failures on, the router for its cause alone", () => {
    const mixed = (own: readonly SeenFailure[]) => ({
      failures: [...own, ...failuresOf("wrong_answer", 90)],
    });
    assert.equal(stateOf("G3", mixed(failuresOf("ranked_too_low", 10)), "reranker")?.state, "met");
    assert.equal(
      stateOf("G3", mixed(failuresOf("ranked_too_low", 9)), "reranker")?.state,
      "missing",
    );
    const filtered = failuresOf("not_retrieved", 10);
    assert.equal(stateOf("G3", mixed(filtered), "router")?.state, "missing");
    const byRoute = filtered.map((failure) => ({ ...failure, cause: "filtered" }));
    assert.equal(stateOf("G3", mixed(byRoute), "router")?.state, "met");
  });

  it("counts labels by lane, and calls too few of an unread set unknown", () => {
    const labels = (pairs: number, complete = true) =>
      stateOf("G4", { labels: { counts: { pairs }, complete } }, "embedder")?.state;
    assert.deepEqual([labels(500), labels(499), labels(499, false)], ["met", "missing", "unknown"]);
    const answers = (wrongAnswers: number) =>
      stateOf(
        "G4",
        { labels: { counts: { gradedAnswers: 200, wrongAnswers }, complete: true } },
        "abstention",
      )?.state;
    assert.deepEqual([answers(50), answers(49)], ["met", "missing"]);
  });

  it("wants references that stand, rights for where rows go, and a base that lives", () => {
    const references = (days: number, changed: number) =>
      stateOf("G5", { references: { days, cases: 100, changed } })?.state;
    assert.deepEqual(
      [references(60, 10), references(59, 10), references(10, 11)],
      ["met", "unknown", "missing"],
    );
    const rights = (internal: number, external: number, hosted: boolean) =>
      checkEntryGate(
        "generator",
        { ...OPEN, rights: { documents: 9, internal, external } },
        { hosted },
      ).criteria.find(({ id }) => id === "G6")?.state;
    assert.deepEqual(
      [rights(1, 0, false), rights(9, 0, true), rights(9, 1, true), rights(0, 0, false)],
      ["met", "missing", "met", "missing"],
    );
    const base = (days: number, keptWeights = false) =>
      stateOf("G7", {
        base: { name: "b", shutdownAt: daysAgo(-days), hasTunableSuccessor: false, keptWeights },
      })?.state;
    assert.deepEqual([base(274), base(273), base(10, true)], ["met", "missing", "met"]);
  });

  it("asks whether it can pay: by its costs, or because nothing else reaches the target", () => {
    const state = (paysBack: boolean, outOfReach?: boolean) =>
      stateOf("G8", {
        payback: { paysBack, months: 24 },
        ...(outOfReach === undefined ? {} : { outOfReach }),
      })?.state;
    assert.deepEqual(
      [state(true, false), state(false, true), state(false, false), state(false)],
      ["met", "met", "missing", "unknown"],
    );
  });

  it("closes with one criterion missing, whatever else is not known", () => {
    const random = createRandom("gate");
    const names = Object.keys(OPEN).filter((name) => name !== "now");
    for (let round = 0; round < 200; round++) {
      const kept = Object.fromEntries(
        Object.entries(OPEN).filter(([name]) => !names.includes(name) || random.below(2) === 0),
      );
      const facts: GateFacts = { ...kept, now: NOW };
      for (const lane of LANES) {
        const { verdict, criteria } = checkEntryGate(lane, facts);
        const states = new Set(criteria.map(({ state }) => state));
        const expected = states.has("missing")
          ? "closed"
          : states.has("unknown")
            ? "inconclusive"
            : "open";
        assert.equal(verdict, expected);
        assert.deepEqual(checkEntryGate(lane, facts), checkEntryGate(lane, structuredClone(facts)));
      }
    }
  });
});
