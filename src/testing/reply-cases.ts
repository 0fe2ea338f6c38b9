/** @module Cases and replies to them, for tests of what judges answers. */
import type { AnswerReply, SystemReply } from "../domain/evaluation.ts";
import type { GoldenCase } from "../domain/golden-set.ts";

/** An answerable case of the test part; what is not given is empty. */
export const goldenCaseOf = (given: Partial<GoldenCase> = {}): GoldenCase => ({
  id: "q1",
  text: "How long is the leave?",
  history: [],
  group: "g1",
  part: "test",
  language: "en",
  answerable: true,
  answers: ["twelve weeks"],
  evidence: [],
  checks: {},
  principals: [],
  labels: [],
  grades: new Map(),
  hash: "0".repeat(64),
  ...given,
});

/** An answer of one sentence that cites the one passage it was shown. */
export const answerReplyOf = (text: string, given: Partial<AnswerReply> = {}): AnswerReply => ({
  outcome: "answered",
  text,
  sentences: [{ text, factual: true, citations: ["p1"] }],
  passages: [{ id: "p1", document: "leave.md", text: "Parents take twelve weeks of leave." }],
  quotes: [],
  ...given,
});

export const systemReplyOf = (answer: AnswerReply, latencyMs = 10): SystemReply => ({
  answer,
  latencyMs,
});

export const ABSTAINED: SystemReply = systemReplyOf(
  answerReplyOf("", { outcome: "abstained", sentences: [], passages: [] }),
);

export const FAILED: SystemReply = {
  failure: { code: "adapters.upstream-failed", message: "the service failed" },
  latencyMs: 10,
};
