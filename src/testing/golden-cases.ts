/** @module Golden cases and replies to them, for tests of what scores them. */
import type { AnswerReply, SystemReply } from "../domain/evaluation.ts";
import type { GoldenCase } from "../domain/golden-set.ts";

/** Answerable, in English, with "twelve weeks" as its right answer unless it is said otherwise. */
export function goldenCaseOf(given: Partial<GoldenCase> = {}): GoldenCase {
  return {
    id: "q1",
    text: "How long is parental leave?",
    history: [],
    group: given.id ?? "q1",
    part: "test",
    language: "en",
    answerable: true,
    answers: ["twelve weeks"],
    evidence: [],
    checks: {},
    principals: [],
    labels: [],
    grades: new Map(),
    hash: given.id ?? "q1",
    ...given,
  };
}

/** One factual sentence that cites the one passage shown, which says the same. */
export function answerReplyOf(text: string, given: Partial<AnswerReply> = {}): AnswerReply {
  return {
    outcome: "answered",
    text,
    sentences: [{ text, factual: true, citations: ["1"] }],
    passages: [{ id: "1", document: "leave.md", text }],
    quotes: [],
    language: "en",
    ...given,
  };
}

export const systemReplyOf = (answer: AnswerReply): SystemReply => ({ answer, latencyMs: 1 });

export const ABSTAINED: SystemReply = systemReplyOf(
  answerReplyOf("", { outcome: "abstained", sentences: [], passages: [] }),
);

/** The system was not there. */
export const FAILED: SystemReply = {
  failure: { code: "adapters.upstream-failed", message: "no reply" },
  latencyMs: 1,
};
