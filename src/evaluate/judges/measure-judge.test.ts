import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createFakeJudge } from "../../testing/fake-judge.ts";
import { calibrationInvalid, labelsInvalid } from "./errors.ts";
import { parseCalibration, parseLabels } from "./labels.ts";
import { measureJudge } from "./measure-judge.ts";

const toLine = (given: Record<string, unknown>): string =>
  JSON.stringify({
    id: "a1",
    question: "How long?",
    answer: "Twelve weeks.",
    references: ["twelve weeks"],
    labels: { correct: [true, true] },
    ...given,
  });

const OPTIONS = {
  criterion: "correct",
  language: "en",
  labels: "labels.jsonl",
  at: "2026-03-01T12:00:00.000Z",
  repeats: 2,
  concurrency: 2,
};

describe("labels", () => {
  it("are read line by line, and every mistake is named", () => {
    assert.equal(parseLabels("l.jsonl", `${toLine({})}\n\n${toLine({ id: "a2" })}\n`).length, 2);
    const text = [toLine({}), "{", toLine({}), toLine({ id: "a3", labels: { correct: [] } })].join(
      "\n",
    );
    assert.throws(
      () => parseLabels("l.jsonl", text),
      (error) =>
        labelsInvalid.is(error) &&
        ["line 2", "line 3: a1 stands twice", "line 4: labels.correct"].every((part) =>
          error.message.includes(part),
        ),
    );
    assert.throws(() => parseLabels("l.jsonl", "\n"), labelsInvalid.is);
  });
});

describe("measureJudge", () => {
  const labelled = parseLabels(
    "l.jsonl",
    [
      toLine({}),
      toLine({ id: "a2", answer: "Ten weeks.", labels: { correct: [false] } }),
      toLine({ id: "a3", answer: "Ten weeks." }),
      toLine({ id: "a4", answer: "", labels: { correct: [true] } }),
      toLine({ id: "a5", language: "de" }),
      toLine({ id: "a6", labels: { faithful: [true] } }),
    ].join("\n"),
  );

  it("judges the answers of one criterion and language, as often as asked", async () => {
    const { record, flaky, costUsd } = await measureJudge(createFakeJudge(), labelled, OPTIONS);
    assert.deepEqual(record.confusion, {
      truePositives: 1,
      falsePositives: 0,
      falseNegatives: 1,
      trueNegatives: 1,
    });
    assert.deepEqual([record.judged, record.untold, record.testRetest], [3, 1, 1]);
    assert.equal(flaky, 0);
    assert.equal(costUsd, "unknown");
    assert.equal(record.judge, "fake-1");
    assert.deepEqual(parseCalibration("r.json", JSON.stringify(record)), record);
  });

  it("counts the answers of which a judge says both", async () => {
    const judge = createFakeJudge(["yes", "no"]);
    const one = { ...OPTIONS, concurrency: 1 };
    const { flaky, record } = await measureJudge(judge, labelled.slice(0, 2), one);
    assert.equal(flaky, 2);
    assert.equal(record.testRetest, 0);
    assert.equal(record.untold, 2);
  });

  it("ends when nobody waits any more", async () => {
    const reason = new Error("gone");
    const stopped = { ...OPTIONS, signal: AbortSignal.abort(reason) };
    await assert.rejects(measureJudge(createFakeJudge(), labelled, stopped), reason);
  });
});

describe("parseCalibration", () => {
  it("refuses what is no record", () => {
    for (const text of ["", "{}", '{"schema":"plumbline.judge-calibration/1"}'])
      assert.throws(() => parseCalibration("r.json", text), calibrationInvalid.is);
  });
});
