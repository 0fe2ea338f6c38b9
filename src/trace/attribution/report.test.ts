import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FAILURE_CLASSES, type Attribution, type UnitEvidence } from "../../domain/failure.ts";
import { computeWorth, ORACLES, planLadder, type JudgedCase } from "./oracle-ladder.ts";
import { listFixes, REMEDIES } from "./remedies.ts";
import { shareFailures } from "./shares.ts";
import { suspectFailures, type LiveSignals } from "./suspect.ts";

const failed = (name: Attribution["class"], count: number): readonly Attribution[] =>
  Array.from({ length: count }, () => ({ class: name, flags: [] }));

describe("shareFailures", () => {
  const shares = shareFailures([
    ...failed("wrong_format", 2),
    ...failed("not_retrieved", 5),
    ...failed("missing_document", 2),
    ...failed("wrong_abstention", 1),
    ...failed("ok", 30),
    ...failed("undetermined", 3),
    ...failed("run_error", 4),
  ]);

  it("counts failures apart from what is none, largest class first, equals by stage", () => {
    assert.equal(shares.failures, 10);
    assert.deepEqual(shares.others, { ok: 30, run_error: 4, undetermined: 3 });
    assert.deepEqual(
      shares.classes.map(({ name, failures }) => [name, failures]),
      [
        ["not_retrieved", 5],
        ["missing_document", 2],
        ["wrong_format", 2],
        ["wrong_abstention", 1],
      ],
    );
  });

  it("holds Wilson's interval around each share", () => {
    const [first] = shares.classes;
    assert.equal(first?.share, 0.5);
    // (.5 + 1.96²/20 ± 1.96·√(.25/10 + 1.96²/400)) / (1 + 1.96²/10)
    assert.ok(Math.abs((first?.interval.low ?? 0) - 0.2366) < 1e-4);
    assert.ok(Math.abs((first?.interval.high ?? 0) - 0.7634) < 1e-4);
  });

  it("adds classes up to what knowledge, behaviour and thresholds would mend", () => {
    assert.deepEqual(
      shares.families.map(({ name, share }) => [name, share]),
      [
        ["knowledge", 0.7],
        ["behaviour", 0.2],
        ["abstention", 0.1],
      ],
    );
  });

  it("says under 50 failures that the order is unsure", () => {
    assert.equal(shares.orderUnsure, true);
    assert.equal(shareFailures(failed("wrong_format", 49)).orderUnsure, true);
    assert.equal(shareFailures(failed("wrong_format", 50)).orderUnsure, false);
  });

  it("has no share of nothing", () => {
    assert.deepEqual(shareFailures([]).classes, []);
    assert.ok(shareFailures([]).families.every(({ share }) => share === 0));
  });
});

describe("fixes", () => {
  it("begin with what the cause asks for, and name each thing once", () => {
    assert.match(listFixes("missing_document")[0]?.command ?? "", /^plumbline ingest /);
    assert.match(listFixes("missing_document", "not_permitted")[0]?.text ?? "", /who may read/);
    for (const name of FAILURE_CLASSES)
      for (const cause of [undefined, ...REMEDIES[name].causes]) {
        const texts = listFixes(name, cause).map(({ text }) => text);
        assert.equal(new Set(texts).size, texts.length, `${name} ${cause}`);
        assert.ok(texts.length >= REMEDIES[name].fixes.length);
      }
  });

  it("put first only what belongs to a cause of the class", () => {
    for (const name of FAILURE_CLASSES)
      for (const cause of Object.keys(REMEDIES[name].first))
        assert.ok(REMEDIES[name].causes.includes(cause), `${name} ${cause}`);
  });

  it("of behaviour alone end in tuning the generator", () => {
    for (const name of FAILURE_CLASSES) {
      const tunes = listFixes(name).some(({ command }) => command?.includes("tune generator"));
      assert.equal(tunes, REMEDIES[name].family === "behaviour", name);
    }
  });
});

describe("the ladder of oracles", () => {
  const unit = (store: UnitEvidence["store"]): UnitEvidence => ({
    unit: "u",
    store,
    legs: { lexical: null, dense: null },
    withoutFilter: false,
    fused: null,
    reranked: null,
    context: null,
  });
  const judged = (
    caseId: string,
    name: Attribution["class"],
    reach?: NonNullable<Attribution["reach"]>,
    store: UnitEvidence["store"] = "current",
  ): JudgedCase => ({
    caseId,
    attribution: { class: name, flags: [], ...(reach === undefined ? {} : { reach }) },
    evidence: { sets: [[unit(store)]] },
  });

  it("asks each failed case again from the stage that broke on", () => {
    const { reruns } = planLadder([
      judged("a", "missing_document", 0, "absent"),
      judged("b", "ranked_too_low", 2),
      judged("c", "cut_from_context", 3),
      judged("d", "ok", 4),
    ]);
    assert.deepEqual(reruns, [
      ...ORACLES.map((oracle) => ({ caseId: "a", oracle })),
      { caseId: "b", oracle: "gold first" },
      { caseId: "b", oracle: "gold in the context" },
      { caseId: "c", oracle: "gold in the context" },
    ]);
  });

  it("leaves, with the reason, what no oracle helps and what the asker may not read", () => {
    const { reruns, left } = planLadder([
      judged("a", "wrong_answer", 4),
      judged("b", "missing_document", 0, "not_permitted"),
      judged("c", "should_have_abstained"),
    ]);
    assert.deepEqual(reruns, []);
    assert.deepEqual(
      left.map(({ caseId, reason }) => `${caseId}: ${reason}`),
      [
        "a: the evidence was read",
        "b: the asker may not read the evidence",
        "c: no evidence is known",
      ],
    );
  });

  it("is worth what each stage wins of all answerable cases, above the stage before", () => {
    const results = [
      { caseId: "a", oracle: "documents added", success: true },
      { caseId: "a", oracle: "gold in the candidates", success: true },
      { caseId: "b", oracle: "gold in the candidates", success: false },
      { caseId: "a", oracle: "gold first", success: true },
      { caseId: "b", oracle: "gold first", success: true },
      { caseId: "c", oracle: "gold first", success: true },
      { caseId: "a", oracle: "gold in the context", success: true },
      { caseId: "b", oracle: "gold in the context", success: true },
      { caseId: "c", oracle: "gold in the context", success: false },
    ] as const;
    const worth = computeWorth(results, 100);
    assert.deepEqual(
      worth.map(({ cases, won }) => [cases, won]),
      [
        [1, 1],
        [2, 1],
        [3, 3],
        [3, 2],
      ],
    );
    for (const [index, expected] of [0.01, 0, 0.02, -0.01].entries())
      assert.ok(Math.abs((worth[index]?.ofThisStage ?? 1) - expected) < 1e-12);
    assert.ok(worth.every(({ gain, interval }) => interval.low <= gain && gain <= interval.high));
    assert.equal(computeWorth([], 0)[0]?.gain, 0);
  });
});

describe("suspectFailures", () => {
  const fine: LiveSignals = {
    outcome: "answered",
    hits: { lexical: 12, dense: 100 },
    filteredOut: false,
    confidence: 0.9,
    lowConfidence: 0.5,
    failedChecks: [],
    formatValid: true,
    reasked: false,
    disliked: false,
    reasons: [],
  };
  const suspectedOf = (changed: Partial<LiveSignals>): readonly string[] =>
    suspectFailures({ ...fine, ...changed }).map(({ suspected }) => suspected);

  it("suspects nothing where nothing is odd, nor of a fault", () => {
    assert.deepEqual(suspectedOf({}), []);
    assert.deepEqual(suspectedOf({ outcome: "error", disliked: true }), []);
  });

  it("reads each signal as the stage it points to", () => {
    assert.deepEqual(suspectedOf({ hits: { lexical: 0, dense: 0 } }), ["missing_document"]);
    assert.deepEqual(suspectedOf({ hits: { lexical: 0 }, filteredOut: true }), ["not_retrieved"]);
    assert.deepEqual(suspectedOf({ hits: { lexical: 0, dense: 3 } }), []);
    assert.deepEqual(suspectedOf({ failedChecks: ["number"] }), ["unsupported_answer"]);
    assert.deepEqual(suspectedOf({ formatValid: false }), ["wrong_format"]);
    assert.deepEqual(suspectedOf({ outcome: "abstained" }), ["wrong_abstention"]);
    assert.deepEqual(suspectedOf({ confidence: 0.4 }), ["should_have_abstained"]);
    assert.deepEqual(suspectedOf({ reasked: true }), ["wrong_answer"]);
    assert.deepEqual(suspectedOf({ disliked: true }), ["wrong_answer"]);
    assert.deepEqual(suspectedOf({ reasons: ["outdated"] }), ["missing_document"]);
  });

  it("lets a reason speak for the thumb, and orders suspicions by stage", () => {
    assert.deepEqual(
      suspectFailures({
        ...fine,
        disliked: true,
        reasons: ["form", "missing-source"],
        reasked: true,
      }),
      [
        { suspected: "not_retrieved", because: ["feedback: missing-source"] },
        { suspected: "wrong_format", because: ["feedback: form"] },
        { suspected: "wrong_answer", because: ["asked again"] },
      ],
    );
  });
});
