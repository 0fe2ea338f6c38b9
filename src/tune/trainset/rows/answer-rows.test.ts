import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Feedback, FeedbackValue } from "../../../domain/feedback.ts";
import type { TrainsetLane } from "../row.ts";
import { toAnswerRows, type AnswerMaterial } from "./answer-rows.ts";

const say = (value: FeedbackValue, by = "user:ada"): Feedback => ({
  id: `fbk_${JSON.stringify(value)}${by}`,
  answerId: "ans_1",
  by,
  at: "2026-02-02T00:00:00.000Z",
  feedback: value,
});
const UP = say({ kind: "thumb", value: 1 });

const material = (
  feedback: readonly Feedback[],
  given: Partial<AnswerMaterial> = {},
): AnswerMaterial => ({
  answerId: "ans_1",
  traceId: "trc_1",
  askedAt: "2026-02-01T00:00:00.000Z",
  question: "How long is the leave?",
  history: [],
  language: "en",
  conversationId: undefined,
  outcome: "answered",
  text: "16 weeks.",
  sentences: [{ verdict: "passed", support: 0.9 }],
  passages: [
    {
      document: "doc_a@1",
      text: "Leave is 16 weeks.",
      key: "a.md",
      collection: "hr",
      citations: [1],
    },
    {
      document: "doc_b@1",
      text: "Leave of absence.",
      key: "b.md",
      collection: "hr",
      citations: [2],
    },
    {
      document: "doc_c@1",
      text: "Shown, not cited.",
      key: "c.md",
      collection: "hr",
      citations: [],
    },
  ],
  missing: [],
  feedback,
  people: ["user:ada"],
  rights: "internal",
  ...given,
});

const rowsOf = (
  lane: TrainsetLane,
  feedback: readonly Feedback[],
  given: Partial<AnswerMaterial> = {},
) => toAnswerRows(lane, material(feedback, given), { support: 0.6 });
const gradesOf = (...given: Parameters<typeof rowsOf>) =>
  rowsOf(...given).drafts.flatMap(({ input }) =>
    input.retrieved.map(({ document, grade }) => [document, grade]),
  );

describe("rows from answers", () => {
  it("make a bare thumb a mark, and never an example", () => {
    const [row, ...more] = rowsOf("generator", [UP]).drafts;
    assert.deepEqual(
      [more.length, row?.task, row?.label, row?.target],
      [0, "thumb", "liked", "16 weeks."],
    );
    const [down] = rowsOf("generator", [say({ kind: "thumb", value: -1 })]).drafts;
    assert.deepEqual([down?.task, down?.label], ["thumb", "disliked"]);
  });

  it("make an example of what somebody checked, if it is supported", () => {
    const checked = [UP, say({ kind: "citation", citation: 1, value: 1 })];
    const [row] = rowsOf("generator", checked).drafts;
    assert.deepEqual([row?.task, row?.origin], ["answer", "accepted"]);
    const sentences = [{ verdict: "passed", support: 0.2 } as const];
    assert.equal(rowsOf("generator", checked, { sentences }).drafts[0]?.task, "thumb");
    const cut = [{ verdict: "cut", support: 0.9 } as const];
    assert.deepEqual(rowsOf("generator", checked, { sentences: cut }), {
      drafts: [],
      rejects: [{ id: "ans_1", reason: "checks-failed" }],
    });
  });

  it("make an answer and a preference of a correction, and an answer of a demonstration", () => {
    const { drafts } = rowsOf("generator", [
      say({ kind: "edit", text: "20 weeks." }),
      say({ kind: "demonstration", text: "Say the weeks first." }),
    ]);
    assert.deepEqual(
      drafts.map(({ task, target, chosen, rejected }) => [task, target, chosen, rejected]),
      [
        ["answer", "20 weeks.", undefined, undefined],
        ["prefer", undefined, "20 weeks.", "16 weeks."],
        ["answer", "Say the weeks first.", undefined, undefined],
      ],
    );
    assert.equal(new Set(drafts.map(({ key, task }) => `${task} ${key}`)).size, 3);
  });

  it("leave out replies that ended early, and abstentions as answers", () => {
    assert.deepEqual(rowsOf("generator", [UP], { outcome: "incomplete" }), {
      drafts: [],
      rejects: [{ id: "ans_1", reason: "unfinished" }],
    });
    for (const lane of ["generator", "reranker", "abstention", "router"] as const)
      assert.deepEqual(rowsOf(lane, [UP], { outcome: "abstained" }).drafts, []);
  });

  it("rank by what was confirmed, denied and missed", () => {
    assert.deepEqual(
      gradesOf("reranker", [
        say({ kind: "citation", citation: 1, value: 1 }),
        say({ kind: "citation", citation: 2, value: -1 }),
      ]),
      [
        ["doc_a@1", 1],
        ["doc_b@1", 0],
      ],
    );
    const missing = [
      { document: "doc_m@1", text: "The rule.", key: "m.md", collection: "hr", citations: [] },
    ];
    assert.deepEqual(
      gradesOf("embedder", [say({ kind: "source", document: "doc_m" })], { missing }),
      [["doc_m@1", 1]],
    );
    assert.deepEqual(gradesOf("reranker", [say({ kind: "citation", citation: 2, value: -1 })]), []);
  });

  it("rank cited passages of an answer that pleased, unless anybody objects", () => {
    assert.deepEqual(gradesOf("reranker", [UP]), [
      ["doc_a@1", 1],
      ["doc_b@1", 1],
    ]);
    for (const value of [
      { kind: "thumb", value: -1 },
      { kind: "reason", value: "wrong" },
      { kind: "escalated" },
      { kind: "edit", text: "20 weeks." },
    ] as const)
      assert.deepEqual(gradesOf("reranker", [UP, say(value, "user:bob")]), [], value.kind);
  });

  it("grade answers by what people say, and nothing that nobody graded", () => {
    const labelOf = (...feedback: readonly Feedback[]) =>
      rowsOf("abstention", feedback).drafts[0]?.label;
    assert.equal(labelOf(UP), "right");
    assert.equal(labelOf(UP, say({ kind: "reason", value: "outdated" }, "user:bob")), "wrong");
    assert.equal(labelOf(say({ kind: "comment", text: "hm" })), undefined);
  });

  it("route to the one collection that is cited", () => {
    assert.equal(rowsOf("router", [UP]).drafts[0]?.label, "hr");
    const passages = material([]).passages.map((each, at) => ({ ...each, collection: `c${at}` }));
    assert.deepEqual(rowsOf("router", [UP], { passages }).drafts, []);
  });
});
