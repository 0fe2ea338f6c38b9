import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CaseResult, Evaluation, SystemReply } from "../../domain/evaluation.ts";
import { readReferences, readTraffic } from "./gather-facts.ts";
import { readJudgedFailures, wereAnswersJudged } from "./read-failures.ts";
import { readPrompts } from "./read-prompts.ts";

const NOW = new Date("2026-11-21T12:00:00.000Z");
const daysAgo = (days: number): string => new Date(NOW.getTime() - days * 86_400_000).toISOString();
const GOLDEN = { name: "hr", id: "gld_1", hash: "h1", part: "test" } as const;

const caseOf = (id: string, given: Partial<CaseResult> = {}): CaseResult => ({
  caseId: id,
  caseHash: `hash of ${id}`,
  replies: [],
  scores: {},
  ...given,
});

/** An evaluation with as many right answers of ten as it is told. */
const evaluationOf = (
  days: number,
  right: number,
  subject: Partial<Evaluation["subject"]>,
  given: Partial<Evaluation> = {},
): Evaluation => ({
  schema: "plumbline.evaluation/1",
  id: `evl_${days}`,
  startedAt: daysAgo(days),
  endedAt: daysAgo(days),
  golden: GOLDEN,
  subject: { kind: "model", name: "m", fingerprint: "f", ...subject },
  seed: "42",
  repeats: 1,
  packageVersion: "0",
  cases: Array.from({ length: 10 }, (_, place) =>
    caseOf(`q${place}`, { scores: { AnswerSuccess: [place < right ? 1 : 0] } }),
  ),
  counts: {
    cases: 10,
    answerable: 10,
    unanswerable: 0,
    stale: 0,
    retired: 0,
    notCompared: 0,
  },
  measures: [
    {
      measure: "AnswerSuccess",
      mean: right / 10,
      interval: { low: right / 10 - 0.1, high: right / 10 + 0.1 },
      scored: 10,
      unscored: 0,
      unscoredReasons: {},
    },
  ],
  slices: [],
  costUsd: 0,
  warnings: [],
  ...given,
});

describe("what the entry gate is told of traffic", () => {
  it("counts questions and active days in spans of thirty days, the newest last", () => {
    const traces = [1, 1, 2, 31, 59.9, 60.1, 89, 95].map((days) => ({ startedAt: daysAgo(days) }));
    assert.deepEqual(readTraffic(traces, NOW), {
      days: 95,
      months: [
        { activeDays: 2, questions: 2 },
        { activeDays: 2, questions: 2 },
        { activeDays: 2, questions: 3 },
      ],
    });
  });
});

describe("what it is told of prompts", () => {
  it("counts versions of model, prompt and examples, and compares the newest with those before", () => {
    const found = readPrompts(
      [
        evaluationOf(1, 6, { writer: "c", examples: 5 }),
        evaluationOf(2, 6, { writer: "b" }),
        evaluationOf(3, 5, { writer: "a" }),
        evaluationOf(4, 2, { writer: "a" }),
        evaluationOf(5, 9, { kind: "release" }),
        evaluationOf(6, 9, { writer: "of another set" }, { golden: { ...GOLDEN, hash: "h0" } }),
      ],
      GOLDEN,
    );
    assert.deepEqual([found?.versions, found?.examples, found?.cases], [3, 5, 10]);
    assert.equal(found?.best.mean, 0.6);
    assert.equal(found?.gain?.difference, 0);
    assert.ok((found?.gain?.low ?? 1) <= 0);
    assert.equal(readPrompts([evaluationOf(5, 9, { kind: "release" })], GOLDEN), undefined);
  });
});

describe("what it is told of references", () => {
  const at = (days: number, hashes: Readonly<Record<string, string>>) => ({
    golden: GOLDEN,
    endedAt: daysAgo(days),
    cases: Object.entries(hashes).map(([id, caseHash]) => caseOf(id, { caseHash })),
  });

  it("compares with what stood sixty days ago, over the cases that both asked", () => {
    const found = readReferences(
      [
        at(1, { a: "1", b: "2 again", new: "3" }),
        at(30, { a: "other", b: "other" }),
        at(61, { a: "1", b: "2", left: "4" }),
        at(90, { a: "old", b: "old" }),
      ],
      GOLDEN,
      NOW,
    );
    assert.deepEqual(found, { days: 61, cases: 2, changed: 1 });
  });

  it("counts evidence that was replaced, and tells how far back it saw", () => {
    const stale = { caseId: "b", caseHash: "2", text: "", documents: [] };
    const newest = { ...at(1, { a: "1" }), stale: [stale] };
    assert.deepEqual(readReferences([newest, at(20, { a: "1", b: "2" })], GOLDEN, NOW), {
      days: 20,
      cases: 2,
      changed: 1,
    });
    assert.equal(readReferences([newest], GOLDEN, NOW), undefined);
  });
});

describe("what it is told of failures", () => {
  it("is what failed in what serves, with its cause, task and version of the prompt", () => {
    const failed = caseOf("q1", {
      failure: "wrong_answer",
      attribution: { class: "wrong_answer", cause: "misread", flags: [] },
    });
    const cases = [failed, caseOf("q2", { failure: "undetermined" }), caseOf("q3")];
    const served = evaluationOf(2, 0, { kind: "release", writer: "p1" }, { cases });
    const asked = evaluationOf(2, 0, { kind: "model", writer: "p2" }, { cases });
    const old = evaluationOf(99, 0, { kind: "release" }, { cases });
    assert.deepEqual(readJudgedFailures([served, asked, old], daysAgo(90)), [
      {
        id: "hr/q1",
        at: daysAgo(2),
        class: "wrong_answer",
        cause: "misread",
        task: "all collections",
        writer: "p1",
      },
    ]);
  });

  it("is not known where rankings alone were judged", () => {
    const replied = (reply: Omit<SystemReply, "latencyMs">): Evaluation => {
      const replies = [{ latencyMs: 1, ...reply }];
      return evaluationOf(2, 0, { kind: "release" }, { cases: [caseOf("q1", { replies })] });
    };
    const ranked = replied({ ranking: { documents: ["a"] } });
    const answered = replied({
      answer: { outcome: "abstained", text: "", sentences: [], passages: [], quotes: [] },
    });
    assert.equal(wereAnswersJudged([ranked], daysAgo(90)), false);
    assert.equal(wereAnswersJudged([ranked, answered], daysAgo(90)), true);
    assert.equal(wereAnswersJudged([answered], daysAgo(1)), false);
  });
});
