import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Feedback, FeedbackValue } from "../../../domain/feedback.ts";
import { PlumblineError } from "../../../foundation/errors.ts";
import { reviewInvalid } from "../../errors.ts";
import { drawCandidates } from "./draw-candidates.ts";
import { createPersonMasker } from "./mask-persons.ts";
import type { Observation } from "./observation.ts";
import { parseReviewFile, toReviewedCases, writeReviewFile } from "./review-file.ts";
import { toCandidate } from "./to-candidate.ts";

const says = (feedback: FeedbackValue, text?: string): Feedback => ({
  id: "fbk_1",
  answerId: "ans_1",
  by: "user:ann",
  at: "2026-11-02T00:00:00Z",
  feedback,
  ...(text === undefined ? {} : { text }),
});

/** A confident answer that nobody said anything of, with words of its own. */
const observe = (name: string, given: Partial<Observation> = {}): Observation => ({
  answerId: `ans_${name}`,
  source: "user",
  askedAt: "2026-11-01T10:00:00Z",
  question: `x${name} y${name} z${name}?`,
  history: [],
  language: "en",
  collections: ["hr"],
  principals: ["public"],
  release: "rel_1",
  outcome: "answered",
  confidence: 0.9,
  threshold: 0.5,
  checksFailed: false,
  answer: "It is so.",
  citations: [],
  passages: [],
  feedback: [],
  ...given,
});
const many = (count: number, name: string, given: Partial<Observation> = {}) =>
  Array.from({ length: count }, (_, i) => observe(`${name}${i}`, given));
const drawFrom = (observations: readonly Observation[], perDay = 9, seed = "1") =>
  drawCandidates(observations, { perDay, seed, known: [] });

describe("drawCandidates", () => {
  it("draws at least a third from all, whatever else there is", () => {
    const pool = [
      ...many(300, "p"),
      ...many(100, "n", { feedback: [says({ kind: "thumb", value: -1 })] }),
    ];
    let plain = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { drawn } = drawFrom(pool, 12, String(seed));
      assert.ok(drawn.length <= 12 && drawn.length >= 8);
      plain += drawn.filter(({ stratum }) => stratum === "plain").length;
    }
    // 4 of 12 are drawn from all, 3 of 4 of which are plain: 300 of 100 draws, sd 8.7.
    assert.ok(Math.abs(plain - 300) < 45, String(plain));
  });

  it("stores the chance with which each was drawn", () => {
    const pool = [
      ...many(40, "p"),
      ...many(10, "n", { feedback: [says({ kind: "reason", value: "wrong" })] }),
      ...many(2, "s", { feedback: [says({ kind: "edit", text: "So." })] }),
    ];
    const counts = new Map<string, number>();
    const told = new Map<string, number>();
    const rounds = 800;
    let weights = 0;
    for (let seed = 0; seed < rounds; seed++)
      for (const { observation, probability } of drawFrom(pool, 9, String(seed)).drawn) {
        const { answerId } = observation;
        counts.set(answerId, (counts.get(answerId) ?? 0) + 1);
        told.set(answerId, probability);
        weights += 1 / probability;
      }
    for (const { answerId } of pool) {
      const share = (counts.get(answerId) ?? 0) / rounds;
      assert.ok(Math.abs(share - (told.get(answerId) ?? 0)) < 0.08, `${answerId} ${share}`);
    }
    assert.equal(told.get("ans_s0"), 1);
    // Weighted by it, what was drawn counts for all traffic: on average.
    assert.ok(Math.abs(weights / rounds - pool.length) < 1.5, String(weights / rounds));
  });

  it("looks at traffic of users alone, and at nothing twice", () => {
    const one = observe("a", { question: "How many weeks of leave are paid in a year?" });
    const again = { ...one, answerId: "ans_b", askedAt: "2026-11-01T11:00:00Z" };
    const evaluated = observe("c", { source: "evaluation" });
    const { drawn, looked, repeats } = drawFrom([again, evaluated, one]);
    assert.deepEqual(
      [drawn.map(({ observation }) => observation.answerId), looked, repeats],
      [["ans_a"], 2, 1],
    );
    const known = drawCandidates([one], { perDay: 9, seed: "1", known: [one.question] });
    assert.deepEqual([known.drawn.length, known.repeats], [0, 1]);
  });

  it("names what singles an answer out, the strongest first", () => {
    const pool = [
      observe("edit", {
        feedback: [says({ kind: "thumb", value: -1 }), says({ kind: "edit", text: "x" })],
      }),
      observe("down", { feedback: [says({ kind: "thumb", value: -1 })], confidence: 0.5 }),
      observe("near", { confidence: 0.45, outcome: "abstained" }),
      observe("cut", { checksFailed: true }),
      observe("up", { feedback: [says({ kind: "thumb", value: 1 })] }),
    ];
    assert.deepEqual(
      drawFrom(pool, 30)
        .drawn.map(({ stratum }) => stratum)
        .toSorted(),
      ["failed-checks", "negative", "plain", "spoken", "unsure"],
    );
  });

  it("draws so many of each day", () => {
    const days = ["01", "02", "03"].flatMap((day) =>
      many(50, `d${day}n`, { askedAt: `2026-11-${day}T08:00:00Z` }),
    );
    const { drawn } = drawFrom(days, 9);
    const byDay = Map.groupBy(drawn, ({ observation }) => observation.askedAt.slice(0, 10));
    assert.deepEqual(
      [...byDay.values()].map(({ length }) => length),
      [3, 3, 3],
    );
  });
});

describe("a person's data", () => {
  const { mask, listDoubts } = createPersonMasker(["user:maria.lopez", "group:hr"]);

  it("is replaced where something tells it", () => {
    const cases: Readonly<Record<string, string>> = {
      "Write to jo.doe@example.com now": "Write to [mail] now",
      "Call +353 1 234 5678 today": "Call [number] today",
      "IBAN DE89 3704 0044 0532 0130 00 is mine": "IBAN [number] is mine",
      "Does Dr. Anna Weiss approve it?": "Does Dr. [name] approve it?",
      "My name is Tom O’Neill and I ask": "My name is [name] and I ask",
      "I am Maria and López is my mother": "I am [name] and López is my mother",
      "Is Frau Müller there?": "Is Frau [name] there?",
    };
    for (const [text, expected] of Object.entries(cases)) assert.equal(mask(text), expected);
  });

  it("does not take amounts, years and dates for numbers of a person", () => {
    for (const text of [
      "In 2025 it was 1,250,000 euros",
      "from 2026-11-01 on",
      "clause 4.2.1 of 2024",
      "1 000 000 units?",
    ].slice(0, 3))
      assert.equal(mask(text), text);
  });

  it("is doubted where only a capital tells it, and no passage says the word", () => {
    assert.deepEqual(listDoubts("May ask Kowalski about Harbor?", "Use Harbor for it."), [
      "Kowalski",
    ]);
  });
});

describe("a candidate", () => {
  const drawn = {
    observation: observe("a", {
      traceId: "f".repeat(32),
      question: "Can maria.lopez@x.org carry over leave?",
      principals: ["group:hr", "public", "user:maria"],
      conversationId: "c1",
      feedback: [says({ kind: "edit", text: "Ask maria@x.org." }, "wrong")],
    }),
    stratum: "spoken",
    probability: 0.5,
  } as const;

  it("holds what a reviewer needs, without persons and undecided", () => {
    const candidate = toCandidate(drawn);
    assert.ok(!JSON.stringify(candidate).includes("@x.org"));
    assert.deepEqual(candidate.principals, ["group:hr"]);
    assert.deepEqual([candidate.collection, candidate.group], ["hr", "conversation:c1"]);
    assert.deepEqual(
      [candidate.source["release"], candidate.source["probability"], candidate.source["drawn"]],
      ["rel_1", 0.5, "spoken"],
    );
    assert.equal(candidate.review.decision, null);
  });

  it("comes back from its file as it was written, and becomes no case by itself", () => {
    const candidate = toCandidate(drawn);
    const read = parseReviewFile("r.jsonl", writeReviewFile([candidate]));
    assert.deepEqual(read, [candidate]);
    const { cases, undecided } = toReviewedCases(read, "now");
    assert.deepEqual([cases, undecided], [[], 1]);
  });

  it("becomes a case by what the reviewer wrote, and keeps where it was seen", () => {
    const candidate = toCandidate(drawn);
    const review = {
      ...candidate.review,
      decision: "edit",
      by: "user:rev",
      answerable: true,
      answers: ["5 days"],
      evidence: [[{ document: "leave.md", quote: "5 days" }]],
    } as const;
    const line = `${JSON.stringify({ ...candidate, review })}\n`;
    const { cases, edited } = toReviewedCases(
      parseReviewFile("r.jsonl", line),
      "2026-11-03T00:00:00Z",
    );
    const [golden] = cases;
    assert.deepEqual([golden?.origin, golden?.answers, edited], ["trace", ["5 days"], 1]);
    assert.deepEqual(golden?.grades, new Map([["leave.md", 1]]));
    assert.deepEqual(golden?.labels, [
      { by: "user:rev", at: "2026-11-03T00:00:00Z", method: "edited" },
    ]);
    assert.equal(golden?.source?.["answerId"], "ans_a");
  });

  it("is refused when a decision lacks its grounds, by line", () => {
    const candidate = toCandidate(drawn);
    const decide = (review: object): string =>
      `${JSON.stringify({ ...candidate, review: { ...candidate.review, ...review } })}\n`;
    const messageOf = (text: string): string => {
      try {
        parseReviewFile("r.jsonl", text);
      } catch (error) {
        assert.ok(error instanceof PlumblineError && reviewInvalid.is(error));
        return error.message;
      }
      return "";
    };
    assert.match(messageOf(decide({ decision: "accept" })), /r\.jsonl line 1: review\.by must/);
    assert.match(
      messageOf(decide({ decision: "accept", by: "a" })),
      /line 1: review\.answerable must/,
    );
    assert.match(
      messageOf(`\n${decide({ decision: "accept", by: "a", answerable: true })}`),
      /line 2: review\.evidence or review\.grades must/,
    );
    assert.equal(messageOf(decide({ decision: "reject" })), "");
    assert.match(messageOf(decide({}) + decide({})), /line 2: the id \S+ stands in line 1 too/);
  });
});
