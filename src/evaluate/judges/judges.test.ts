import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defineError } from "../../foundation/errors.ts";
import { createRandom } from "../../foundation/random.ts";
import type { Judge } from "../../ports/judge.ts";
import { createFakeJudge } from "../../testing/fake-judge.ts";
import { createFakeVerifier } from "../../testing/fake-verifier.ts";
import { answerReplyOf, goldenCaseOf, systemReplyOf } from "../../testing/reply-cases.ts";
import { getAnswerMeasure } from "../measures/answers/registry.ts";
import { scoreReply } from "../measures/answers/score-reply.ts";
import {
  calibrateJudge,
  correctJudgedRate,
  findCalibration,
  JudgeCalibrationSchema,
  type CalibrationExample,
} from "./calibrate-judge.ts";
import { compareAnswers } from "./compare-answers.ts";
import { judgeRepeatedly } from "./judge-repeatedly.ts";
import { sharesBase, toBaseModel } from "./shared-base.ts";

const late = defineError({
  code: "tests.judge-late",
  kind: "timeout",
  message: () => "no verdict in time",
  hint: () => "wait",
});

const REQUEST = {
  criterion: "correct",
  question: "How long?",
  answer: "Twelve weeks.",
  references: ["twelve weeks"],
  passages: [],
  language: "en",
};

const failing = (error: Error): Judge => ({
  ...createFakeJudge(),
  judge: () => Promise.reject(error),
  compare: () => Promise.reject(error),
});

describe("a judge asked several times", () => {
  it("keeps every verdict, and takes the mean of those that tell", async () => {
    const judge = createFakeJudge(["yes", "no", "cannot-tell", "yes"]);
    const { verdicts, value, flaky, costUsd } = await judgeRepeatedly(judge, REQUEST, 4);
    assert.deepEqual(
      verdicts.map(({ verdict }) => verdict),
      ["yes", "no", "cannot-tell", "yes"],
    );
    assert.equal(value, 2 / 3);
    assert.ok(flaky);
    // The one that could not tell has no price.
    assert.equal(costUsd, "unknown");
  });

  it("is steady when it says one thing", async () => {
    const { flaky, costUsd } = await judgeRepeatedly(createFakeJudge(), REQUEST, 3);
    assert.equal(flaky, false);
    assert.ok(typeof costUsd === "number" && Math.abs(costUsd - 0.003) < 1e-12);
  });

  it("could not tell when its provider fails or is late", async () => {
    const { value, verdicts } = await judgeRepeatedly(failing(late({})), REQUEST, 2);
    assert.deepEqual(value, { unscored: "the judge failed: tests.judge-late" });
    assert.equal(verdicts[1]?.reason, "the judge failed: tests.judge-late");
  });

  it("lets a bug through, and whoever gives up", async () => {
    await assert.rejects(judgeRepeatedly(failing(new Error("bug")), REQUEST, 1), /bug/);
    const reason = new Error("gone");
    const request = { ...REQUEST, signal: AbortSignal.abort(reason) };
    await assert.rejects(judgeRepeatedly(createFakeJudge(), request, 1), reason);
  });
});

describe("a judge among the measures", () => {
  const golden = goldenCaseOf({ answers: ["Parents take all of the twelve weeks of leave."] });
  const reply = systemReplyOf(answerReplyOf("Parents take all the leave, of twelve weeks."));
  const score = (calibrated: readonly string[], script: readonly ("yes" | "no")[] = []) =>
    scoreReply(["JudgedCorrect", "Correctness"].map(getAnswerMeasure), golden, reply, {
      verifier: createFakeVerifier(),
      analyzerFor: () => "en-1",
      supportThreshold: 0.5,
      judge: {
        judge: createFakeJudge(script),
        repeats: 2,
        isCalibrated: (criterion) => calibrated.includes(criterion),
      },
    });

  it("decides what is right only when its calibration lets it", async () => {
    const free = await score([]);
    assert.equal(free.scores["JudgedCorrect"], 1);
    assert.equal(free.grade.correct, undefined);
    const calibrated = await score(["correct"]);
    assert.deepEqual([calibrated.grade.correct, calibrated.grade.method], [true, "judge"]);
    assert.equal(calibrated.scores["Correctness"], 1);
  });

  it("is asked once for each repeat, whoever wants to know, and all is kept", async () => {
    const { grade, judgeCostUsd } = await score(["correct"]);
    assert.equal(grade.judgments?.["correct"]?.length, 2);
    assert.ok(typeof judgeCostUsd === "number" && Math.abs(judgeCostUsd - 0.002) < 1e-12);
  });

  it("decides nothing when its repeats contradict each other", async () => {
    const { grade, scores } = await score(["correct"], ["yes", "no"]);
    assert.equal(grade.correct, undefined);
    assert.equal(scores["JudgedCorrect"], 0.5);
  });
});

describe("two answers side by side", () => {
  const pair = { ...REQUEST, first: "Twelve weeks.", second: "Two." };
  const always = (verdict: "first" | "second" | "tie" | "cannot-tell"): Judge => ({
    ...createFakeJudge(),
    compare: async () => ({ verdict }),
  });

  it("are judged in both orders", async () => {
    assert.deepEqual(await compareAnswers(createFakeJudge(), pair), {
      verdict: "first",
      ordersAgree: true,
    });
    const turned = { ...pair, first: pair.second, second: pair.first };
    assert.equal((await compareAnswers(createFakeJudge(), turned)).verdict, "second");
  });

  it("tie when the place decided", async () => {
    for (const place of ["first", "second"] as const)
      assert.deepEqual(await compareAnswers(always(place), pair), {
        verdict: "tie",
        ordersAgree: false,
      });
    assert.equal((await compareAnswers(always("tie"), pair)).ordersAgree, true);
  });

  it("cannot be told by a judge that cannot, or fails", async () => {
    assert.equal((await compareAnswers(always("cannot-tell"), pair)).verdict, "cannot-tell");
    const { verdict, reason } = await compareAnswers(failing(late({})), pair);
    assert.deepEqual([verdict, reason], ["cannot-tell", "the judge failed: tests.judge-late"]);
  });
});

const OF = {
  judge: "fake-1",
  criterion: "faithful",
  language: "en",
  labels: "made up",
  at: "2026-03-01T12:00:00.000Z",
};

/** @param counts true positives, false positives, false negatives, true negatives. */
const examplesOf = (...counts: readonly number[]): readonly CalibrationExample[] =>
  [
    [true, true],
    [false, true],
    [true, false],
    [false, false],
  ].flatMap(([people = false, judge = false], kind) =>
    Array.from({ length: counts[kind] ?? 0 }, (_, index) => ({
      id: `${kind}-${index}`,
      people: [people, people],
      judge: [judge],
    })),
  );

describe("a judge beside people", () => {
  it("has the agreement worked by hand", () => {
    // 80 of 100 agree; by chance .5 · .5 + .5 · .5 = .5: kappa .6, and AC1 the same at a half.
    const record = calibrateJudge(OF, examplesOf(40, 10, 10, 40));
    assert.equal(record.judged, 100);
    assert.ok(Math.abs((record.kappa ?? 0) - 0.6) < 1e-12);
    assert.ok(Math.abs((record.ac1 ?? 0) - 0.6) < 1e-12);
    assert.equal(record.baseRate, 0.5);
    assert.deepEqual([record.sensitivity, record.specificity], [0.8, 0.8]);
    assert.equal(record.people?.agreement, 1);
  });

  it("may gate from kappa .7 on, report from .6 on, and is uncalibrated below", () => {
    assert.equal(calibrateJudge(OF, examplesOf(45, 5, 5, 45)).use, "gate");
    const report = calibrateJudge(OF, examplesOf(41, 9, 9, 41));
    assert.equal(report.use, "report");
    assert.match(report.reasons.join(), /kappa is 0\.64, 0\.7 is needed to gate/);
    assert.equal(calibrateJudge(OF, examplesOf(35, 15, 15, 35)).use, "uncalibrated");
  });

  it("is uncalibrated with fewer than fifty of each verdict, however well they agree", () => {
    const { use, reasons } = calibrateJudge(OF, examplesOf(200, 0, 0, 49));
    assert.equal(use, "uncalibrated");
    assert.deepEqual(reasons, ["49 answers that people call no, 50 are needed"]);
  });

  it("leaves out what people are split on, and counts what the judge could not tell", () => {
    const record = calibrateJudge(OF, [
      ...examplesOf(1, 0, 0, 1),
      { id: "split", people: [true, false], judge: [true] },
      { id: "silent", people: [true, true], judge: [undefined, undefined] },
      { id: "torn", people: [true, true, false], judge: [true, false] },
    ]);
    assert.deepEqual([record.judged, record.undecided, record.untold], [2, 1, 2]);
    // Pairs of repeats: the silent one agrees with itself, the torn one does not.
    assert.equal(record.testRetest, 0.5);
    // Pairs of people: 1 + 1 + 1 + 3, of which the split one and two of the torn one differ.
    assert.deepEqual([record.people?.pairs, record.people?.agreement], [7, 4 / 7]);
  });

  it("is a record that can be read again", () => {
    for (const examples of [[], examplesOf(3, 0, 0, 0), examplesOf(40, 10, 10, 40)]) {
      const record = calibrateJudge(OF, examples);
      assert.deepEqual(JudgeCalibrationSchema.parse(JSON.parse(JSON.stringify(record))), record);
    }
    const empty = calibrateJudge(OF, []);
    assert.equal(empty.kappa, undefined);
    assert.equal(empty.use, "uncalibrated");
  });

  it("is found by judge, criterion and language, the newest first", () => {
    const [old, young] = ["2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"].map((at) =>
      calibrateJudge({ ...OF, at }, []),
    );
    assert.ok(old && young);
    assert.equal(findCalibration([old, young], "fake-1", "faithful", "en-US"), young);
    assert.equal(findCalibration([old, young], "fake-2", "faithful", "en"), undefined);
    assert.equal(findCalibration([old, young], "fake-1", "correct", "en"), undefined);
    assert.equal(findCalibration([old, young], "fake-1", "faithful", "de"), undefined);
  });
});

describe("a judged rate", () => {
  it("is corrected to about the true one, over seeded judges", () => {
    const random = createRandom("tests/judged-rate");
    // 200 + 200 labels, sensitivity .9, specificity .85; the truth is .84.
    const record = calibrateJudge(OF, examplesOf(180, 30, 20, 170));
    let inside = 0;
    for (let round = 0; round < 200; round++) {
      const n = 400;
      let yes = 0;
      for (let answer = 0; answer < n; answer++) {
        const isRight = random.uniform() < 0.84;
        if (random.uniform() < (isRight ? 0.9 : 0.15)) yes += 1;
      }
      const corrected = correctJudgedRate(record, yes / n, n);
      assert.ok(corrected);
      if (corrected.interval.low <= 0.84 && corrected.interval.high >= 0.84) inside += 1;
    }
    // The interval also allows for doubt about the judge, so it holds at least as often.
    assert.ok(inside >= 190, `${inside} of 200`);
  });

  it("is refused of a judge that is close to a coin", () => {
    assert.equal(
      correctJudgedRate(calibrateJudge(OF, examplesOf(55, 45, 45, 55)), 0.5, 100),
      undefined,
    );
    assert.equal(correctJudgedRate(calibrateJudge(OF, []), 0.5, 100), undefined);
  });
});

describe("a shared base", () => {
  it("is seen through organisations, dates and fine-tunings", () => {
    for (const [judge, writer] of [
      ["gpt-4o-mini", "gpt-4o-mini-2024-07-18"],
      ["gpt-4o-mini", "ft:gpt-4o-mini-2024-07-18:acme::x1"],
      ["meta-llama/Llama-3.1-8B-Instruct", "llama-3.1-8b-instruct"],
      ["claude-sonnet-4-20250514", "claude-sonnet-4-latest"],
    ] as const)
      assert.equal(sharesBase(judge, writer), true, `${toBaseModel(judge)} ${toBaseModel(writer)}`);
    assert.equal(sharesBase("gpt-4o", "gpt-4o-mini"), false);
    assert.equal(sharesBase(undefined, "gpt-4o"), undefined);
  });
});
