import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../../../foundation/random.ts";
import type { ReplyGrade, SystemReply } from "../../../../domain/evaluation.ts";
import type { GoldenCase } from "../../../../domain/golden-set.ts";
import { createFakeVerifier } from "../../../../testing/fake-verifier.ts";
import {
  ABSTAINED,
  answerReplyOf,
  FAILED,
  goldenCaseOf,
  systemReplyOf,
} from "../../../../testing/reply-cases.ts";
import type { AnswerTools, GradedCase } from "../measure.ts";
import { getAnswerMeasure } from "../registry.ts";
import { isVoid } from "../reasons.ts";
import { scoreReply } from "../score-reply.ts";
import { agree, consistencyAt, groupVariants } from "./consistency.ts";
import { computeLatency } from "./effort.ts";
import { toRiskCoverageCurve } from "./risk-coverage.ts";

const TOOLS: AnswerTools = {
  verifier: createFakeVerifier(),
  analyzerFor: () => "en-1",
  supportThreshold: 0.5,
  readValues: (text) =>
    [...text.matchAll(/\d+(?:\.\d+)?/g)].map(([found]) => ({
      kind: "number",
      amount: Number(found),
      figure: Number(found),
      text: found,
    })),
};

const gradeOf = async (
  golden: GoldenCase,
  reply: SystemReply,
  tools: Partial<AnswerTools> = {},
): Promise<ReplyGrade> => (await scoreReply([], golden, reply, { ...TOOLS, ...tools })).grade;

const scoreOf = async (
  name: string,
  golden: GoldenCase,
  reply: SystemReply,
  tools: Partial<AnswerTools> = {},
) =>
  (await scoreReply([getAnswerMeasure(name)], golden, reply, { ...TOOLS, ...tools })).scores[name];

const said = (text: string): SystemReply => systemReplyOf(answerReplyOf(text));
const LONG = "Parents take twelve weeks of leave and more of it later.";

describe("what decides whether an answer is right", () => {
  it("is the case's own checks before anything else", async () => {
    const golden = goldenCaseOf({
      answers: ["12"],
      checks: { numbers: ["12"], mustSay: ["weeks"], mustNotSay: ["months"] },
    });
    const right = await gradeOf(golden, said("It is 12 weeks."));
    assert.deepEqual([right.correct, right.method], [true, "checks"]);
    const wrong = await gradeOf(golden, said("It is 13 months."));
    assert.deepEqual([wrong.correct, wrong.method], [false, "checks"]);
    assert.equal(wrong.reason, '12 is missing; "weeks" is not said; "months" is said');
  });

  it("is a short right answer that stands in it with its number", async () => {
    const golden = goldenCaseOf({ answers: ["15"] });
    const method = "short-gold";
    assert.deepEqual(await gradeOf(golden, said("It is 15.")), {
      correct: true,
      method,
      formatValid: true,
      unsupported: ["It is 15."],
    });
    // SQuAD's tokens of 1.5 and 15 are the same.
    assert.equal((await gradeOf(golden, said("It is 1.5."))).correct, false);
    assert.equal((await gradeOf(golden, said("It is 150."))).correct, false);
  });

  it("is a long right answer word for word, where it stands beside a short one", async () => {
    const golden = goldenCaseOf({ answers: [LONG, "by form"] });
    const right = await gradeOf(golden, said(`Note: ${LONG}`));
    assert.deepEqual([right.correct, right.method], [true, "short-gold"]);
    assert.equal((await gradeOf(golden, said("By mail."))).correct, false);
  });

  it("is a person, then a judge whose calibration allows it, then nobody", async () => {
    const golden = goldenCaseOf({ answers: [LONG] });
    const reply = said("Parents take leave.");
    assert.equal((await gradeOf(golden, reply)).correct, undefined);
    const person = await gradeOf(golden, reply, { findPersonalVerdict: () => false });
    assert.deepEqual([person.correct, person.method], [false, "person"]);
  });

  it("is nothing but the outcome for an abstention", async () => {
    assert.equal((await gradeOf(goldenCaseOf(), ABSTAINED)).correct, false);
    assert.equal((await gradeOf(goldenCaseOf({ answerable: false }), ABSTAINED)).correct, true);
    const escalated = systemReplyOf(answerReplyOf("", { outcome: "escalated", sentences: [] }));
    assert.equal((await gradeOf(goldenCaseOf({ answerable: false }), escalated)).correct, true);
    // Words of regret are no abstention: the outcome says that it answered.
    const sorry = said("I do not know.");
    assert.equal((await gradeOf(goldenCaseOf({ answerable: false }), sorry)).correct, false);
  });

  it("is left open after a fault", async () => {
    const { correct, reason } = await gradeOf(goldenCaseOf(), FAILED);
    assert.deepEqual([correct, reason], [undefined, "the system failed: adapters.upstream-failed"]);
  });
});

describe("AnswerSuccess", () => {
  const golden = goldenCaseOf({ answers: ["twelve weeks"] });
  const success = (
    given: Parameters<typeof answerReplyOf>[1] = {},
    text = "Parents take twelve weeks.",
  ) => scoreOf("AnswerSuccess", golden, systemReplyOf(answerReplyOf(text, given)));

  it("wants a right answer with citations that were shown and hold", async () => {
    assert.equal(await success(), 1);
    assert.equal(await success({}, "Parents take ten weeks."), 0);
    const text = "Parents take twelve weeks.";
    for (const citations of [[], ["p9"], ["p1", "p9"]])
      assert.equal(await success({ sentences: [{ text, factual: true, citations }] }), 0);
    const named = "Parents of Norway take twelve weeks.";
    assert.equal(await success({}, named), 0);
  });

  it("asks no citations of a system that was shown nothing", async () => {
    const text = "twelve weeks";
    const sentences = [{ text, factual: false, citations: [] }];
    assert.equal(await success({ passages: [], sentences }, text), 1);
  });

  it("holds a right abstention for a success and a wrong one for none", async () => {
    assert.equal(await scoreOf("AnswerSuccess", goldenCaseOf({ answerable: false }), ABSTAINED), 1);
    assert.equal(await scoreOf("AnswerSuccess", golden, ABSTAINED), 0);
  });

  it("blames a limit of length on the system, and a fault on nobody", async () => {
    assert.equal(await success({ outcome: "incomplete", reason: "length" }), 0);
    const fault = await success({ outcome: "incomplete", reason: "upstream: gone" });
    assert.deepEqual(fault, { unscored: "cut short by a fault" });
    assert.deepEqual(await scoreOf("AnswerSuccess", golden, FAILED), {
      unscored: "the system failed: adapters.upstream-failed",
    });
  });
});

describe("a measure that cannot tell", () => {
  it("is unscored with its reason, and never 0", async () => {
    const golden = goldenCaseOf({ answers: [LONG] });
    assert.deepEqual(await scoreOf("NumericMatch", golden, said("It is so.")), {
      unscored: "no right answer holds a number",
    });
    assert.deepEqual(await scoreOf("CostUsd", golden, said("It is so.")), { unscored: "unpriced" });
    assert.deepEqual(await scoreOf("Correctness", golden, said("It is so.")), {
      unscored: "nothing decides whether it is right",
    });
    for (const name of ["ExactMatch", "CitationRecall", "Support", "AnswerCoverage", "LatencyMs"])
      assert.deepEqual(
        await scoreOf(name, golden, FAILED),
        { unscored: "the system failed: adapters.upstream-failed" },
        name,
      );
  });

  it("is unscored where a tool gives no number", async () => {
    const verifier = {
      ...createFakeVerifier(),
      assess: async () => ({ support: Number.NaN, missingNumbers: [], missingNames: [] }),
    };
    assert.deepEqual(await scoreOf("Support", goldenCaseOf(), said("It is so."), { verifier }), {
      unscored: "no number came out",
    });
  });

  it("has nothing to measure in a right abstention, which is no failure", async () => {
    const golden = goldenCaseOf({ answerable: false });
    for (const name of ["CitationRecall", "Support", "QuoteExactness", "StyleConformity"]) {
      const score = await scoreOf(name, golden, ABSTAINED);
      assert.ok(typeof score === "object" && isVoid(score.unscored), name);
    }
    // What compares with right answers says nothing of a case that has none.
    assert.equal(await scoreOf("ExactMatch", golden, ABSTAINED), undefined);
  });
});

describe("abstention", () => {
  const unanswerable = goldenCaseOf({ answerable: false });
  const cases = [
    [goldenCaseOf(), said("twelve weeks")],
    [goldenCaseOf(), said("ten weeks")],
    [goldenCaseOf(), ABSTAINED],
    [unanswerable, ABSTAINED],
    [unanswerable, ABSTAINED],
    [unanswerable, said("twelve weeks")],
  ] as const;

  const mean = async (name: string): Promise<number> => {
    const scores = await Promise.all(cases.map(([golden, reply]) => scoreOf(name, golden, reply)));
    const numbers = scores.filter((score) => typeof score === "number");
    return numbers.reduce((sum, score) => sum + score, 0) / numbers.length;
  };

  /** Three abstentions, two of them right; three answers, one of them right. */
  for (const [name, expected] of Object.entries({
    AbstentionPrecision: 2 / 3,
    AbstentionRecall: 2 / 3,
    OverRefusalRate: 1 / 3,
    FalseAnswerRate: 1 / 3,
    AnswerCoverage: 1 / 2,
    SelectiveAccuracy: 1 / 3,
  }))
    it(`has ${name} of ${expected.toFixed(2)}`, async () => {
      assert.ok(Math.abs((await mean(name)) - expected) < 1e-12);
    });
});

const graded = (reply: SystemReply, correct?: boolean) => ({
  reply,
  grade: { formatValid: true, unsupported: [], ...(correct === undefined ? {} : { correct }) },
});

const scoreSet = (name: string, cases: readonly GradedCase[]) => {
  const measure = getAnswerMeasure(name);
  assert.ok(measure.kind === "set");
  return measure.score(cases, TOOLS);
};

describe("risk and coverage", () => {
  const answered = (confidence: number | undefined, correct: boolean | undefined): GradedCase => ({
    golden: goldenCaseOf(),
    replies: [
      graded(
        systemReplyOf(answerReplyOf("so", confidence === undefined ? {} : { confidence })),
        correct,
      ),
    ],
  });
  const cases = [
    answered(0.9, true),
    answered(0.8, false),
    answered(0.7, true),
    answered(0.6, true),
    answered(undefined, true),
    answered(0.5, undefined),
    { golden: goldenCaseOf(), replies: [graded(ABSTAINED, false)] },
  ];

  it("matches the curve worked by hand", () => {
    // Risks 0, 1/2, 1/3, 1/4; with the error last 0, 0, 0, 1/4.
    const { value, scored, unscored } = scoreSet("AURC", cases);
    assert.ok(Math.abs(Number(value) - (0 + 1 / 2 + 1 / 3 + 1 / 4) / 4) < 1e-12);
    assert.equal(scored, 4);
    assert.deepEqual(unscored, {
      abstained: 1,
      "nothing decides whether it is right": 1,
      "the system tells no confidence": 1,
    });
    assert.equal(toRiskCoverageCurve(cases)?.optimum, 1 / 16);
    assert.equal(scoreSet("SelectiveAccuracy@.5", cases).value, 0.5);
    // Of three right answers one is above the wrong one.
    assert.equal(scoreSet("ConfidenceAUROC", cases).value, 1 / 3);
  });

  it("is unscored without an answer that has both", () => {
    assert.deepEqual(scoreSet("AURC", []).value, { unscored: "too few cases" });
    assert.equal(toRiskCoverageCurve([]), undefined);
  });

  it("does not change with the order of the cases", () => {
    const random = createRandom("tests/risk");
    const many = Array.from({ length: 60 }, () =>
      answered(random.below(8) / 8, random.below(3) > 0),
    );
    const before = Number(scoreSet("AURC", many).value);
    assert.ok(Math.abs(Number(scoreSet("AURC", many.toReversed()).value) - before) < 1e-12);
  });
});

describe("consistency", () => {
  const score = (replies: readonly ReturnType<typeof graded>[], repeats = 3) =>
    consistencyAt(repeats).score(replies, goldenCaseOf(), TOOLS);

  it("is the share of pairs that say the same", () => {
    const [a, b] = [said("Take 12 weeks of leave."), said("Take 14 weeks of leave.")];
    // Of three pairs one is of equal answers.
    assert.equal(score([graded(a), graded(a), graded(b)]), 1 / 3);
    assert.equal(score([graded(a), graded(a), graded(a)]), 1);
    assert.equal(score([graded(a), graded(ABSTAINED), graded(ABSTAINED)]), 1 / 3);
  });

  it("takes two right answers for the same whatever their words, and a wrong one for another", () => {
    const [a, b] = [said("It is twelve weeks long."), said("Twelve weeks.")];
    assert.ok(!agree(graded(a), graded(b), "en", TOOLS));
    assert.ok(agree(graded(a, true), graded(b, true), "en", TOOLS));
    assert.ok(!agree(graded(a, true), graded(a, false), "en", TOOLS));
  });

  it("is unscored with fewer repeats, and leaves a fault out", () => {
    const a = graded(said("Twelve weeks."));
    assert.deepEqual(score([a, a]), { unscored: "too few repeats" });
    assert.equal(score([a, a, graded(FAILED)]), 1);
    assert.deepEqual(score([graded(FAILED), graded(FAILED), a]), { unscored: "the system failed" });
  });

  it("compares a question with its other wordings", () => {
    const at = (id: string, text: string, variantOf?: string): GradedCase => ({
      golden: goldenCaseOf({ id, ...(variantOf === undefined ? {} : { variantOf }) }),
      replies: [graded(said(text))],
    });
    const cases = [
      at("q1", "Twelve weeks."),
      at("q1-a", "Twelve weeks.", "q1"),
      at("q1-b", "None.", "q1"),
      at("q2", "Alone."),
    ];
    assert.equal(groupVariants(cases).length, 1);
    const { resample, ...found } = scoreSet("VariantConsistency", cases);
    assert.deepEqual(found, { value: 1 / 3, scored: 1, unscored: {} });
    assert.equal(resample?.([3, 1, 1, 1]), 1 / 3);
    assert.equal(resample?.([0, 1, 1, 1]), undefined);
    assert.deepEqual(scoreSet("VariantConsistency", cases.slice(3)).value, {
      unscored: "too few cases",
    });
  });
});

describe("what replies take", () => {
  const priced = (costUsd: number | undefined, correct: boolean): GradedCase => ({
    golden: goldenCaseOf(),
    replies: [
      graded(
        systemReplyOf(answerReplyOf("so", { usage: costUsd === undefined ? {} : { costUsd } })),
        correct,
      ),
    ],
  });

  it("is divided by what it bought", () => {
    const cases = [priced(0.02, true), priced(0.04, false), priced(0, true)];
    assert.ok(Math.abs(Number(scoreSet("CostPerAnswer", cases).value) - 0.02) < 1e-12);
    assert.ok(Math.abs(Number(scoreSet("CostPerRightAnswer", cases).value) - 0.03) < 1e-12);
    assert.deepEqual(scoreSet("CostPerRightAnswer", [priced(0.02, false)]).value, {
      unscored: "too few cases",
    });
  });

  it("is unpriced with one reply that is, and never 0", () => {
    const cases = [priced(0.02, true), priced(undefined, true)];
    assert.deepEqual(scoreSet("CostPerAnswer", cases).value, { unscored: "unpriced" });
  });

  it("is the time at a share of the ordered replies, with the ranks that bound it", () => {
    const times = Array.from({ length: 100 }, (_, index) => 100 - index);
    assert.equal(computeLatency(times, 0.5)?.value, 50);
    assert.equal(computeLatency(times, 0.95)?.value, 95);
    const { low = 0, high = 0 } = computeLatency(times, 0.95)?.interval ?? {};
    assert.ok(low < 95 && high > 95);
    assert.equal(computeLatency([5], 0.95)?.interval, undefined);
    assert.equal(computeLatency([], 0.5), undefined);
  });
});
