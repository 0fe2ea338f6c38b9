import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../../foundation/random.ts";
import { makeGoldenCase } from "../../../testing/toy-system.ts";
import { plainTools } from "../../../testing/plain-text-tools.ts";
import { toRowId, type RowDraft } from "../row.ts";
import { findGoldenLeaks } from "./find-golden-leaks.ts";
import { countKept, QuotedRuns, RewordedQuestions } from "./find-reworded.ts";

const makeDraft = (key: string, text: string, given: Partial<RowDraft> = {}): RowDraft => ({
  key,
  lane: "reranker",
  task: "rank",
  input: { messages: [{ role: "user", text }], retrieved: [] },
  origin: "accepted",
  traceIds: [],
  feedbackIds: [],
  documentVersions: [],
  rights: "internal",
  language: "en",
  createdAt: "2026-01-01T00:00:00.000Z",
  ties: [],
  people: [],
  gold: [],
  ...given,
});

const QUESTIONS = [
  "How many weeks of paid parental leave does every eligible parent receive for each arrival",
  "Who has to approve a flight above eight hundred euros before it is booked by the office",
  "Within how many days of the trip must receipts for hotels reach the finance department",
  "Does the pension plan match contributions of part time staff during their first year here",
] as const;
const guarded = [
  {
    id: "gld_1",
    name: "hr",
    cases: QUESTIONS.map((text, at) =>
      makeGoldenCase(`q${at}`, { text, part: "test", grades: new Map([[`d${at}.md`, 1]]) }),
    ),
  },
];

describe("findGoldenLeaks", () => {
  it("finds a golden question verbatim, and with any three of its words changed", () => {
    const random = createRandom("changes");
    for (const question of QUESTIONS)
      for (let round = 0; round < 50; round++) {
        const words = question.split(" ");
        for (let changed = 0; changed < (round === 0 ? 0 : 3); changed++)
          words[random.below(words.length)] = `other${random.below(1000)}`;
        const draft = makeDraft("planted", `${words.join(" ")}?`);
        const { nearRepeats, reworded, sets } = findGoldenLeaks([draft], guarded, plainTools);
        assert.equal(nearRepeats.size + reworded.size, 1, words.join(" "));
        assert.deepEqual(sets, ["hr"]);
      }
  });

  it("finds a negation, and a long quotation in what is to be said", () => {
    const negated = makeDraft(
      "a",
      "The pension plan does not match contributions of part time staff",
    );
    const quoting = makeDraft("b", "What does the manual ask?", {
      lane: "generator",
      task: "answer",
      target: `It asks: ${QUESTIONS[1]}, and more.`,
    });
    const found = findGoldenLeaks([negated, quoting], guarded, plainTools);
    assert.deepEqual([...found.nearRepeats], [toRowId(negated)]);
    assert.deepEqual([...found.reworded], [toRowId(quoting)]);
  });

  it("leaves other questions of the subject alone, and tells of shared documents", () => {
    const other = makeDraft("c", "Where do I report that I am ill?", { gold: ["d0.md"] });
    const found = findGoldenLeaks([other], guarded, plainTools);
    assert.equal(found.nearRepeats.size + found.reworded.size, 0);
    assert.deepEqual([...found.sharedDocuments], [toRowId(other)]);
    assert.deepEqual(found.sets, []);
  });

  it("does not guard what may be fitted to, nor what is retired", () => {
    const cases = guarded[0]?.cases ?? [];
    const free = [
      {
        id: "gld_2",
        name: "free",
        cases: cases.map((each) => ({ ...each, part: "train" as const })),
      },
      { id: "gld_3", name: "old", cases: cases.map((each) => ({ ...each, retired: "old" })) },
    ];
    const found = findGoldenLeaks([makeDraft("d", QUESTIONS[0])], free, plainTools);
    assert.equal(found.nearRepeats.size + found.reworded.size, 0);
  });
});

describe("RewordedQuestions", () => {
  /** Every pair aligned, none looked up. */
  const isReworded = (a: readonly string[], b: readonly string[]): boolean => {
    const longer = Math.max(a.length, b.length);
    return countKept(a, b) >= Math.max(longer - 3, Math.ceil(0.6 * longer));
  };

  it("finds what a comparison of all pairs finds", () => {
    const random = createRandom("pairs");
    const draw = (): string[] =>
      Array.from({ length: 4 + random.below(8) }, () => `w${random.below(12)}`);
    const known = Array.from({ length: 60 }, draw);
    const index = new RewordedQuestions<number>();
    for (const [number, words] of known.entries()) index.add(number, words.join(" "));
    let hits = 0;
    for (let round = 0; round < 200; round++) {
      const asked = round % 2 === 0 ? draw() : [...(known[random.below(60)] ?? [])];
      if (round % 2 === 1) asked[random.below(asked.length)] = "new";
      const expected = known.flatMap((words, number) => (isReworded(asked, words) ? [number] : []));
      hits += expected.length;
      assert.deepEqual(
        [...index.find(asked.join(" "))].toSorted((a, b) => a - b),
        expected,
      );
    }
    assert.ok(hits > 100);
  });
});

describe("QuotedRuns", () => {
  it("finds thirteen words in a row, and not twelve", () => {
    const words = Array.from({ length: 40 }, (_, at) => `word${at}`);
    const runs = new QuotedRuns();
    runs.add(words.join(" "));
    assert.equal(runs.isQuotedBy(`so ${words.slice(5, 18).join(", ")} it said`), true);
    assert.equal(runs.isQuotedBy(`so ${words.slice(5, 17).join(" ")} it said`), false);
  });
});
