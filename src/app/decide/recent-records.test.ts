import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AnswerRecord } from "../../domain/answer-record.ts";
import { countCitations, observePrompts, observeValidity } from "./recent-records.ts";

const DRAFT = { prompt: { id: "grounding", version: 1, sha256: "0" } };

/** What the functions under test read of a record. */
interface Given {
  readonly outcome?: AnswerRecord["outcome"];
  readonly reason?: string;
  readonly failures?: readonly string[];
  readonly inputTokens?: number | "unknown";
  readonly shown?: number;
  readonly cited?: readonly string[];
  readonly written?: boolean;
}

const recordOf = ({
  outcome = "answered",
  reason,
  failures = [],
  inputTokens = 1000,
  shown = 0,
  cited = [],
  written = true,
}: Given): AnswerRecord =>
  ({
    outcome,
    ...(reason === undefined ? {} : { reason }),
    ...(written ? { draft: DRAFT } : {}),
    passages: [
      { start: 0, end: shown, context: "in" },
      { start: 0, end: 9_999, context: "token_limit" },
    ],
    answer: {
      question: "x".repeat(44),
      citations: cited.map((documentId) => ({ documentId })),
      sentences: [{ failures }],
      usage: { model: "m", inputTokens, outputTokens: 1, costUsd: 0 },
    },
  }) as unknown as AnswerRecord; // the fields that are read, and no others

describe("the form of what a model wrote", () => {
  it("is wrong where it was cut at its limit, or a sentence names no source that was shown", () => {
    const records = [
      recordOf({}),
      recordOf({ failures: ["the number 12 is not in the source"] }),
      recordOf({ outcome: "abstained" }),
      recordOf({ failures: ["cites nothing"] }),
      recordOf({ failures: ["cites a passage that was not shown"] }),
      recordOf({ outcome: "incomplete", reason: "length" }),
    ];
    assert.deepEqual(observeValidity(records), { outputs: 6, valid: 3 });
  });

  it("is not told by faults, nor by what no model wrote", () => {
    const faults = [
      recordOf({ outcome: "incomplete", reason: "upstream: gone" }),
      recordOf({ outcome: "error" }),
      recordOf({ written: false }),
    ];
    assert.equal(observeValidity(faults), undefined);
  });
});

describe("the instructions of a prompt", () => {
  it("are what is left without question and passages, at the median", () => {
    // 44 units are 10 tokens, 2,200 are 500.
    const calls = [
      recordOf({ inputTokens: 1_000 }),
      recordOf({ inputTokens: 1_510, shown: 2_200 }),
      recordOf({ inputTokens: 40_000 }),
      recordOf({ inputTokens: "unknown" }),
      recordOf({ written: false }),
    ];
    assert.deepEqual(observePrompts(calls), { calls: 3, median: 1_000 });
    assert.equal(observePrompts([]), undefined);
  });
});

describe("what is cited", () => {
  it("is counted by document", () => {
    const records = [recordOf({ cited: ["a", "b"] }), recordOf({ cited: ["a"] })];
    assert.deepEqual(
      [...countCitations(records)],
      [
        ["a", 2],
        ["b", 1],
      ],
    );
  });
});
